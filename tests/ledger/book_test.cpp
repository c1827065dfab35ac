// The double entry book: made from facts alone, whole, and as three other programs reckon it.
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "ledger/books/plain_text.hpp"
#include "ledger/store/book_checks.hpp"
#include "ledger/store/invariants.hpp"
#include "ledger/store/money_facts.hpp"
#include "ledger/store/store.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;
using ledger::books::Account;

namespace {

ledger::AllocatedPart part(ledger::InvoiceAccepted const& of, std::string component,
                           std::int64_t minor) {
  return {of.receivable_id, of.invoice_id, std::move(component), eur(minor)};
}

ledger::PaymentReceived paid_and_over(ledger::InvoiceAccepted const& invoice, std::int64_t minor,
                                      std::int64_t over = 0) {
  ledger::PaymentReceived fact;
  fact.payment_id = model::new_id("pay", noon);
  fact.client = invoice.client;
  fact.fingerprint = fact.payment_id;
  fact.amount = eur(minor + over);
  fact.booked = *model::parse_date("2026-09-20");
  fact.parts = {part(invoice, "principal", minor)};
  fact.unallocated = eur(over);
  if (over != 0) fact.unallocated_reason = "overpaid";
  return fact;
}

ledger::LetterDecided reminded_with_fee(ledger::InvoiceAccepted const& invoice, std::int64_t fee) {
  ledger::LetterDecided fact;
  fact.letter_id = model::new_id("ltr", noon);
  fact.receivable_id = invoice.receivable_id;
  fact.invoice_id = invoice.invoice_id;
  fact.client = invoice.client;
  fact.kind = "first_reminder";
  fact.day = fact.deadline = *model::parse_date("2026-10-01");
  fact.principal_open = invoice.due;
  fact.fee = eur(fee);
  fact.interest = fact.cost = eur(0);
  return fact;
}

// What lines of an entry say of an account.
std::int64_t of(ledger::books::Entry const& entry, Account account) {
  std::int64_t sum = 0;
  for (auto const& line : entry.lines) sum += line.account == account ? line.amount.minor() : 0;
  return sum;
}

bool is_installed(char const* program) {
  return std::system(fmt::format("command -v {} >/dev/null 2>&1", program).c_str()) == 0;
}

std::string said(std::string const& command) {
  auto* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) text += static_cast<char>(c);
  CHECK(pclose(pipe) == 0);
  return text;
}

// Lives by chance: charged, paid in part, over and back, credited, written off, returned.
void live_by_chance(ledger::Transaction& tx, std::mt19937& random, int number,
                    std::string const& funds) {
  auto const below = [&](unsigned most) { return static_cast<std::int64_t>(random() % most); };
  auto const put = [&](ledger::Fact const& fact) { tx.append("demo", "test", noon, fact); };
  auto invoice = accepted(fmt::format("B-{}", number), 10000 + below(5000));
  if (number % 3 == 0) invoice.client = "siivous toinen";
  put(invoice);
  if (below(4) == 0) put(reminded_with_fee(invoice, 500));
  auto const first = 1000 + below(4000);
  auto payment = paid_and_over(invoice, first, below(3) == 0 ? 777 : 0);
  payment.funds = funds;
  put(payment);
  if (payment.unallocated.minor() != 0 && below(2) == 0) {
    ledger::MoneyReturned back{model::new_id("ret", noon),
                               invoice.client,
                               payment.payment_id,
                               "",
                               payment.unallocated,
                               *model::parse_date("2026-09-22"),
                               "list",
                               "overpaid",
                               funds,
                               "",
                               ""};
    put(back);
  } else if (below(3) == 0) {
    auto reversal = payment;
    reversal.payment_id = model::new_id("pay", noon);
    reversal.fingerprint = reversal.payment_id;
    reversal.amount = -payment.amount;
    reversal.unallocated = -payment.unallocated;
    reversal.is_reversal = true;
    reversal.reverses = payment.payment_id;
    reversal.parts.front().amount = -reversal.parts.front().amount;
    put(reversal);
    return;
  }
  if (number % 5 == 0) {
    put(ledger::CreditKept{invoice.receivable_id,
                           invoice.invoice_id,
                           invoice.client,
                           eur(321 + number),
                           invoice.issue_date,
                           "prepaid",
                           {}});
  }
  auto const left = invoice.due.minor() - first;
  if (below(3) == 0) {
    put(ledger::ReceivableCredited{invoice.receivable_id, invoice.invoice_id, "inv_credit",
                                   eur(left), eur(123)});
  } else {
    ledger::ReceivableAdjusted given_up;
    given_up.adjustment_id = model::new_id("adj", noon);
    given_up.receivable_id = invoice.receivable_id;
    given_up.invoice_id = invoice.invoice_id;
    given_up.kind = below(2) == 0 ? "write_off" : "rounding";
    given_up.parts = {part(invoice, "principal", left)};
    put(given_up);
  }
}

}  // namespace

TEST_SUITE("ledger/book") {
  TEST_CASE("an invoice, its payment and what is over are balanced lines") {
    ledger::books::Book book;
    auto const invoice = accepted("1", 12345);
    auto entry = book.take(invoice, noon);
    CHECK(of(entry, Account::principal) == 12345);
    CHECK(of(entry, Account::sales) == -12345);
    CHECK(entry.effective == invoice.issue_date);
    CHECK(entry.booked == model::day_of(noon));
    entry = book.take(paid_and_over(invoice, 12345, 55), noon);
    CHECK(of(entry, Account::bank) == 12400);
    CHECK(of(entry, Account::principal) == -12345);
    CHECK(of(entry, Account::overpaid) == -55);
    CHECK(book.breaches().empty());
  }

  TEST_CASE("a credit that waits is owed to the customer until it is laid") {
    ledger::books::Book book;
    auto const invoice = accepted("1", 12345);
    book.take(invoice, noon);
    ledger::CreditKept kept{
        "rcv_note", "inv_note", invoice.client, eur(500), invoice.issue_date, "no-preceding", {}};
    auto entry = book.take(kept, noon);
    CHECK(of(entry, Account::sales) == 500);
    CHECK(of(entry, Account::overpaid) == -500);
    CHECK(entry.effective == invoice.issue_date);
    ledger::ReceivableCredited laid{
        invoice.receivable_id, invoice.invoice_id, "inv_note", eur(400), eur(0), "rcv_note"};
    entry = book.take(laid, noon);
    CHECK(of(entry, Account::principal) == -400);
    CHECK(of(entry, Account::overpaid) == 400);
    CHECK(of(entry, Account::sales) == 0);
    kept.amount = eur(-100);
    CHECK(of(book.take(kept, noon), Account::overpaid) == 100);
    CHECK(book.breaches().empty());
  }

  TEST_CASE("money on an account of the service is held until it is settled") {
    ledger::books::Book book;
    auto const invoice = accepted("1", 10000);
    book.take(invoice, noon);
    auto payment = paid_and_over(invoice, 10000, 500);
    payment.funds = "client";
    auto entry = book.take(payment, noon);
    CHECK(of(entry, Account::client_funds) == 10500);
    CHECK(of(entry, Account::owed_to_biller) == -10000);
    CHECK(of(entry, Account::held_overpaid) == -500);
    CHECK(of(entry, Account::settlement) == 10000);
    CHECK(of(entry, Account::bank) == 0);
    CHECK(book.breaches().empty());
    ledger::MoneySettled settled;
    settled.settlement_id = "set_1";
    settled.client = invoice.client;
    settled.amount = eur(10000);
    entry = book.take(settled, noon);
    CHECK(of(entry, Account::client_funds) == -10000);
    CHECK(of(entry, Account::bank) == 10000);
    CHECK(book.breaches().empty());
    for (auto const& [place, sum] : book.balances()) {
      if (place.account == Account::client_funds) CHECK(sum == 500);
      if (place.account == Account::settlement) CHECK(sum == 0);
    }
  }

  TEST_CASE("what an agency reports is its debt until it remits, and never the bank's twice") {
    ledger::books::Book book;
    auto const invoice = accepted("1", 10000);
    book.take(invoice, noon);
    auto report = paid_and_over(invoice, 4000);
    report.funds = "agency";
    report.partner = "agency";
    auto entry = book.take(report, noon);
    CHECK(of(entry, Account::agency_clearing) == 4000);
    CHECK(of(entry, Account::bank) == 0);
    auto money = paid_and_over(invoice, 0);
    money.parts.clear();
    money.amount = money.unallocated = eur(4000);
    money.unallocated_reason = "no-reference";
    CHECK(of(book.take(money, noon), Account::bank) == 4000);
    ledger::RemittanceLaid laid;
    laid.payment_id = money.payment_id;
    laid.client = invoice.client;
    laid.partner = "agency";
    laid.amount = eur(4000);
    laid.reports = {{report.payment_id, invoice.receivable_id, eur(4000)}};
    entry = book.take(laid, noon);
    CHECK(of(entry, Account::agency_clearing) == -4000);
    CHECK(of(entry, Account::unallocated) == 4000);
    CHECK(book.breaches().empty());
    // As journals have it that were written before.
    CHECK(of(book.take(paid_and_over(invoice, 1000), noon), Account::bank) == 1000);
  }

  TEST_CASE("an agency's money that comes to the service is held for the biller") {
    ledger::books::Book book;
    auto const invoice = accepted("1", 10000);
    book.take(invoice, noon);
    auto report = paid_and_over(invoice, 4000);
    report.funds = "agency";
    book.take(report, noon);
    auto money = paid_and_over(invoice, 0);
    money.parts.clear();
    money.funds = "client";
    money.amount = money.unallocated = eur(4000);
    book.take(money, noon);
    ledger::RemittanceLaid laid;
    laid.payment_id = money.payment_id;
    laid.client = invoice.client;
    laid.funds = "client";
    laid.amount = eur(4000);
    auto const entry = book.take(laid, noon);
    CHECK(of(entry, Account::agency_clearing) == -4000);
    CHECK(of(entry, Account::owed_to_biller) == -4000);
    CHECK(of(entry, Account::settlement) == 4000);
    CHECK(book.breaches().empty());
  }

  TEST_CASE("principal that an agency has is told beside the books, also when it shrinks") {
    ledger::books::Book book;
    auto const invoice = accepted("1", 10000);
    book.take(invoice, noon);
    auto order = reminded_with_fee(invoice, 0);
    order.kind = "collection_order";
    CHECK(of(book.take(order, noon), Account::in_collection) == 10000);
    CHECK(of(book.take(paid_and_over(invoice, 4000), noon), Account::in_collection) == -4000);
    ledger::LetterCorrected withdrawn;
    withdrawn.letter_id = order.letter_id;
    withdrawn.receivable_id = invoice.receivable_id;
    withdrawn.withdrawn = true;
    withdrawn.fee = withdrawn.interest = withdrawn.cost = eur(0);
    CHECK(of(book.take(withdrawn, noon), Account::in_collection) == -6000);
    CHECK(book.breaches().empty());
  }

  TEST_CASE("a claim that comes back from the agency is its no more, where the journal says so") {
    for (bool const handed_back : {true, false}) {
      ledger::books::Book book;
      auto const invoice = accepted("1", 10000);
      book.take(invoice, noon);
      auto order = reminded_with_fee(invoice, 0);
      order.kind = "collection_order";
      book.take(order, noon);
      ledger::CollectionMoved recalled;
      recalled.receivable_id = invoice.receivable_id;
      recalled.from = "accepted";
      recalled.to = "closed_recalled";
      recalled.principal = recalled.interest = recalled.fee = recalled.cost = eur(0);
      recalled.handed_back = handed_back;
      CHECK(of(book.take(recalled, noon), Account::in_collection) == (handed_back ? -10000 : 0));
      CHECK(book.breaches().empty());
    }
  }

  TEST_CASE("a book tells what cannot be true") {
    ledger::books::Book book;
    auto const invoice = accepted("1", 10000);
    SUBCASE("more paid than owed") {
      book.take(invoice, noon);
      book.take(paid_and_over(invoice, 10001), noon);
    }
    SUBCASE("lines that do not sum to zero") {
      book.take(invoice, noon);
      auto payment = paid_and_over(invoice, 100);
      payment.amount = eur(101);
      book.take(payment, noon);
    }
    SUBCASE("a payment on an item that nobody opened") {
      book.take(paid_and_over(invoice, 100), noon);
    }
    SUBCASE("a closed item that is open again without a reason") {
      book.take(invoice, noon);
      book.take(paid_and_over(invoice, 10000), noon);
      ledger::ReceivableCredited odd{invoice.receivable_id, invoice.invoice_id, "x", eur(-5),
                                     eur(0)};
      book.take(odd, noon);
    }
    CHECK(book.breaches().size() >= 1);
  }

  TEST_CASE("a book that is made again from the journal says what the rows say") {
    TempDirectory const directory;
    auto store = ledger::Store::open(place_in(directory.path()), {});
    std::mt19937 random{42};
    store->write_now([&](ledger::Transaction& tx) {
      for (int i = 0; i < 300; ++i) live_by_chance(tx, random, i, i % 2 == 0 ? "" : "client");
    });
    store->read([](ledger::Snapshot& view) {
      for (auto const& broken : ledger::broken_books(view)) FAIL_CHECK(broken);
      for (auto const& broken : ledger::broken_invariants(view)) FAIL_CHECK(broken);
      CHECK(ledger::broken_chain(view).empty());
    });
  }

  TEST_CASE("hledger, ledger and beancount accept the book and reckon the same balances") {
    if (!is_installed("hledger") || !is_installed("ledger") || !is_installed("bean-check")) {
      MESSAGE("skipped: hledger, ledger and beancount are not installed");
      return;
    }
    ledger::books::Book book;
    ledger::books::PlainText journal{ledger::books::Dialect::ledger},
        beans{ledger::books::Dialect::beancount};
    TempDirectory const directory;
    auto const file = (directory.path() / "book.journal").string();
    auto const bean_file = (directory.path() / "book.beancount").string();
    {
      auto store = ledger::Store::open(place_in(directory.path()), {});
      std::mt19937 random{7};
      std::ofstream out{file}, bean_out{bean_file};
      store->write_now([&](ledger::Transaction& tx) {
        for (int i = 0; i < 300; ++i) live_by_chance(tx, random, i, i % 5 == 0 ? "client" : "");
      });
      store->read([&](ledger::Snapshot& view) {
        ledger::each_money_fact(view, "demo", 0, [&](ledger::MoneyFact const& one) {
          auto const entry = book.take(one.fact, one.booked);
          out << journal.write(entry);
          bean_out << beans.write(entry);
          return true;
        });
      });
    }
    said("hledger check -f " + file);
    said("bean-check " + bean_file);
    // "account","EUR 12.00" lines of hledger; amount and account of ledger; both against the book.
    std::map<std::string, std::string> theirs, others;
    std::istringstream hledger{said("hledger bal -f " + file + " --flat -N -E -O csv")};
    for (std::string line; std::getline(hledger, line);) {
      auto const comma = line.find("\",\"");
      if (comma == line.npos || line.starts_with("\"account\"")) continue;
      theirs[line.substr(1, comma - 1)] = line.substr(comma + 3, line.size() - comma - 4);
    }
    std::istringstream lines{said("ledger -f " + file +
                                  " bal --flat --no-total -E "
                                  "--format '%(account)|%(display_total)\n'")};
    for (std::string line; std::getline(lines, line);) {
      auto const bar = line.find('|');
      if (bar != line.npos) others[line.substr(0, bar)] = line.substr(bar + 1);
    }
    std::int64_t accounts = 0;
    for (auto const& [place, sum] : book.balances()) {
      ledger::books::Entry entry;
      entry.lines = {{place.account, place.client, model::Money{sum, place.currency}, ""}};
      auto text = journal.write(entry);
      auto const from = text.find("\n  ") + 3;
      auto const name = text.substr(from, text.find("  ", from) - from);
      auto const amount = model::Money{sum, place.currency}.text() + " EUR";
      CAPTURE(name);
      CHECK(theirs[name] == (sum == 0 ? "0" : amount));
      CHECK(others[name] == (sum == 0 ? "0" : amount));
      ++accounts;
    }
    CHECK(accounts > 12);
  }
}
