#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include <doctest/doctest.h>

#include "ledger/store/book_checks.hpp"
#include "ledger/store/invariants.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/payments.hpp"
#include "ledger/store/receivables.hpp"
#include "ledger/store/store.hpp"
#include "ledger/store/waiting.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/ledger/rows.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

ledger::LetterDecided charged_letter(ledger::InvoiceAccepted const& invoice, std::int64_t fee,
                                     std::int64_t interest) {
  ledger::LetterDecided fact;
  fact.letter_id = model::new_id("ltr", noon);
  fact.receivable_id = invoice.receivable_id;
  fact.invoice_id = invoice.invoice_id;
  fact.client = invoice.client;
  fact.kind = "first_reminder";
  fact.day = *model::parse_date("2026-10-01");
  fact.deadline = *model::parse_date("2026-10-15");
  fact.principal_open = invoice.due;
  fact.fee = eur(fee);
  fact.interest = eur(interest);
  fact.proof = "{}";
  return fact;
}

std::string dump(ledger::Store& store) {
  return store.read([](ledger::Snapshot& view) { return projections(view.connection()); });
}

}  // namespace

TEST_SUITE("ledger/money") {
  TEST_CASE("payments close an item part by part") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    auto const invoice = accepted("1", 10000, "1234561");
    auto const status = [&] {
      return store->read([&](ledger::Snapshot& view) {
        return ledger::find_receivable(view, "fi", invoice.receivable_id)->status;
      });
    };
    store->write_now([&](ledger::Transaction& tx) { tx.append("fi", "k", noon, invoice); });
    CHECK(status() == "open");
    store->write_now(
        [&](ledger::Transaction& tx) { tx.append("fi", "k", noon, payment_of(invoice, 9999)); });
    CHECK(status() == "partly_paid");
    store->write_now(
        [&](ledger::Transaction& tx) { tx.append("fi", "k", noon, payment_of(invoice, 1)); });
    CHECK(status() == "paid");
    CHECK_THROWS_AS(store->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "k", noon, payment_of(invoice, 1));
    }),
                    std::logic_error);
    CHECK(status() == "paid");
    store->write_now([&](ledger::Transaction& tx) {
      auto reversal = payment_of(invoice, -1);
      reversal.is_reversal = true;
      tx.append("fi", "k", noon, reversal);
    });
    CHECK(status() == "partly_paid");
    store->read([&](ledger::Snapshot& view) {
      CHECK(ledger::receivables_by_reference(view, "fi", "1234561").size() == 1);
      CHECK(ledger::receivables_by_reference(view, "no", "1234561").empty());
    });
  }

  TEST_CASE("items are found by a reference that few invoices carry") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    auto const by = [&](int most) {
      return store->read([&](ledger::Snapshot& view) {
        auto const rows = ledger::receivables_by_few(view, "fi", "1245", most);
        return rows ? static_cast<int>(rows->size()) : -1;
      });
    };
    CHECK(by(2) == 0);
    store->write_now([](ledger::Transaction& tx) {
      tx.append("fi", "k", noon, accepted("1", 10000, "1245"));
      tx.append("fi", "k", noon, accepted("2", 10000, "1245"));
      tx.append("fi", "k", noon, accepted("3", 10000, "1232"));
      tx.append("no", "k", noon, accepted("4", 10000, "1245"));
    });
    CHECK(by(2) == 2);
    CHECK(by(1) == -1);
    // One that the ledger does not follow has no item, and counts.
    auto aside = accepted("5", 10000, "1245");
    aside.track = false;
    store->write_now([&](ledger::Transaction& tx) { tx.append("fi", "k", noon, aside); });
    CHECK(by(3) == 2);
    CHECK(by(2) == -1);
    auto note = accepted("6", 10000, "1245");
    note.type = "credit_note";
    store->write_now([&](ledger::Transaction& tx) { tx.append("fi", "k", noon, note); });
    CHECK(by(3) == 2);
  }

  TEST_CASE("what waits with a customer is the same however many others wait") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    auto const bill = [&](std::string const& number, std::string const& customer,
                          std::vector<std::string> more = {}) {
      auto fact = accepted(number, 10000, number);
      fact.customer_number = customer;
      fact.more_references = std::move(more);
      store->write_now([&](ledger::Transaction& tx) { tx.append("fi", "k", noon, fact); });
      return fact;
    };
    auto const wait = [&](ledger::InvoiceAccepted const& invoice, std::string const& reference) {
      auto fact = payment_of(invoice, 250);
      fact.reference_key = reference;
      fact.parts.clear();
      fact.unallocated = fact.amount;
      store->write_now([&](ledger::Transaction& tx) { tx.append("fi", "k", noon, fact); });
    };
    auto const waiting = [&](std::string_view customer) {
      return store->read([&](ledger::Snapshot& view) {
        return ledger::waiting_money_of(view, "fi", "siivous", customer, {}).text();
      });
    };
    auto const own = bill("5001", "K1"), parts = bill("5002", "K1", {"7001"});
    wait(own, "5001");
    wait(parts, "7001");
    wait(own, "");
    auto const other = bill("5003", "K2");
    CHECK(waiting("K1") == "5.00");
    for (int i = 0; i < 40; ++i) {
      CHECK(waiting("K1") == "5.00");
      wait(other, "5003");
    }
    CHECK(waiting("K2") == "100.00");
    CHECK(waiting("K3") == "0.00");
  }

  TEST_CASE("what a customer has to his credit is the same however many others have some") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    auto const keep = [&](int n, std::string const& customer, std::int64_t cents) {
      auto invoice = accepted(std::to_string(n), 10000, std::to_string(n));
      invoice.customer_number = customer;
      ledger::ReceivableCredited credit;
      credit.receivable_id = invoice.receivable_id;
      credit.invoice_id = invoice.invoice_id;
      credit.amount = invoice.due;
      credit.beyond = eur(cents);
      store->write_now([&](ledger::Transaction& tx) {
        tx.append("fi", "k", noon, invoice);
        tx.append("fi", "k", noon, credit);
      });
    };
    auto const credit = [&](std::string_view customer, std::string_view client = "siivous") {
      return store->read([&](ledger::Snapshot& view) {
        return ledger::credit_of(view, "fi", client, customer, {}).text();
      });
    };
    CHECK(credit("K1") == "0.00");
    keep(1, "K1", 300);
    keep(2, "K1", 200);
    keep(3, "K1", 0);
    for (int i = 0; i < 20; ++i) {
      CHECK(credit("K1") == "5.00");
      CHECK(credit("K1", "muu") == "0.00");
      keep(10 + i, "K2", 100);
    }
    CHECK(credit("K2") == "20.00");
    CHECK(credit("K3") == "0.00");
  }

  TEST_CASE("whatever happens, entries add up to what is open, and a replay gives the same rows") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    std::mt19937 random{5};
    std::vector<ledger::InvoiceAccepted> invoices;
    std::map<std::string, std::int64_t> open;
    for (int i = 0; i < 60; ++i)
      invoices.push_back(
          accepted(std::to_string(i), static_cast<std::int64_t>(random() % 100000) + 1));
    store->write_now([&](ledger::Transaction& tx) {
      for (auto const& invoice : invoices) {
        tx.append("fi", "k", noon, invoice);
        tx.append("fi", "k", noon, routed(invoice));
        open[invoice.receivable_id] = invoice.due.minor();
      }
    });
    store->write_now([&](ledger::Transaction& tx) {
      for (int i = 0; i < 400; ++i) {
        auto const& invoice = invoices[random() % invoices.size()];
        auto& left = open[invoice.receivable_id];
        auto const pick = random() % 4;
        if (random() % 5 == 0) {
          auto const one = charged_letter(invoice, 500, 40);
          tx.append("fi", "k", noon, one);
          tx.append("fi", "k", noon,
                    ledger::LetterCorrected{one.letter_id,
                                            one.receivable_id,
                                            one.invoice_id,
                                            "paid-before",
                                            random() % 2 == 0,
                                            eur(500),
                                            eur(40),
                                            eur(0),
                                            {}});
        }
        if (pick == 0)
          tx.append("fi", "k", noon,
                    charged_letter(invoice, 500, static_cast<std::int64_t>(random() % 300)));
        if (pick == 1)
          tx.append("fi", "k", noon,
                    ledger::ReceivablePaused{
                        invoice.receivable_id, invoice.invoice_id, "pause", "asked", {}, "note"});
        if (pick >= 2 && left > 0) {
          auto const part =
              static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(left)) + 1;
          left -= part;
          if (pick == 2) tx.append("fi", "k", noon, payment_of(invoice, part));
          if (pick == 3)
            tx.append("fi", "k", noon,
                      ledger::ReceivableCredited{invoice.receivable_id, invoice.invoice_id, "inv_x",
                                                 eur(part), eur(0)});
        }
      }
    });
    store->read([&](ledger::Snapshot& view) {
      for (auto const& invoice : invoices) {
        auto const row = ledger::find_receivable(view, "fi", invoice.receivable_id);
        std::int64_t sum = 0;
        for (auto const& entry : ledger::list_entries(view, "fi", invoice.receivable_id))
          sum += entry.amount.minor();
        CHECK(sum == (row->principal + row->interest + row->fee + row->cost).minor());
        CHECK(row->principal.minor() == open[invoice.receivable_id]);
      }
    });
    store->read([](ledger::Snapshot& view) { CHECK(ledger::broken_invariants(view).empty()); });
    auto const before = dump(*store);
    store->replay();
    CHECK(dump(*store) == before);
    CHECK(before.size() > 10000);
  }

  TEST_CASE("a day's run has ended only when all of its steps have, each time of the day anew") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    auto const day = model::day_of(noon);
    ledger::DayRun letters;
    letters.run_id = "run_1";
    letters.as_of = day;
    auto const began = [&] {
      return store->read(
          [&](ledger::Snapshot& view) { return ledger::last_whole_run(view, "fi", day); });
    };
    auto const put = [&](ledger::DayRun const& fact) {
      store->write_now([&](ledger::Transaction& tx) { tx.append("fi", "system", noon, fact); });
    };
    put(letters);
    CHECK_FALSE(began());
    auto whole = letters;
    for (auto const hours : {std::chrono::hours{0}, std::chrono::hours{6}}) {
      whole.began = noon + hours;
      put(whole);
      CHECK(began() == noon + hours);
    }
    put(letters);
    CHECK(began() == noon + std::chrono::hours{6});
    store->replay();
    CHECK(began() == noon + std::chrono::hours{6});
  }

  TEST_CASE("the check of a tenant's money says nothing of another's") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    for (auto const* tenant : {"demo", "other"}) {
      auto const invoice = accepted("1", 10000, "1234561");
      auto const paid = payment_of(invoice, 4000);
      store->write_now([&](ledger::Transaction& tx) {
        tx.append(tenant, "k", noon, invoice);
        tx.append(tenant, "k", noon, paid);
      });
    }
    store->write_now([&](ledger::Transaction& tx) {
      auto const number = std::to_string(ledger::tenant_number(tx, "other"));
      tx.connection().execute("UPDATE receivables SET paid = paid + 1 WHERE tenant = " + number);
      tx.connection().execute("UPDATE payments SET unallocated = 1 WHERE tenant = " + number);
    });
    store->read([](ledger::Snapshot& view) {
      CHECK(ledger::broken_invariants(view, "demo").empty());
      CHECK(ledger::broken_invariants(view, "other").size() == 2);
      CHECK(ledger::broken_invariants(view).size() == 2);
      CHECK(ledger::broken_invariants(view, "nobody").empty());
      CHECK(ledger::broken_books(view, "demo").empty());
      CHECK_FALSE(ledger::broken_books(view, "other").empty());
    });
  }

  TEST_CASE("money that was tampered with is found") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    auto const invoice = accepted("1", 10000, "1234561");
    auto const paid = payment_of(invoice, 4000);
    store->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "k", noon, invoice);
      tx.append("fi", "k", noon, charged_letter(invoice, 500, 40));
      tx.append("fi", "k", noon, paid);
    });
    auto const broken_by = [&](char const* harm, char const* healing) {
      std::size_t broken = 0;
      store->write_now([&](ledger::Transaction& tx) {
        tx.connection().execute(harm);
        broken = ledger::broken_invariants(tx).size();
        tx.connection().execute(healing);
      });
      return broken;
    };
    CHECK(broken_by("SELECT 1", "SELECT 1") == 0);
    // By its entries, and by the sum of its due day.
    CHECK(broken_by("UPDATE receivables SET principal = principal - 1",
                    "UPDATE receivables SET principal = principal + 1") == 2);
    CHECK(broken_by("UPDATE open_days SET open = open + 1",
                    "UPDATE open_days SET open = open - 1") == 1);
    CHECK(broken_by("UPDATE receivables SET paid = paid + 1",
                    "UPDATE receivables SET paid = paid - 1") == 1);
    CHECK(broken_by("UPDATE payments SET unallocated = 1", "UPDATE payments SET unallocated = 0") ==
          1);
    CHECK(broken_by("UPDATE receivables SET letters = 2", "UPDATE receivables SET letters = 1") ==
          1);
    CHECK(broken_by("UPDATE receivables SET status = 'paid'",
                    "UPDATE receivables SET status = 'partly_paid'") == 1);
  }
}
