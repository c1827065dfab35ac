#include <doctest/doctest.h>

#include "ledger/store/payments.hpp"
#include "tests/claim/bank_files.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/owed.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// One payment that pays several invoices, told after letters that its value day leaves without
// ground.
using namespace airut;
using namespace airut::tests;

namespace {

// Three invoices of 1 000 euro with one reference, due on 16 January and reminded of on the 30th.
struct ThreeOfOneReference {
  ClaimHouse house{two_reminders};
  std::vector<std::string> items;

  ThreeOfOneReference() {
    house.today(day("2026-01-02"));
    house.refer("1232");
    for (auto const* number : {"1", "2", "3"})
      items.push_back(house.invoice(number, "1000.00", "consumer", "100", "2026-01-16"));
    house.deliver();
    REQUIRE(on(house, "2026-01-30") == 3);
    REQUIRE_FALSE(house.item(items[0]).fee.is_zero());
    REQUIRE_FALSE(house.item(items[0]).interest.is_zero());
    house.today(day("2026-02-02"));
  }

  void pay(char const* amount, char const* on_day) {
    house.bank(day("2026-02-02"),
               {{.receivable_id = items[0], .amount = amount, .booked = on_day}});
  }
  std::string waiting() {
    return house.store().read([](ledger::Snapshot& view) {
      return ledger::list_payments(view, "demo", {}, {1, ""}).rows.front().unallocated.text();
    });
  }
};

}  // namespace

TEST_SUITE("claim/several") {
  TEST_CASE("money that the bank does not divide lets none be reminded whom it names") {
    ClaimHouse house{two_reminders};
    house.today(day("2026-01-02"));
    std::vector<std::string> items;
    for (auto const* reference : {"1232", "1245", "1258"}) {
      house.refer(reference);
      items.push_back(house.invoice(reference, "100.00", "consumer", reference, "2026-01-16"));
    }
    house.deliver();
    house.today(day("2026-01-17"));
    auto file = file_about(own_account("FI"), day("2026-01-16"));
    model::BankEntry entry;
    entry.account = own_account("FI");
    entry.amount = model::Money::parse("199.00", {}).value();
    entry.booked = day("2026-01-16");
    SUBCASE("all references are told") {
      entry.reference = "1232";
      entry.more_references = {"1245"};
    }
    SUBCASE("a reference is told, and not what it brought") {
      entry.reference = "1232";
      entry.is_undivided = true;
    }
    bool const names_two = !entry.more_references.empty();
    file.entries = {entry};
    house.import(file);
    CHECK(on(house, "2026-01-30") == (names_two ? 1 : 2));
    CHECK(house.reason(items[0]) == "held");
    CHECK(house.item(items[0]).principal.text() == "100.00");
    CHECK((house.item(items[1]).letters == 0) == names_two);
    CHECK(house.item(items[2]).letters == 1);
    auto const waits = house.store().read([](ledger::Snapshot& view) {
      return ledger::list_payments(view, "demo", {}, {1, ""}).rows.front();
    });
    CHECK(waits.unallocated.text() == "199.00");
    CHECK(waits.unallocated_reason == "several-references");
    CHECK(waits.more_references == entry.more_references);
    check_whole(house);
  }

  TEST_CASE("a payment of several invoices counts from its value day for each of them") {
    ThreeOfOneReference one;
    one.pay("2000.00", "2026-01-20");
    CHECK(owed(one.house.item(one.items[0])) == "0.00 0.00 0.00");
    CHECK(owed(one.house.item(one.items[1])) == "0.00 0.00 0.00");
    CHECK(one.house.item(one.items[2]).principal.text() == "1000.00");
    CHECK(one.waiting() == "0.00");
    check_whole(one.house);
  }

  TEST_CASE("what the first invoices give back pays the next, which is corrected too") {
    ThreeOfOneReference one;
    auto const charged = one.house.item(one.items[0]);
    auto const most = charged.principal + charged.interest + charged.fee;
    // Their charges would take it all.
    one.pay((most + most).text().c_str(), "2026-01-20");
    CHECK(owed(one.house.item(one.items[0])) == "0.00 0.00 0.00");
    CHECK(owed(one.house.item(one.items[1])) == "0.00 0.00 0.00");
    auto const last = one.house.item(one.items[2]);
    CHECK(last.principal < charged.principal);
    CHECK(last.interest < charged.interest);
    check_whole(one.house);
  }

  TEST_CASE("a part of the last invoice takes back the interest of the part alone") {
    ThreeOfOneReference one;
    one.pay("1500.00", "2026-01-20");
    CHECK(owed(one.house.item(one.items[0])) == "0.00 0.00 0.00");
    auto const second = one.house.item(one.items[1]);
    CHECK(second.fee == one.house.item(one.items[2]).fee);
    CHECK(second.interest.is_zero());
    check_whole(one.house);
  }

  TEST_CASE("a payment of several invoices after their letters leaves them their ground") {
    ThreeOfOneReference one;
    one.pay("2000.00", "2026-01-31");
    CHECK(one.house.item(one.items[0]).principal.is_zero());
    CHECK_FALSE(one.house.item(one.items[1]).principal.is_zero());
    check_whole(one.house);
  }

  TEST_CASE("what a client lets an overpayment pay besides counts from its value day too") {
    ClaimHouse house{two_reminders, "FI", "[tenant.client.books]\noverpayment = \"lay\"\n"};
    house.today(day("2026-01-02"));
    auto const a = house.invoice("1", "1000.00", "business", "100", "2026-01-16");
    auto const b = house.invoice("2", "1000.00", "business", "100", "2026-01-16");
    house.deliver();
    REQUIRE(on(house, "2026-01-30") == 2);
    house.today(day("2026-02-02"));
    house.bank(day("2026-02-02"),
               {{.receivable_id = a, .amount = "2000.00", .booked = "2026-01-20"}});
    CHECK(owed(house.item(a)) == "0.00 0.00 0.00");
    CHECK(owed(house.item(b)) == "0.00 0.00 0.00");
    check_whole(house);
  }
}
