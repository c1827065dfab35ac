// Reports of a past day: what was known then, and nothing that came later.
#include <doctest/doctest.h>

#include "ledger/store/report_rows.hpp"
#include "ledger/store/store.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

constexpr std::chrono::hours a_day{24};

void keep_fact_at(ledger::Store& store, ledger::Fact const& fact, model::Instant booked) {
  store.write_now([&](ledger::Transaction& tx) { tx.append("demo", "test", booked, fact); });
}

ledger::PaymentReceived paid_in_part(ledger::InvoiceAccepted const& invoice, std::int64_t minor) {
  ledger::PaymentReceived fact;
  fact.payment_id = fact.fingerprint = model::new_id("pay", noon);
  fact.client = invoice.client;
  fact.amount = eur(minor);
  fact.unallocated = eur(0);
  fact.booked = *model::parse_date("2026-09-21");
  fact.parts = {{invoice.receivable_id, invoice.invoice_id, "principal", eur(minor)}};
  return fact;
}

std::vector<ledger::PaidRow> paid_before(ledger::Store& store, model::Instant moment) {
  return store.read(
      [&](ledger::Snapshot& view) { return ledger::paid_before(view, "demo", "", moment); });
}

}  // namespace

TEST_SUITE("ledger/past_days") {
  TEST_CASE("a payment of a past day was late by the due day that was known then") {
    TempDirectory const directory;
    auto store = ledger::Store::open(place_in(directory.path()), {});
    auto const invoice = accepted("1");
    keep_fact_at(*store, invoice, noon);
    keep_fact_at(*store, paid_in_part(invoice, 100), noon);
    keep_fact_at(*store,
                 ledger::DueDateChanged{invoice.receivable_id, invoice.invoice_id, invoice.due_date,
                                        invoice.due_date + std::chrono::days{30}, "", ""},
                 noon + a_day);
    CHECK(paid_before(*store, noon + a_day / 2).at(0).due == invoice.due_date);
    CHECK(paid_before(*store, noon + 2 * a_day).at(0).due ==
          invoice.due_date + std::chrono::days{30});
  }

  TEST_CASE("a payment that was taken back or moved on is paid nowhere but where it is") {
    TempDirectory const directory;
    auto store = ledger::Store::open(place_in(directory.path()), {});
    auto const first = accepted("1"), second = accepted("2");
    keep_fact_at(*store, first, noon);
    keep_fact_at(*store, second, noon);
    auto const back = paid_in_part(first, 100), on = paid_in_part(first, 30);
    keep_fact_at(*store, back, noon);
    keep_fact_at(*store, on, noon);
    auto reversal = back;
    reversal.payment_id = reversal.fingerprint = "pay_reversal";
    reversal.is_reversal = true;
    reversal.reverses = back.payment_id;
    reversal.amount = reversal.parts.front().amount = eur(-100);
    keep_fact_at(*store, reversal, noon + a_day);
    ledger::PaymentAllocated moved;
    moved.payment_id = on.payment_id;
    moved.client = first.client;
    moved.paid_on = on.booked;
    moved.parts = {{first.receivable_id, first.invoice_id, "principal", eur(-30)},
                   {second.receivable_id, second.invoice_id, "principal", eur(30)}};
    keep_fact_at(*store, moved, noon + a_day);
    CHECK(paid_before(*store, noon + a_day / 2).size() == 2);
    auto const now = paid_before(*store, noon + 2 * a_day);
    REQUIRE(now.size() == 1);
    CHECK(now.front().customer == "2");
    CHECK(now.front().amount == eur(30));
  }

  TEST_CASE("an invoice that was cancelled later counts among the sales of a past day") {
    TempDirectory const directory;
    auto store = ledger::Store::open(place_in(directory.path()), {});
    auto const invoice = accepted("1");
    keep_fact_at(*store, invoice, noon);
    ledger::ReceivableAdjusted cancelled;
    cancelled.adjustment_id = "adj_1";
    cancelled.receivable_id = invoice.receivable_id;
    cancelled.invoice_id = invoice.invoice_id;
    cancelled.kind = "cancelled";
    cancelled.effective = invoice.issue_date;
    cancelled.parts = {{invoice.receivable_id, invoice.invoice_id, "principal", invoice.due}};
    keep_fact_at(*store, ledger::InvoiceHeld{invoice.invoice_id, "cancel", ""}, noon + a_day);
    keep_fact_at(*store, cancelled, noon + a_day);
    auto const billed_before = [&](model::Instant moment) {
      return store->read([&](ledger::Snapshot& view) {
        return ledger::billed_before(view, "demo", "", invoice.issue_date, moment).size();
      });
    };
    CHECK(billed_before(noon + a_day / 2) == 1);
    CHECK(billed_before(noon + 2 * a_day) == 0);
  }
}
