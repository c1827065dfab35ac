#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/books/feed.hpp"
#include "gateway/books/returns.hpp"
#include "ledger/store/payments.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/handed.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Money for a claim that was given up.
using namespace airut;
using namespace airut::tests;
using ledger::collection::By;

namespace {

struct GivenUp {
  ClaimHouse house{one_reminder};
  std::string item;

  GivenUp() {
    house.today(day("2026-01-02"));
    item = house.invoice("1", "300.00", "consumer", "100", "2026-01-16");
    house.deliver();
    house.today(day("2026-03-02"));
  }

  void feed(char const* kind, char const* amount) {
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = house.context();
      gateway::FeedItem told;
      told.id = std::string{kind} + amount;
      told.kind = kind;
      told.invoice_number = "1";
      told.amount = amount;
      auto const outcome = gateway::take_feed_item(
          tx, {at.billers, at.law, at.tenant, at.actor, at.now}, "biller", told);
      CHECK(outcome.outcome == "taken");
    });
  }
  void pay(char const* amount, bool taken_back = false) {
    house.bank(house.day_now(),
               {{.receivable_id = item, .amount = amount, .taken_back = taken_back}});
  }
};

ledger::PaymentRow newest(ClaimHouse& house) {
  return house.store().read([](ledger::Snapshot& view) {
    return ledger::list_payments(view, "demo", {}, {1, ""}).rows.front();
  });
}

// What goes back by itself after a year.
std::vector<std::string> due_back(ClaimHouse& house) {
  return house.store().read([&](ledger::Snapshot& view) {
    std::vector<std::string> all;
    auto const& client = *house.context().billers.client("demo", "biller");
    auto const later = house.day_now() + std::chrono::days{365};
    for (auto const& one : gateway::return_proposals(view, "demo", client, later))
      if (one.is_due) all.push_back(one.amount.text());
    return all;
  });
}

}  // namespace

TEST_SUITE("claim/written-off") {
  TEST_CASE("money for a claim that was given up takes the loss back, and is not sent back") {
    GivenUp claim;
    claim.feed("write_off", "300.00");
    REQUIRE(claim.house.item(claim.item).principal.is_zero());
    claim.pay("300.00");
    auto const payment = newest(claim.house);
    CHECK(payment.unallocated.is_zero());
    CHECK(claim.house.item(claim.item).paid.text() == "300.00");
    CHECK(claim.house.item(claim.item).status == "paid");
    CHECK(due_back(claim.house).empty());
    check_whole(claim.house);
    claim.house.today(day("2026-03-03"));
    claim.pay("300.00", true);
    CHECK(claim.house.item(claim.item).principal.is_zero());
    check_whole(claim.house);
  }

  TEST_CASE("what was given up in part is paid after what is still open") {
    GivenUp claim;
    claim.feed("write_off", "100.00");
    claim.pay("320.00");
    CHECK(newest(claim.house).unallocated.text() == "20.00");
    CHECK(newest(claim.house).unallocated_reason == "overpaid");
    CHECK(claim.house.item(claim.item).paid.text() == "300.00");
    check_whole(claim.house);
  }

  TEST_CASE("a part of what was given up is recovered as far as money comes") {
    GivenUp claim;
    claim.feed("write_off", "300.00");
    claim.pay("120.00");
    CHECK(newest(claim.house).unallocated.is_zero());
    CHECK(claim.house.item(claim.item).paid.text() == "120.00");
    CHECK(claim.house.item(claim.item).principal.is_zero());
    claim.feed("payment", "180.00");
    CHECK(claim.house.item(claim.item).paid.text() == "300.00");
    claim.pay("10.00");
    CHECK(newest(claim.house).unallocated_reason == "already-paid");
    check_whole(claim.house);
  }

  TEST_CASE("who pays the biller after the agency's credit loss has paid") {
    Handed handed;
    auto& house = handed.house;
    CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,accept\r\n") == "taken");
    auto const owed = house.item(handed.claim);
    auto const all = owed.principal + owed.interest + owed.fee + owed.cost;
    gateway::CaseNews loss;
    loss.event = "credit_loss";
    CHECK(house.tell(handed.claim, By::client, loss) == "");
    REQUIRE(house.item(handed.claim).principal.is_zero());
    house.today(day("2026-03-02"));
    house.bank(day("2026-03-01"), {{handed.claim, all.text()}});
    CHECK(newest(house).unallocated.is_zero());
    CHECK(house.item(handed.claim).paid == all);
    CHECK(due_back(house).empty());
    check_whole(house);
  }

  TEST_CASE("money after a settlement or the time bar waits for a person, and is not sent back") {
    Handed handed;
    auto& house = handed.house;
    CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,accept\r\n") == "taken");
    CHECK(handed.take("report_id,invoice_number,event\r\nR2,17,settle\r\n") == "taken");
    REQUIRE(house.item(handed.claim).principal.is_zero());
    house.today(day("2026-03-02"));
    house.bank(day("2026-03-01"), {{handed.claim, "200.00"}});
    CHECK(newest(house).unallocated.text() == "200.00");
    CHECK(newest(house).unallocated_reason == "written-off");
    CHECK(due_back(house).empty());
    check_whole(house);
  }
}
