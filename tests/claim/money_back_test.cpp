#include <algorithm>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Money that the bank takes back from an invoice that was credited, or paid within the tolerance.
using namespace airut;
using namespace airut::tests;

namespace {

std::string const tolerant =
    "[tenant.client.books]\ntolerance_under_minor = 5\ntolerance_over_minor = 5\n";

// An invoice of 100 euro, due on 16 January 2026.
struct Hundred {
  ClaimHouse house;
  std::string item;

  explicit Hundred(std::string const& more = {}) : house{up_to_collection, "FI", more} {
    house.today(day("2026-01-02"));
    item = house.invoice("1", "100.00", "consumer", "100", "2026-01-16");
    house.deliver();
    house.today(day("2026-01-12"));
  }

  void pay(char const* amount, char const* booked, bool taken_back = false) {
    house.bank(
        house.day_now(),
        {{.receivable_id = item, .amount = amount, .taken_back = taken_back, .booked = booked}});
  }
  std::string balance() {
    auto const row = house.item(item);
    return row.principal.text() + " open, " + row.credit_balance.text() + " to give back";
  }
};

}  // namespace

TEST_SUITE("claim/money-back") {
  TEST_CASE(
      "a credited invoice owes nothing when its payment is taken back, and nobody is dunned") {
    for (auto const* paid : {"100.00", "60.00"}) {
      CAPTURE(paid);
      Hundred one;
      one.pay(paid, "2026-01-10");
      one.house.credit_note("C1", "1", "100.00");
      CHECK(one.balance() == fmt::format("0.00 open, {} to give back", paid));
      one.house.today(day("2026-01-14"));
      one.pay(paid, "2026-01-13", true);
      CHECK(one.balance() == "0.00 open, 0.00 to give back");
      CHECK(one.house.item(one.item).credited.text() == "100.00");
      CHECK(on(one.house, "2026-03-02") == 0);
      CHECK(one.house.letters(one.item).empty());
      check_whole(one.house);
    }
  }

  TEST_CASE("a credit of a part, and money taken back, leave what was neither paid nor credited") {
    Hundred one;
    one.pay("100.00", "2026-01-10");
    one.house.credit_note("C1", "1", "30.00");
    one.house.today(day("2026-01-14"));
    one.pay("100.00", "2026-01-13", true);
    CHECK(one.balance() == "70.00 open, 0.00 to give back");
    check_whole(one.house);
  }

  TEST_CASE("money taken back never leaves more to pay than was invoiced") {
    struct Case {
      char const *paid, *open;
    };
    for (auto const& [paid, open] : {Case{"100.03", "100.00"}, {"99.97", "100.00"}}) {
      CAPTURE(paid);
      Hundred one{tolerant};
      one.pay(paid, "2026-01-10");
      CHECK(one.balance() == "0.00 open, 0.00 to give back");
      one.house.today(day("2026-01-14"));
      one.pay(paid, "2026-01-13", true);
      CHECK(one.house.item(one.item).principal.text() == open);
      CHECK(on(one.house, "2026-03-02") == 1);
      CHECK(one.house.letters(one.item).back().principal_open.text() == open);
      check_whole(one.house);
    }
  }

  TEST_CASE("check and audit find principal above the invoice, and beside a credit balance") {
    Hundred one;
    auto const row = one.house.item(one.item);
    auto const cents = [](char const* text) { return *model::Money::parse(text, {}); };
    ledger::ReceivableAdjusted more;
    more.adjustment_id = "adj_1";
    more.receivable_id = row.id;
    more.invoice_id = row.invoice_id;
    more.kind = "rounding";
    more.parts = {{row.id, row.invoice_id, "principal", cents("-0.03")}};
    one.house.store().write_now([&](ledger::Transaction& tx) {
      tx.append("demo", "test", one.house.now(), more);
      tx.append(
          "demo", "test", one.house.now(),
          ledger::ReceivableCredited{row.id, row.invoice_id, "C1", cents("0.00"), cents("50.00")});
    });
    auto const broken = one.house.broken();
    REQUIRE(broken.size() == 2);
    CHECK(broken[0].ends_with("more principal is open than was invoiced"));
    CHECK(broken[1].ends_with("principal is open beside a credit balance"));
    ledger::LetterDecided letter;
    letter.letter_id = "ltr_1";
    letter.receivable_id = row.id;
    letter.invoice_id = row.invoice_id;
    letter.kind = "first_reminder";
    letter.principal_open = cents("100.03");
    letter.fee = letter.interest = letter.cost = cents("0.00");
    one.house.store().write_now(
        [&](ledger::Transaction& tx) { tx.append("demo", "test", one.house.now(), letter); });
    auto const found = one.house.audit();
    auto const has = [&](std::string const& beginning) {
      return std::any_of(found.begin(), found.end(),
                         [&](auto const& text) { return text.starts_with(beginning); });
    };
    CHECK(has("open: 10003 of principal were open"));
    CHECK(has("credit-balance: "));
  }
}
