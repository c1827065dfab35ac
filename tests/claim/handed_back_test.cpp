#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/letters/collection_notice.hpp"
#include "ledger/books/book.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/money_facts.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/handed.hpp"
#include "tests/claim/whole.hpp"

// Claims that an agency has no more.
using namespace airut;
using namespace airut::tests;
using ledger::collection::By;

namespace {

// Principal that an agency has, in cents.
std::int64_t at_agencies(ClaimHouse& house) {
  ledger::books::Book book;
  house.store().read([&](ledger::Snapshot& view) {
    ledger::each_money_fact(view, "demo", 0, [&](ledger::MoneyFact const& one) {
      book.take(one.fact, one.booked);
      return true;
    });
  });
  std::int64_t sum = 0;
  for (auto const& [place, minor] : book.balances())
    sum += place.account == ledger::books::Account::in_collection ? minor : 0;
  return sum;
}

// "" or the refusal's code.
std::string transfer(ClaimHouse& house, std::string const& claim) {
  std::string code;
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const item = ledger::find_receivable(tx, "demo", claim);
    auto const done = gateway::transfer_now(tx, house.context(), *item);
    code = done ? "" : done.error().code;
  });
  house.deliver();
  return code;
}

gateway::CaseNews news(char const* event) {
  gateway::CaseNews one;
  one.event = event;
  return one;
}

}  // namespace

TEST_CASE(
    "a claim that the agency rejects is the client's again, and is ordered only by a person") {
  Handed handed;
  auto& house = handed.house;
  CHECK(at_agencies(house) == 100000);
  CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,reject\r\n") == "taken");
  CHECK(at_agencies(house) == 0);
  CHECK(house.item(handed.claim).stage == "reminder_1");
  auto const before = house.letters(handed.claim).size();
  on(house, "2026-03-10");
  CHECK(house.reason(handed.claim) == "handed-back");
  CHECK(handed.state() == "rejected");
  CHECK(house.letters(handed.claim).size() == before);
  CHECK(transfer(house, handed.claim) == "");
  CHECK(house.letters(handed.claim).size() == before + 1);
  CHECK(house.item(handed.claim).stage == "in_collection");
  CHECK(handed.state() == "transfer_pending");
  CHECK(at_agencies(house) == 100000);
  on(house, "2026-03-11");
  CHECK(handed.state() == "sent");
  check_whole(house);
}

TEST_CASE("a recalled claim can be planned, and the statement ends where the case did") {
  Handed handed;
  auto& house = handed.house;
  CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,accept\r\n") == "taken");
  CHECK(house.tell(handed.claim, By::client, news("recall")) == "");
  auto const ended = *house.collection(handed.claim);
  CHECK(ended.left == ended.claimed);
  CHECK(at_agencies(house) == 0);
  on(house, "2026-02-19", {{handed.claim, "300.00"}});
  CHECK(house.item(handed.claim).paid.text() == "300.00");
  auto const later = *house.collection(handed.claim);
  CHECK(later.paid.principal.is_zero());
  CHECK(later.left == ended.left);
  ledger::plan::Wish wish;
  wish.made_by = "operator";
  wish.count = 3;
  wish.first = day("2026-03-16");
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const item = *ledger::find_receivable(tx, "demo", handed.claim);
    auto const made = gateway::make_plan(tx, house.context(), {item}, wish);
    // Not collection: only that the tables have no fee for a company's plan in Finland.
    CHECK((made ? "" : made.error().code) == "missing-law-row");
  });
  house.deliver();
  check_whole(house);
}

TEST_CASE("what closed a case is taken back: a person is told once, and says what follows") {
  Handed handed;
  auto& house = handed.house;
  CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,accept\r\n") == "taken");
  auto const owed = house.item(handed.claim);
  auto const all = owed.principal + owed.interest + owed.fee + owed.cost;
  on(house, "2026-02-19", {{handed.claim, all.text()}});
  CHECK(handed.state() == "closed_paid");
  on(house, "2026-02-23", {{handed.claim, all.text(), true}});
  CHECK(house.item(handed.claim).principal.text() == "1000.00");
  CHECK(house.item(handed.claim).stage == "reminder_1");
  CHECK(at_agencies(house) == 0);
  CHECK(house.deviations() == std::vector<std::string>{"collection.open_again"});
  auto const events = house.events();
  on(house, "2026-02-24");
  CHECK(house.deviations().size() == 1);
  CHECK(house.events() - events < 5);
  on(house, "2026-03-10");
  CHECK(house.reason(handed.claim) == "deviation-open");
  check_whole(house);
}

namespace {

int notices(ClaimHouse& house) {
  int count = 0;
  house.store().read([&](ledger::Snapshot& view) {
    for (auto const& one : ledger::list_deliveries(view, "demo", {}, {200, ""}).rows)
      count += one.document_kind == gateway::notice_kind;
  });
  return count;
}

}  // namespace

TEST_CASE("what happens while nobody has the claim is told by its new order alone") {
  Handed handed;
  auto& house = handed.house;
  CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,accept\r\n") == "taken");
  CHECK(house.tell(handed.claim, By::client, news("recall")) == "");
  CHECK(notices(house) == 1);
  house.today(day("2026-03-09"));
  house.bank(day("2026-03-09"), {{handed.claim, "300.00"}});
  on(house, "2026-03-10");
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const item = ledger::find_receivable(tx, "demo", handed.claim);
    REQUIRE(gateway::transfer_now(tx, house.context(), *item));
  });
  house.run();
  CHECK(notices(house) == 1);  // the new order waits, and tells of the payment
  house.deliver();
  on(house, "2026-03-11");
  CHECK(notices(house) == 1);
  house.bank(day("2026-03-11"), {{handed.claim, "100.00"}});
  on(house, "2026-03-12");
  CHECK(notices(house) == 2);
  check_whole(house);
}
