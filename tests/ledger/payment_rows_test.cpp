#include <array>
#include <functional>
#include <utility>

#include <doctest/doctest.h>

#include "ledger/store/attempt.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/store.hpp"
#include "ledger/store/unsent.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/ledger/rows.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

// As many events name it, in their order.
void check_version(ledger::Snapshot& view, ledger::InvoiceAccepted const& invoice) {
  CAPTURE(invoice.number);
  auto const events = ledger::events_of_invoice(view, "fi", invoice.invoice_id, 0, 100);
  CHECK(ledger::find_invoice(view, "fi", invoice.invoice_id)->version == std::ssize(events));
  std::int64_t number = 0;
  for (auto const& one : events) {
    ++number;
    CHECK((one.invoice_sequence == 0 || one.invoice_sequence == number));  // 0: names several
  }
}

ledger::ReceivableAdjusted raised(ledger::InvoiceAccepted const& invoice, std::int64_t fee) {
  ledger::ReceivableAdjusted fact;
  fact.adjustment_id = model::new_id("adj", noon);
  fact.receivable_id = invoice.receivable_id;
  fact.invoice_id = invoice.invoice_id;
  fact.kind = "rounding";
  fact.reason = "tolerance";
  fact.parts = {{invoice.receivable_id, invoice.invoice_id, "fee", eur(-fee)}};
  return fact;
}

ledger::PaymentReceived for_both(ledger::PaymentReceived fact,
                                 ledger::PaymentReceived const& more) {
  fact.amount += more.amount;
  fact.parts.insert(fact.parts.end(), more.parts.begin(), more.parts.end());
  return fact;
}

}  // namespace

TEST_SUITE("ledger/store/payment_rows") {
  TEST_CASE("work knows which invoices are on their way, whatever it does itself") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    auto const one = accepted("1"), other = accepted("2");
    auto const first = routed(one), second = routed(other);
    store->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "k", noon, one);
      tx.append("fi", "k", noon, other);
      tx.append("fi", "k", noon, first);
    });
    int most = 1;
    SUBCASE("read at once") {}
    SUBCASE("too many to read") { most = 0; }
    store->write_now([&](ledger::Transaction& tx) {
      ledger::RunningDeliveries const running{tx, "fi", most};
      auto const here = [&] {
        return std::array{running.has(one.invoice_id), running.has(other.invoice_id)};
      };
      CHECK(here() == std::array{true, false});
      CHECK(ledger::attempt(tx, [&] {
        tx.append("fi", "k", noon, second);
        CHECK(here() == std::array{true, true});
        throw std::logic_error{"undone"};
      }));
      CHECK(here() == std::array{true, false});
      tx.append("fi", "k", noon, changed(first, "queued", "cancelled"));
      CHECK(here() == std::array{false, false});
      tx.append("fi", "k", noon, second);
      CHECK(here() == std::array{false, true});
    });
  }

  TEST_CASE("a delivery is on its way in every state but those in which it has ended") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    constexpr std::array states{"a",         "awaiting", "cancelled", "cancelling", "deliver",
                                "delivered", "doubtful", "failed",    "held",       "queued",
                                "rerouted",  "retrying", "sent",      "unknown",    "zz"};
    store->write_now([&](ledger::Transaction& tx) {
      std::vector<std::string> invoices;
      for (auto const* state : states) {
        auto const invoice = accepted(state);
        auto delivery = routed(invoice);
        delivery.state = state;
        tx.append("fi", "k", noon, invoice);
        tx.append("fi", "k", noon, delivery);
        invoices.push_back(invoice.invoice_id);
      }
      ledger::RunningDeliveries const running{tx, "fi", std::size(states)};
      for (std::size_t i = 0; i < invoices.size(); ++i) {
        CAPTURE(states[i]);
        CHECK(running.has(invoices[i]) == ledger::has_running_delivery(tx, "fi", invoices[i]));
      }
    });
  }

  TEST_CASE("an invoice's version counts what names it, whichever row keeps the count") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    auto const one = accepted("1"), other = accepted("2");
    auto const delivery = routed(one);
    auto const work = [&](std::function<void(ledger::Transaction&)> const& facts) {
      store->write_now(facts);
      store->read([&](ledger::Snapshot& view) {
        check_version(view, one);
        check_version(view, other);
      });
    };
    auto const add = [](ledger::Transaction& tx, ledger::FactView fact) {
      tx.append("fi", "k", noon, fact);
    };
    work([&](ledger::Transaction& tx) {
      add(tx, one);
      add(tx, other);
      add(tx, delivery);
      add(tx, payment_of(one, 100));
    });
    work([&](ledger::Transaction& tx) {
      add(tx, payment_of(other, 100));
      add(tx, payment_of(one, 10));
      add(tx, payment_of(one, 10));
      add(tx, changed(delivery, "queued", "sent"));
      add(tx, payment_of(one, -10));
    });
    work([&](ledger::Transaction& tx) {
      add(tx, payment_of(other, 10));
      CHECK(ledger::attempt(tx, [&] {
        add(tx, payment_of(one, 10));
        add(tx, payment_of(one, 9'000'000));
      }));
      add(tx, payment_of(one, 10));
      CHECK(ledger::attempt(tx, [&] { add(tx, payment_of(one, 9'000'000)); }));
    });
    work([&](ledger::Transaction& tx) {
      add(tx, payment_of(other, 10));
      add(tx, for_both(payment_of(one, 10), payment_of(other, 10)));
      add(tx, payment_of(other, 10));
      add(tx, raised(one, 500));
      add(tx, for_both(payment_of(one, 10), payment_of(one, 400, "fee")));
    });
    auto waiting = payment_of(one, 300);
    waiting.unallocated = waiting.amount;
    auto const parts = std::exchange(waiting.parts, {});
    work([&](ledger::Transaction& tx) { add(tx, waiting); });
    ledger::PaymentAllocated allocated;
    allocated.payment_id = waiting.payment_id;
    allocated.parts = parts;
    work([&](ledger::Transaction& tx) { add(tx, allocated); });
    auto const rows = [&] {
      return store->read([](ledger::Snapshot& view) { return projections(view.connection()); });
    };
    auto const before = rows();
    store->replay();
    CHECK(rows() == before);
  }
}
