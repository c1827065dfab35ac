#include <stdexcept>

#include <doctest/doctest.h>

#include "ledger/store/invariants.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/report_rows.hpp"
#include "ledger/store/store.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/ledger/rows.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

// "day items open;" by day, of one client or of all.
std::string sums(ledger::Store& store, char const* client = "") {
  return store.read([&](ledger::Snapshot& view) {
    std::string text;
    for (auto const& day : ledger::open_by_due_day(view, "fi", client))
      text += model::date_text(day.due) + " " + std::to_string(day.items) + " " + day.open.text() +
              " " + std::string{day.open.currency().code()} + ";";
    return text;
  });
}

ledger::PaymentReceived payment_or_reversal(ledger::InvoiceAccepted const& invoice,
                                            std::int64_t minor) {
  ledger::PaymentReceived fact;
  fact.payment_id = model::new_id("pay", noon);
  fact.client = invoice.client;
  fact.fingerprint = fact.payment_id;
  fact.amount = eur(minor);
  fact.is_reversal = minor < 0;
  fact.unallocated = eur(0);
  fact.parts = {{invoice.receivable_id, invoice.invoice_id, "principal", eur(minor)}};
  return fact;
}

struct House {
  TempDirectory home;
  std::unique_ptr<ledger::Store> store = ledger::Store::open(place_in(home.path()), {});
  void append(ledger::Fact const& fact) {
    store->write_now([&](ledger::Transaction& tx) { tx.append("fi", "k", noon, fact); });
  }
};

}  // namespace

TEST_SUITE("ledger/open days") {
  TEST_CASE("the sums by due day follow what items owe") {
    House house;
    auto const one = accepted("1", 10000), two = accepted("2", 5000);
    house.append(one);
    house.append(two);
    CHECK(sums(*house.store) == "2026-09-15 2 150.00 EUR;");
    house.append(payment_or_reversal(one, 4000));
    CHECK(sums(*house.store) == "2026-09-15 2 110.00 EUR;");
    house.append(payment_or_reversal(one, 6000));
    CHECK(sums(*house.store) == "2026-09-15 1 50.00 EUR;");
    house.append(payment_or_reversal(one, -6000));
    CHECK(sums(*house.store) == "2026-09-15 2 110.00 EUR;");
    house.append(ledger::ReceivableCredited{one.receivable_id, one.invoice_id, "inv_x", eur(6000),
                                            eur(100)});
    CHECK(sums(*house.store) == "2026-09-15 1 50.00 EUR;");
    ledger::DueDateChanged moved;
    moved.receivable_id = two.receivable_id;
    moved.invoice_id = two.invoice_id;
    moved.was = two.due_date;
    moved.due_date = *model::parse_date("2026-10-01");
    house.append(moved);
    CHECK(sums(*house.store) == "2026-10-01 1 50.00 EUR;");
    house.append(payment_or_reversal(two, 5000));
    CHECK(sums(*house.store).empty());
  }

  TEST_CASE("each client and currency has sums of its own, and a replay gives the same") {
    House house;
    auto one = accepted("1", 10000), two = accepted("2", 5000), three = accepted("3", 700);
    two.client = "toinen";
    three.gross = three.due = {700, *model::Currency::parse("NOK")};
    for (auto const& invoice : {one, two, three}) house.append(invoice);
    CHECK(sums(*house.store, "toinen") == "2026-09-15 1 50.00 EUR;");
    CHECK(sums(*house.store, "siivous").find("1 100.00 EUR;") != std::string::npos);
    CHECK(sums(*house.store, "siivous").find("1 7.00 NOK;") != std::string::npos);
    auto const before =
        house.store->read([](ledger::Snapshot& view) { return projections(view.connection()); });
    house.store->replay();
    CHECK(house.store->read(
              [](ledger::Snapshot& view) { return projections(view.connection()); }) == before);
    house.append(accepted("4", 300));
    CHECK(sums(*house.store, "siivous").find("2 103.00 EUR;") != std::string::npos);
  }

  TEST_CASE("work that is undone leaves no sum behind") {
    House house;
    auto const one = accepted("1", 10000);
    house.append(one);
    CHECK_THROWS_AS(house.store->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "k", noon, accepted("2", 500));
      tx.append("fi", "k", noon, payment_or_reversal(one, 4000));
      tx.append("fi", "k", noon, payment_or_reversal(one, 9999));
    }),
                    std::logic_error);
    CHECK(sums(*house.store) == "2026-09-15 1 100.00 EUR;");
    house.append(payment_or_reversal(one, 1000));
    CHECK(sums(*house.store) == "2026-09-15 1 90.00 EUR;");
    house.store->read(
        [](ledger::Snapshot& view) { CHECK(ledger::broken_invariants(view).empty()); });
  }

  TEST_CASE("indexes that a replay sets aside are there again when it is done") {
    House house;
    house.append(accepted("1", 10000, "1234561"));
    auto const indexes = [&] {
      return house.store->read([](ledger::Snapshot& view) {
        std::string all;
        for (auto const* name : {"invoices_number", "invoices_reference", "payments_fingerprint",
                                 "receivables_waking", "deliveries_waiting"})
          all += view.connection().index_definition(name) + ";";
        return all;
      });
    };
    auto const before = indexes();
    CHECK(before.find("UNIQUE") != std::string::npos);
    house.store->replay();
    CHECK(indexes() == before);
    CHECK_THROWS_AS(house.append(accepted("1", 10000)), std::logic_error);
  }
}
