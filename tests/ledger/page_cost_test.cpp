// What a page costs does not grow with the store: counted in steps of SQLite's machine, not in
// time.
#include <atomic>
#include <functional>
#include <map>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include "ledger/store/deliveries.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/payments.hpp"
#include "ledger/store/plans.hpp"
#include "ledger/store/receivables.hpp"
#include "ledger/store/sqlite.hpp"
#include "ledger/store/statistics.hpp"
#include "ledger/store/store.hpp"
#include "ledger/store/terms.hpp"
#include "ledger/store/waiting.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

std::atomic<std::int64_t> steps;

int on_statement(unsigned, void*, void* statement, void*) {
  steps += sqlite3_stmt_status(static_cast<sqlite3_stmt*>(statement), SQLITE_STMTSTATUS_VM_STEP, 1);
  return 0;
}

// Every connection that is opened from now on counts its steps.
int count_steps(sqlite3* db, char const**, void const*) {
  return sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, on_statement, nullptr);
}

class CountedSteps {
 public:
  CountedSteps() {
    // The store sets SQLite up before its first call.
    TempDirectory const directory;
    ledger::SqliteConnection{directory.path() / "first.db", ledger::Access::read_write};
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(count_steps));
  }
  ~CountedSteps() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(count_steps)); }
  CountedSteps(CountedSteps const&) = delete;
  CountedSteps& operator=(CountedSteps const&) = delete;
};

ledger::PaymentReceived paid_in_full(ledger::InvoiceAccepted const& invoice) {
  ledger::PaymentReceived fact;
  fact.payment_id = fact.fingerprint = model::new_id("pay", noon);
  fact.client = invoice.client;
  fact.file_id = fact.payment_id;
  fact.amount = invoice.due;
  fact.unallocated = eur(0);
  fact.booked = *model::parse_date("2026-09-21");
  fact.parts = {{invoice.receivable_id, invoice.invoice_id, "principal", invoice.due}};
  return fact;
}

ledger::LetterDecided reminded_once(ledger::InvoiceAccepted const& invoice) {
  ledger::LetterDecided fact;
  fact.letter_id = model::new_id("ltr", noon);
  fact.receivable_id = invoice.receivable_id;
  fact.invoice_id = invoice.invoice_id;
  fact.kind = "first_reminder";
  fact.round = 1;
  fact.day = *model::parse_date("2026-09-30");
  fact.deadline = *model::parse_date("2026-10-14");
  fact.principal_open = invoice.due;
  fact.fee = eur(500);
  fact.interest = fact.cost = eur(0);
  return fact;
}

constexpr int items_of_a_customer = 5;

struct One {
  ledger::InvoiceAccepted invoice;
  ledger::DeliveryRouted delivery;
};

// Of each tenant: invoices that were delivered, every other one paid, the rest reminded.
One fill(ledger::Store& store, std::string_view tenant, int from, int count) {
  One last;
  store.write_now([&](ledger::Transaction& tx) {
    for (int n = from; n < from + count; ++n) {
      auto invoice = accepted(fmt::format("{}", n), 10000, fmt::format("{}", 1000 + n));
      invoice.customer_number = fmt::format("C{}", n / items_of_a_customer);
      auto const delivery = routed(invoice);
      tx.append(tenant, "test", noon, invoice);
      tx.append(tenant, "test", noon, delivery);
      tx.append(tenant, "test", noon, changed(delivery, "queued", "delivered", "delivered"));
      if (n % 2 == 0) {
        tx.append(tenant, "test", noon, paid_in_full(invoice));
      } else {
        tx.append(tenant, "test", noon, reminded_once(invoice));
      }
      last = {invoice, delivery};
    }
  });
  return last;
}

using Look = std::function<void(ledger::Snapshot&, One const&)>;

std::map<std::string, Look> looks() {
  std::map<std::string, Look> all;
  ledger::Page const page{20, ""};
  all["invoices"] = [=](auto& view, auto&) { ledger::list_invoices(view, "demo", {}, page); };
  all["invoices of a customer"] = [=](auto& view, auto&) {
    ledger::InvoiceFilter filter;
    filter.customer_number = "C1";
    CHECK(ledger::list_invoices(view, "demo", filter, page).rows.size() == items_of_a_customer);
  };
  all["invoices by a reference"] = [=](auto& view, auto& one) {
    ledger::InvoiceFilter filter;
    filter.q = one.invoice.reference;
    CHECK(ledger::list_invoices(view, "demo", filter, page).rows.size() == 1);
  };
  all["deliveries"] = [=](auto& view, auto&) { ledger::list_deliveries(view, "demo", {}, page); };
  all["deliveries of a state"] = [=](auto& view, auto&) {
    ledger::DeliveryFilter filter;
    filter.state = "delivered";
    CHECK(ledger::list_deliveries(view, "demo", filter, page).rows.size() == 20);
  };
  all["receivables"] = [=](auto& view, auto&) { ledger::list_receivables(view, "demo", {}, page); };
  all["receivables of a customer"] = [=](auto& view, auto&) {
    ledger::ReceivableFilter filter;
    filter.customer_number = "C1";
    CHECK(ledger::list_receivables(view, "demo", filter, page).rows.size() == items_of_a_customer);
  };
  all["entries of a receivable"] = [](auto& view, auto& one) {
    CHECK(ledger::list_entries(view, "demo", one.invoice.receivable_id).size() >= 2);
  };
  all["payments"] = [=](auto& view, auto&) { ledger::list_payments(view, "demo", {}, page); };
  all["lateness of a customer"] = [](auto& view, auto&) {
    CHECK(ledger::lateness_of_customer(view, "demo", "siivous", "C1", 5).size() > 1);
  };
  all["plan of a receivable"] = [](auto& view, auto& one) {
    ledger::plans_of(view, "demo", one.invoice.receivable_id);
  };
  return all;
}

std::map<std::string, std::int64_t> cost(ledger::Store& store, One const& one) {
  std::map<std::string, std::int64_t> cost;
  for (auto const& [name, look] : looks()) {
    steps = 0;
    store.read([&](ledger::Snapshot& view) { look(view, one); });
    cost[name] = steps;
  }
  return cost;
}

}  // namespace

TEST_SUITE("ledger/page_cost") {
  TEST_CASE("a page costs the same in a store ten times as large" *
            doctest::skip(on_postgresql())) {
    CountedSteps const counted;
    TempDirectory const directory;
    auto store = ledger::Store::open(place_in(directory.path()), {});
    fill(*store, "other", 1, 100);
    auto const small = cost(*store, fill(*store, "demo", 1, 100));
    fill(*store, "demo", 101, 900);
    fill(*store, "other", 101, 900);
    auto const large = cost(*store, fill(*store, "demo", 1001, 10));
    for (auto const& [name, spent] : small) {
      CAPTURE(name);
      CHECK(spent > 0);
      CHECK(large.at(name) < 2 * spent);
    }
  }

  TEST_CASE("what a customer has to his credit costs no more when he has many invoices" *
            doctest::skip(on_postgresql())) {
    CountedSteps const counted;
    TempDirectory const directory;
    auto store = ledger::Store::open(place_in(directory.path()), {});
    fill(*store, "other", 1, 100);
    auto const look = [&] {
      steps = 0;
      store->read([](ledger::Snapshot& view) {
        CHECK(ledger::credit_of(view, "demo", "siivous", "C", {}).is_zero());
      });
      return steps.load();
    };
    auto const bill = [&](int from, int count) {
      store->write_now([&](ledger::Transaction& tx) {
        for (int n = from; n < from + count; ++n) {
          auto invoice = accepted(fmt::format("{}", n), 10000, fmt::format("{}", 1000 + n));
          invoice.customer_number = "C";
          tx.append("demo", "test", noon, invoice);
        }
      });
    };
    bill(1, 5);
    auto const few = look();
    bill(6, 200);
    CHECK(few > 0);
    CHECK(look() < 2 * few);
  }

  TEST_CASE("a letter that leaves finds its row without a walk over all letters" *
            doctest::skip(on_postgresql())) {
    CountedSteps const counted;
    TempDirectory const directory;
    auto store = ledger::Store::open(place_in(directory.path()), {});
    auto const leave = [&](One const& one) {
      auto letter = reminded_once(one.invoice);
      auto delivery = routed(one.invoice);
      delivery.document_kind = "letter";
      delivery.document_id = letter.letter_id;
      steps = 0;
      store->write_now([&](ledger::Transaction& tx) {
        tx.append("demo", "test", noon, letter);
        tx.append("demo", "test", noon, delivery);
        tx.append("demo", "test", noon, changed(delivery, "queued", "sent", "accepted"));
      });
      return steps.load();
    };
    auto const first = leave(fill(*store, "demo", 1, 99));
    auto const later = leave(fill(*store, "demo", 101, 999));
    CHECK(first > 0);
    CHECK(later < 2 * first);
  }

  TEST_CASE("the planner is told of the store once, and anew when its indexes come back" *
            doctest::skip(on_postgresql())) {
    TempDirectory const directory;
    auto const figures = [&] {
      ledger::SqliteConnection connection{directory.path() / "airut.db", ledger::Access::read_only};
      ledger::Query query{connection,
                          "SELECT count(*) FROM sqlite_stat1 s JOIN sqlite_master m"
                          " ON m.name = s.idx"};
      query.next();
      return query.take<int>();
    };
    int before = 0;
    {
      auto store = ledger::Store::open(place_in(directory.path()), {});
      fill(*store, "demo", 1, 20);
      before = figures();
      store->replay();
      CHECK(figures() == before);
    }
    CHECK(before > 50);
    ledger::SqliteConnection connection{directory.path() / "airut.db", ledger::Access::read_write};
    connection.execute("DELETE FROM sqlite_stat1 WHERE idx = 'invoices_number'");
    CHECK(figures() == before - 1);
    ledger::tell_planner(connection);
    CHECK(figures() == before);
  }
}
