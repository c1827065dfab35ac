// A client's book laid against bank, agencies and open items: made from facts alone.
#include "ledger/books/reconciliation.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/ledger/facts.hpp"
#include "tests/support/day.hpp"

using namespace airut;
using namespace airut::tests;
namespace books = ledger::books;

namespace {

constexpr char const* iban = "FI2112345600000785";

books::BankWindow window(std::int64_t opening, std::int64_t closing, bool held = false) {
  return {iban,         held,   1,     day("2026-09-01"), day("2026-09-30"), eur(opening),
          eur(closing), eur(0), eur(0)};
}

ledger::PaymentReceived paid_in_bank(ledger::InvoiceAccepted const& invoice, std::int64_t minor,
                                     std::int64_t over = 0, char const* on = "2026-09-20") {
  ledger::PaymentReceived fact;
  fact.payment_id = model::new_id("pay", noon);
  fact.client = invoice.client;
  fact.account = iban;
  fact.amount = eur(minor + over);
  fact.booked = day(on);
  if (minor != 0)
    fact.parts = {{invoice.receivable_id, invoice.invoice_id, "principal", eur(minor)}};
  fact.unallocated = eur(over);
  if (over != 0) fact.unallocated_reason = minor != 0 ? "overpaid" : "unknown-reference";
  return fact;
}

// All that is told of "siivous" after these facts.
class ToldOfBooks {
 public:
  explicit ToldOfBooks(std::vector<books::BankWindow> windows = {})
      : made_("siivous", std::move(windows),
              [](std::string_view) { return books::BankPlaces{iban, iban}; }) {}

  ToldOfBooks& take(ledger::Fact const& fact, bool counts = true) {
    made_.take(fact, noon, ++seq_, [&](books::Entry const&) { return counts; });
    return *this;
  }

  // "kind amount" of a section's lines, and what of it is unexplained.
  std::string section(std::string_view name) const {
    std::vector<books::OpenSubItem> items;
    for (auto const& [id, open] : made_.items()) items.push_back({id, "1", open});
    std::string text;
    for (auto const& one : made_.finish(items)) {
      if (one.name != name) continue;
      for (auto const& line : one.lines)
        text += fmt::format("{} {}; ", line.kind, line.amount.text());
      text += "unexplained " + one.unexplained.text();
    }
    return text;
  }

 private:
  books::Reconciliation made_;
  std::int64_t seq_ = 0;
};

ledger::InvoiceAccepted of_other() {
  auto fact = accepted("9");
  fact.client = "toinen";
  return fact;
}

}  // namespace

TEST_SUITE("ledger/reconciliation") {
  TEST_CASE("an account that clients share is explained to each of them by what is the others'") {
    auto const mine = accepted("1");
    auto const others = of_other();
    ToldOfBooks told{{window(0, 15000)}};
    told.take(mine).take(others).take(paid_in_bank(mine, 10000)).take(paid_in_bank(others, 5000));
    CHECK(told.section("bank") ==
          "statement_closing 150.00; other_clients -50.00; book -100.00; unexplained 0.00");
    CHECK(told.section("receivables") == "book 0.00; unexplained 0.00");
  }

  TEST_CASE("money that was nobody's moves to the client whom it is laid to") {
    auto const mine = accepted("1");
    auto stray = paid_in_bank(mine, 0, 10000);
    stray.client.clear();
    ToldOfBooks told{{window(0, 10000)}};
    told.take(mine).take(stray);
    CHECK(told.section("bank") ==
          "statement_closing 100.00; other_clients -100.00; book 0.00; unexplained 0.00");
    ledger::PaymentAllocated laid;
    laid.payment_id = stray.payment_id;
    laid.client = "siivous";
    laid.parts = {{mine.receivable_id, mine.invoice_id, "principal", eur(10000)}};
    told.take(laid);
    CHECK(told.section("bank") == "statement_closing 100.00; book -100.00; unexplained 0.00");
    CHECK(told.section("waiting").empty());
  }

  TEST_CASE("what an agency reported is open until its money has come") {
    auto const mine = accepted("1");
    auto report = paid_in_bank(mine, 8000);
    report.funds = "agency";
    report.account.clear();
    auto const money = paid_in_bank(mine, 0, 5000);
    ledger::RemittanceLaid laid;
    laid.payment_id = money.payment_id;
    laid.client = "siivous";
    laid.amount = eur(5000);
    laid.reports = {{report.payment_id, mine.receivable_id, eur(5000)}};
    ToldOfBooks told{{window(0, 5000)}};
    told.take(mine).take(report);
    CHECK(told.section("agency_clearing") == "to_be_remitted 80.00; book -80.00; unexplained 0.00");
    told.take(money).take(laid);
    CHECK(told.section("agency_clearing") == "to_be_remitted 30.00; book -30.00; unexplained 0.00");
    CHECK(told.section("waiting").empty());
    CHECK(told.section("receivables") == "open_item 20.00; book -20.00; unexplained 0.00");
    CHECK(told.section("bank") == "statement_closing 50.00; book -50.00; unexplained 0.00");
  }

  TEST_CASE("credit balances wait beside payments") {
    auto const mine = accepted("1");
    ledger::ReceivableCredited credit;
    credit.receivable_id = mine.receivable_id;
    credit.credit_note_id = "inv_c";
    credit.amount = eur(10000);
    credit.beyond = eur(2500);
    ToldOfBooks told;
    told.take(mine).take(credit);
    CHECK(told.section("waiting") == "credit_balance 25.00; book -25.00; unexplained 0.00");
    ledger::MoneyReturned back;
    back.return_id = "ret_1";
    back.client = "siivous";
    back.receivable_id = mine.receivable_id;
    back.amount = eur(2500);
    back.day = day("2026-09-25");
    told.take(back);
    CHECK(told.section("waiting").empty());
    CHECK(told.section("bank") == "without_statement -25.00; book 25.00; unexplained 0.00");
  }

  TEST_CASE(
      "of the service's account the newest orders that the bank has not told are on the way") {
    auto const mine = accepted("1");
    auto over = paid_in_bank(mine, 10000, 2500);
    over.funds = "client";
    ledger::MoneyReturned back;
    back.return_id = "ret_1";
    back.client = "siivous";
    back.payment_id = over.payment_id;
    back.funds = "client";
    back.amount = eur(2500);
    back.day = day("2026-09-25");
    ledger::MoneySettled settled;
    settled.settlement_id = "set_1";
    settled.client = "siivous";
    settled.day = day("2026-09-29");
    settled.amount = eur(10000);
    settled.until_seq = 2;
    auto bank = window(0, 10000, true);
    bank.other = eur(-2500);
    ToldOfBooks told{{bank}};
    told.take(mine).take(over);
    CHECK(told.section("settlement") == "to_be_settled 100.00; book -100.00; unexplained 0.00");
    told.take(back).take(settled);
    CHECK(told.section("settlement").empty());
    CHECK(told.section("client_funds") ==
          "statement_closing 100.00; on_the_way -100.00; book 0.00; unexplained 0.00");
    CHECK(told.section("bank") == "without_statement 100.00; book -100.00; unexplained 0.00");
  }

  TEST_CASE("what the bank told and the book counts later, or in one sum, is an open bank item") {
    auto const mine = accepted("1");
    auto bank = window(1000, 14000);
    bank.untold = eur(3000);
    ToldOfBooks told{{bank}};
    told.take(mine).take(paid_in_bank(mine, 6000)).take(paid_in_bank(mine, 4000), false);
    CHECK(told.section("bank") ==
          "statement_opening -10.00; statement_closing 140.00; told_in_one_sum -30.00; "
          "booked_later -40.00; book -60.00; unexplained 0.00");
  }
}
