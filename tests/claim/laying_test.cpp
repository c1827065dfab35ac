#include <doctest/doctest.h>

#include "gateway/claim/lay_payment.hpp"
#include "ledger/store/payments.hpp"
#include "tests/claim/owed.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Money that waited and is laid by a person.
using namespace airut;
using namespace airut::tests;
using std::chrono::days;

namespace {

// An invoice of 1 000 euro to a consumer, due on 2 March 2026 and reminded of on 31 March.
struct RemindedConsumer {
  ClaimHouse house{one_reminder};
  std::string item;

  RemindedConsumer() {
    house.today(day("2026-02-16"));
    item = house.invoice("1", "1000.00", "consumer", "", "2026-03-02");
    house.deliver();
    house.today(day("2026-03-31"));
    house.bank(day("2026-03-30"), {});
    REQUIRE(house.run() == 1);
    REQUIRE(house.item(item).fee.text() != "0.00");
    house.today(day("2026-04-07"));
  }

  // Comes without a reference and is laid a month later.
  void laid(char const* amount, char const* wish) {
    house.bank(day("2026-04-06"), {{item, amount, false, "", "", "none", "", "2026-03-06"}});
    std::string why;
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const payment = ledger::list_payments(tx, "demo", {}, {1, ""}).rows.front();
      auto const at = house.context();
      auto const done = gateway::lay_payment(tx, {at.billers, at.law, "demo", "key_test", at.now},
                                             payment, {{item, *model::Money::parse(wish, {})}}, "");
      why = done ? std::string{} : done.error();
    });
    CHECK(why.empty());
    check_whole(house);
  }
};

}  // namespace

TEST_CASE(
    "money that is laid later counts from its own day, as if the bank had named the invoice") {
  RemindedConsumer laid, told;
  laid.laid("1000.00", "1000.00");
  told.house.bank(day("2026-04-06"), {{told.item, "1000.00", false, "", "", "", "", "2026-03-06"}});
  CHECK(owed(laid.house.item(laid.item)) == owed(told.house.item(told.item)));
  CHECK(laid.house.item(laid.item).principal.text() == "0.00");
  CHECK(laid.house.item(laid.item).fee.text() == "0.00");
}

TEST_CASE("a part that is laid later takes back the interest of the days since") {
  RemindedConsumer laid, told;
  laid.laid("600.00", "600.00");
  told.house.bank(day("2026-04-06"), {{told.item, "600.00", false, "", "", "", "", "2026-03-06"}});
  CHECK(owed(laid.house.item(laid.item)) == owed(told.house.item(told.item)));
}

TEST_CASE("money that came before a letter pays its fee when more was owed on the letter's day") {
  RemindedConsumer laid;
  auto const asked = laid.house.item(laid.item);
  auto const most = asked.principal + asked.interest;
  laid.house.bank(day("2026-04-06"),
                  {{laid.item, most.text(), false, "", "", "", "", "2026-04-05"}});
  REQUIRE(owed(laid.house.item(laid.item)) == "0.00 0.00 " + asked.fee.text());
  laid.laid(asked.fee.text().c_str(), asked.fee.text().c_str());
  CHECK(owed(laid.house.item(laid.item)) == "0.00 0.00 0.00");
  auto const rows = laid.house.store().read([](ledger::Snapshot& view) {
    return ledger::list_payments(view, "demo", {}, {10, ""}).rows;
  });
  CHECK(rows.front().unallocated.is_zero());
  CHECK(rows.front().rule == "person");
}

TEST_CASE("a payment that a person moved says where it lies now") {
  RemindedConsumer laid;
  auto& house = laid.house;
  auto const other = house.invoice("2", "400.00", "consumer", "", "2026-05-02");
  house.bank(day("2026-04-06"), {{laid.item, "300.00"}});
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const at = house.context();
    auto const payment = ledger::list_payments(tx, "demo", {}, {1, ""}).rows.front();
    auto const sum = *model::Money::parse("300.00", {});
    CHECK(gateway::lay_payment(tx, {at.billers, at.law, "demo", "key_test", at.now}, payment,
                               {{laid.item, -sum}}, "")
              .has_value());
    CHECK(gateway::lay_payment(tx, {at.billers, at.law, "demo", "key_test", at.now},
                               *ledger::find_payment(tx, "demo", payment.id), {{other, sum}}, "")
              .has_value());
    CHECK(ledger::find_payment(tx, "demo", payment.id)->explanation ==
          "Laid by a person: 300.00 on invoice 2; 0.00 waits.");
  });
}

TEST_CASE("what an item no longer owes by the payment's day stays with the payment") {
  RemindedConsumer laid;
  auto const asked = laid.house.item(laid.item);
  auto const all = asked.principal + asked.interest + asked.fee;
  laid.laid(all.text().c_str(), all.text().c_str());
  CHECK(owed(laid.house.item(laid.item)) == "0.00 0.00 0.00");
  auto const rows = laid.house.store().read([](ledger::Snapshot& view) {
    return ledger::list_payments(view, "demo", {}, {10, ""}).rows;
  });
  CHECK(rows.front().unallocated == all - *model::Money::parse("1000.00", {}));
}
