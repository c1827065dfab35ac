#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/claim/write_message.hpp"
#include "gateway/letters/collection_notice.hpp"
#include "ledger/books/book.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/money_facts.hpp"
#include "tests/claim/case_news.hpp"
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

int count_notices(ClaimHouse& house) {
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
  CHECK(count_notices(house) == 1);
  house.today(day("2026-03-09"));
  house.bank(day("2026-03-09"), {{handed.claim, "300.00"}});
  on(house, "2026-03-10");
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const item = ledger::find_receivable(tx, "demo", handed.claim);
    REQUIRE(gateway::transfer_now(tx, house.context(), *item));
  });
  house.run();
  CHECK(count_notices(house) == 1);  // the new order waits, and tells of the payment
  house.deliver();
  on(house, "2026-03-11");
  CHECK(count_notices(house) == 1);
  house.bank(day("2026-03-11"), {{handed.claim, "100.00"}});
  on(house, "2026-03-12");
  CHECK(count_notices(house) == 2);
  check_whole(house);
}

namespace {

// An invoice of 1 000 euro whose order is decided and waits to leave.
struct Decided {
  ClaimHouse house;
  std::string claim;

  explicit Decided(std::string const& policies = handed_policies) : house{policies} {
    house.today(day("2026-01-02"));
    claim = house.invoice("17", "1000.00", "business", "200", "2026-01-16");
    house.deliver();
    on(house, "2026-01-30");
    reach("2026-02-16");
    house.decide();
  }

  void reach(char const* text) {
    house.today(day(text));
    house.bank(house.day_now() - std::chrono::days{1}, {});
  }
  std::string state() { return house.collection(claim)->state; }

  // The debtor disputes, and the client lets the claim go on.
  void dispute_and_resume() {
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const& at = house.context();
      auto const item = *ledger::find_receivable(tx, "demo", claim);
      gateway::dispute(tx, {at.billers, at.law, at.tenant, at.actor, at.now}, item, "not so");
      ledger::ReceivablePaused fact{item.id, item.invoice_id, "resume", "answered", {}, ""};
      tx.append("demo", "key_test", house.now(), fact);
    });
  }
};

}  // namespace

TEST_CASE("the order that follows one that was taken back is the one that the agency has") {
  Decided decided;
  auto& house = decided.house;
  CHECK(decided.state() == "transfer_pending");
  auto const first = house.collection(decided.claim)->reason;
  decided.dispute_and_resume();
  CHECK(house.letters(decided.claim).back().withdrawn);
  CHECK(house.item(decided.claim).stage == "reminder_1");
  CHECK(at_agencies(house) == 0);
  house.bank(day("2026-02-16"), {{decided.claim, "100.00"}});
  decided.reach("2026-02-17");
  CHECK(house.decide() == 1);
  CHECK(house.letters(decided.claim).back().id != first);
  CHECK(house.collection(decided.claim)->reason == house.letters(decided.claim).back().id);
  CHECK(house.collection(decided.claim)->entered == day("2026-02-17"));
  CHECK(house.collection(decided.claim)->claimed == house.collection(decided.claim)->open);
  house.deliver();
  on(house, "2026-02-18");
  CHECK(decided.state() == "sent");
  CHECK(count_notices(house) == 0);  // the order tells of the payment
  CHECK(house.tell(decided.claim, By::agency, news("accept")) == "");
  on(house, "2026-02-20", {{decided.claim, "300.00"}});
  CHECK(count_notices(house) == 1);
  CHECK(house.tell(decided.claim, By::client, news("recall")) == "");
  CHECK(count_notices(house) == 2);
  CHECK(house.item(decided.claim).stage == "reminder_1");
  CHECK(at_agencies(house) == 0);
  check_whole(house);
}

TEST_CASE("a person approves anew when an order that he approved was taken back") {
  auto policies = handed_policies;
  constexpr std::string_view automatic = "collection_automatic = true\n";
  policies.erase(policies.find(automatic), automatic.size());
  Decided decided{policies};
  auto& house = decided.house;
  house.run();
  CHECK(decided.state() == "proposed");
  CHECK(house.tell(decided.claim, By::client, news("approve")) == "");
  CHECK(house.decide() == 1);
  CHECK(decided.state() == "transfer_pending");
  decided.dispute_and_resume();
  on(house, "2026-02-17");
  CHECK(decided.state() == "proposed");
  CHECK(house.tell(decided.claim, By::client, news("approve")) == "");
  on(house, "2026-02-18");
  CHECK(decided.state() == "transfer_pending");
  CHECK(house.item(decided.claim).stage == "in_collection");
  on(house, "2026-02-19");
  CHECK(decided.state() == "sent");
  check_whole(house);
}

TEST_CASE("the order of a case that is recalled before it left never leaves") {
  Decided decided;
  auto& house = decided.house;
  auto const asked = house.item(decided.claim);
  CHECK(asked.stage == "in_collection");
  CHECK(house.tell(decided.claim, By::client, news("recall")) == "");
  house.deliver();
  auto const order = house.letters(decided.claim).back();
  CHECK(order.kind == "collection_order");
  CHECK(order.withdrawn);
  CHECK_FALSE(order.sent_on);
  CHECK(decided.state() == "closed_recalled");
  CHECK(house.item(decided.claim).stage == "reminder_1");
  CHECK(house.item(decided.claim).principal == asked.principal);
  CHECK(house.item(decided.claim).interest == asked.interest - order.interest);
  auto const ended = *house.collection(decided.claim);
  CHECK(ended.left == ended.open);
  CHECK(at_agencies(house) == 0);
  on(house, "2026-02-17");
  CHECK(house.letters(decided.claim).size() == 2);
  CHECK(house.reason(decided.claim) == "handed-back");
  CHECK(count_notices(house) == 0);  // the agency never heard of the claim
  CHECK(transfer(house, decided.claim) == "");
  on(house, "2026-02-18");
  CHECK(decided.state() == "sent");
  check_whole(house);
}
