#include <doctest/doctest.h>
#include <fmt/format.h>

#include "ledger/store/payments.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// One reference on invoices of several debtors.
using namespace airut;
using namespace airut::tests;

namespace {

// Virtanen and Korhonen owe 100 euro each, both by the reference 1232.
struct SharedReference {
  ClaimHouse house{one_reminder};
  std::string first, second, answer;

  SharedReference() {
    house.today(day("2026-01-02"));
    house.refer("1232");
    house.name_buyer("Maija Virtanen");
    first = house.invoice("1", "100.00", "consumer", "100", "2026-01-16");
    house.name_buyer("Pekka Korhonen");
    second = house.invoice("2", "100.00", "consumer", "200", "2026-01-16");
    answer = house.answer();
    house.deliver();
    house.today(day("2026-01-19"));
  }

  void pay(char const* amount, char const* name = "", char const* account = "") {
    house.bank(
        day("2026-01-16"),
        {{.receivable_id = first, .amount = amount, .payer_account = account, .payer_name = name}});
  }
  ledger::PaymentRow payment() {
    return house.store().read([](ledger::Snapshot& view) {
      return ledger::list_payments(view, "demo", {}, {1, ""}).rows.front();
    });
  }
  std::string open() {
    return house.item(first).principal.text() + " " + house.item(second).principal.text();
  }
};

}  // namespace

TEST_SUITE("claim/debtors") {
  TEST_CASE("money with the reference of two debtors waits, and neither is reminded") {
    SharedReference one;
    SUBCASE("of a sum that fits both") { one.pay("100.00"); }
    SUBCASE("of a stranger") { one.pay("60.00", "Liisa Laine"); }
    CHECK(one.open() == "100.00 100.00");
    CHECK(one.payment().unallocated_reason == "several-debtors");
    CHECK(on(one.house, "2026-01-30") == 0);
    CHECK(one.house.reason(one.first) == "held");
    CHECK(one.house.reason(one.second) == "held");
    check_whole(one.house);
  }

  TEST_CASE("an invoice whose reference another customer owes by is taken with a warning") {
    SharedReference one;
    CHECK(one.answer.find("reference-of-another-customer") != std::string::npos);
    one.house.invoice("3", "100.00", "consumer", "200", "2026-01-16");
    one.house.bank(day("2026-01-16"), {{one.first, "100.00"}});
    one.house.refer("1245");
    one.house.invoice("4", "100.00", "consumer", "200", "2026-01-16");
    CHECK(one.house.answer().find("reference-of-another-customer") == std::string::npos);
  }

  TEST_CASE("the payer's name says whose invoice he pays") {
    SharedReference one;
    one.pay("100.00", "KORHONEN PEKKA");
    CHECK(one.open() == "100.00 0.00");
    CHECK(on(one.house, "2026-01-30") == 1);
    CHECK(one.house.letters(one.first).size() == 1);
    check_whole(one.house);
  }

  TEST_CASE("the payer's account says whose invoice he pays, when he paid from it before") {
    SharedReference one;
    one.house.refer("1245");
    auto const earlier = one.house.invoice("3", "10.00", "consumer", "200", "2026-02-16");
    one.house.bank(
        day("2026-01-15"),
        {{.receivable_id = earlier, .amount = "10.00", .payer_account = "FI7944052020036082"}});
    one.pay("100.00", "", "FI7944052020036082");
    CHECK(one.open() == "100.00 0.00");
    check_whole(one.house);
  }

  TEST_CASE("a reference that one debtor alone still owes by is his") {
    SharedReference one;
    one.pay("100.00", "Pekka Korhonen");
    one.pay("40.00");
    CHECK(one.open() == "60.00 0.00");
    check_whole(one.house);
  }

  TEST_CASE("who owes no more by the reference pays nobody else's invoice") {
    SharedReference one;
    one.pay("100.00", "Pekka Korhonen", "FI7944052020036082");
    SUBCASE("by his name and account") {
      one.pay("100.00", "Pekka Korhonen", "FI7944052020036082");
    }
    SUBCASE("by his name") { one.pay("100.00", "KORHONEN PEKKA"); }
    SUBCASE("by his account") { one.pay("100.00", "", "FI7944052020036082"); }
    CHECK(one.open() == "100.00 0.00");
    CHECK(one.payment().unallocated_reason == "several-debtors");
    check_whole(one.house);
  }

  TEST_CASE("a reference by which many owe names none of them, and holds none of them") {
    ClaimHouse house{one_reminder};
    house.today(day("2026-01-02"));
    house.refer("1232");
    std::vector<std::string> items;
    constexpr int debtors = 24;
    for (int i = 0; i < debtors; ++i) {
      house.name_buyer(fmt::format("Asiakas {}", std::string(1, static_cast<char>('A' + i))));
      items.push_back(house.invoice(std::to_string(i + 1), "100.00", "consumer",
                                    std::to_string(100 + i), "2026-01-16"));
    }
    house.name_buyer("Pekka Korhonen");
    auto const his = house.invoice("99", "80.00", "consumer", "900", "2026-01-16");
    house.deliver();
    house.today(day("2026-01-19"));
    CHECK(house.answer().find("reference-of-another-customer") != std::string::npos);
    std::string name, reason;
    int letters = debtors;
    SUBCASE("of a stranger") {
      name = "Liisa Laine";
      reason = "several-debtors";
      ++letters;
    }
    SUBCASE("but the payer's name says whose it is") { name = "KORHONEN PEKKA"; }
    house.bank(day("2026-01-16"), {{.receivable_id = his, .amount = "80.00", .payer_name = name}});
    auto const payment = house.store().read([](ledger::Snapshot& view) {
      return ledger::list_payments(view, "demo", {}, {1, ""}).rows.front();
    });
    CHECK(payment.unallocated_reason == reason);
    CHECK(on(house, "2026-01-30") == letters);
    CHECK(house.letters(items.front()).size() == 1);
    check_whole(house);
  }
}
