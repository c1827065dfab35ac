// A client's months: what an event counts for, and closed months that say what they said.
#include <doctest/doctest.h>

#include "ledger/books/closings.hpp"
#include "ledger/store/book_checks.hpp"
#include "ledger/store/money_facts.hpp"
#include "ledger/store/store.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/day.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;
namespace books = ledger::books;

namespace {

books::Period month(char const* text) { return *books::parse_period(text); }

ledger::InvoiceAccepted issued(char const* number, char const* on) {
  auto fact = accepted(number);
  fact.issue_date = day(on);
  return fact;
}

ledger::PaymentReceived paid_on(ledger::InvoiceAccepted const& invoice, char const* on) {
  ledger::PaymentReceived fact;
  fact.payment_id = model::new_id("pay", noon);
  fact.client = invoice.client;
  fact.fingerprint = fact.payment_id;
  fact.amount = invoice.due;
  fact.booked = day(on);
  fact.parts = {{invoice.receivable_id, invoice.invoice_id, "principal", invoice.due}};
  fact.unallocated = eur(0);
  return fact;
}

void keep_fact(ledger::Store& store, ledger::Fact const& fact) {
  store.write_now([&](ledger::Transaction& tx) { tx.append("demo", "test", noon, fact); });
}

books::Basis basis_of(ledger::Store& store, char const* period, books::Closed const& closed) {
  books::BasisMaker maker{"siivous", month(period), closed};
  store.read([&](ledger::Snapshot& view) {
    ledger::each_money_fact(view, "demo", 0, [&](ledger::MoneyFact const& one) {
      maker.take(one.fact, one.seq, one.event_id, one.booked);
      return true;
    });
  });
  return maker.finish();
}

}  // namespace

TEST_SUITE("ledger/basis") {
  TEST_CASE("an event counts for the first open month after all that was closed before it") {
    books::Closed const closed{{month("2026-06"), 10}, {month("2026-07"), 20}};
    CHECK(books::counts_for(closed, day("2026-06-30"), 10) == month("2026-06"));
    CHECK(books::counts_for(closed, day("2026-06-30"), 11) == month("2026-07"));
    CHECK(books::counts_for(closed, day("2026-01-05"), 11) == month("2026-07"));
    CHECK(books::counts_for(closed, day("2026-07-01"), 11) == month("2026-07"));
    CHECK(books::counts_for(closed, day("2026-01-05"), 21) == month("2026-08"));
    CHECK(books::counts_for(closed, day("2026-09-05"), 21) == month("2026-09"));
    CHECK(books::is_closed(closed, month("2026-01")));
    CHECK_FALSE(books::is_closed(closed, month("2026-08")));
  }

  TEST_CASE("a closed month that no longer says what it said is told by the check of the books") {
    TempDirectory const directory;
    auto store = ledger::Store::open(place_in(directory.path()), {});
    auto const told = [&] {
      return store->read([](ledger::Snapshot& view) { return ledger::broken_books(view); });
    };
    auto const first = issued("1", "2026-06-05"), second = issued("2", "2026-06-06");
    keep_fact(*store, first);
    keep_fact(*store, second);
    keep_fact(*store, paid_on(first, "2026-06-20"));
    auto const june = basis_of(*store, "2026-06", {});
    keep_fact(*store, ledger::PeriodClosed{"siivous", "2026-06", june.until_seq, digest_of(june)});
    books::Closed closed{{month("2026-06"), june.until_seq}};
    // Known later: of a month before it, of itself, and of the open one.
    keep_fact(*store, issued("3", "2026-02-01"));
    keep_fact(*store, paid_on(second, "2026-06-30"));
    keep_fact(*store, issued("4", "2026-07-02"));
    CHECK(told().empty());
    auto const july = basis_of(*store, "2026-07", closed);
    CHECK(july.vouchers.size() == 3);
    keep_fact(*store, ledger::PeriodClosed{"siivous", "2026-07", july.until_seq, digest_of(july)});
    CHECK(told().empty());
    keep_fact(*store, ledger::PeriodClosed{"siivous", "2026-08", july.until_seq, digest_of(july)});
    REQUIRE(told().size() == 1);
    CHECK(told().front() ==
          "tenant demo, client siivous: 2026-08 no longer says what it said when it was closed");
  }
}
