#include "ledger/store/hash_index.hpp"

#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "ledger/store/documents.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/idempotency.hpp"
#include "ledger/store/invariants.hpp"
#include "ledger/store/offline.hpp"
#include "ledger/store/receivables.hpp"
#include "ledger/store/report_rows.hpp"
#include "ledger/store/sqlite.hpp"
#include "ledger/store/store.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

constexpr int more_than_a_run = 33000;

std::vector<std::string> keep_many(ledger::Store& store, int from, int to) {
  std::vector<std::string> names;
  store.write_now([&](ledger::Transaction& tx) {
    names.clear();
    for (int n = from; n < to; ++n)
      names.push_back(ledger::keep_document(tx, "text/plain", document_text(n)));
  });
  return names;
}

std::int64_t count(std::filesystem::path const& directory, std::string const& sql) {
  auto const connection = ledger::open_for_reading(place_in(directory));
  ledger::Query query{*connection, sql};
  query.next();
  return query.take<std::int64_t>();
}

// All of them; over the way to a server each 97th of many.
bool all_there(ledger::Snapshot& view, std::vector<std::string> const& names, int first = 0) {
  std::size_t const step = on_postgresql() && names.size() > 1000 ? 97 : 1;
  for (std::size_t i = 0; i < names.size(); i += step) {
    auto const found = ledger::find_document(view, names[i]);
    if (!found || found->bytes != document_text(first + static_cast<int>(i))) return false;
  }
  return true;
}

bool all_there(ledger::Store& store, std::vector<std::string> const& names, int first = 0) {
  return store.read([&](ledger::Snapshot& view) { return all_there(view, names, first); });
}

// Commits until all places are in their table; false when they never get there.
bool move_all(ledger::Store& store, std::filesystem::path const& directory,
              std::string const& mark) {
  for (int commits = 0; commits < 1000; ++commits) {
    store.write_now([](ledger::Transaction&) {});
    if (count(directory, "SELECT value FROM state WHERE name = '" + mark + "'") > 0) {
      store.write_now([](ledger::Transaction&) {});  // after it the memory is given back
      return true;
    }
  }
  return false;
}

constexpr std::string_view old_event = "evt_01k5pmpdg00000000000000000";

// Makes the database what the first version of the schema made, with at most one event.
void back_to_the_first_version(std::filesystem::path const& directory) {
  ledger::SqliteConnection connection{directory / "airut.db", ledger::Access::read_write};
  connection.execute(
      "DROP TABLE document_places; DROP TABLE answer_places;"
      "DELETE FROM state WHERE name LIKE '%places_until';"
      "CREATE INDEX documents_prefix ON documents (prefix);"
      "CREATE INDEX answers_hash ON answers (hash); DROP TABLE buyers; DROP INDEX invoices_buyer;"
      "CREATE INDEX invoices_buyer ON invoices (tenant, buyer_name COLLATE NOCASE)"
      " WHERE buyer_name <> ''; DROP INDEX deliveries_waiting;"
      "CREATE INDEX deliveries_due ON deliveries (next_at) WHERE next_at IS NOT NULL;"
      "DROP INDEX events_register; DROP INDEX events_invoice; DROP INDEX payments_payer;"
      "ALTER TABLE payments DROP COLUMN text;"
      "ALTER TABLE payments DROP COLUMN returned; DROP TABLE statements;"
      "DROP TABLE returns; DROP TABLE settlements; DROP TABLE feed_items;"
      "DROP TABLE closed_periods; DROP INDEX receivables_balance;"
      "DROP TABLE due_changes; DROP TABLE subledgers; DROP TABLE open_days;"
      "ALTER TABLE receivables DROP COLUMN payments;"
      "ALTER TABLE receivables DROP COLUMN subledger; DROP INDEX payments_reference;"
      "DROP INDEX payments_turned; DROP INDEX payments_fingerprint;"
      "CREATE UNIQUE INDEX payments_fingerprint ON payments (tenant, fingerprint, occurrence);"
      "CREATE INDEX payments_account ON payments (tenant, account, amount, reference_key);"
      "DROP TABLE bank_files; DROP TABLE bank_rounds;"
      "DROP TABLE debit_claims; DROP TABLE transmissions; DROP TABLE mandates;"
      "DROP TABLE clearing_files;"
      "DROP TABLE suppressions; DROP TABLE received; DROP INDEX events_id; ALTER TABLE events DROP "
      "COLUMN numbered;"
      "CREATE UNIQUE INDEX events_id ON events (id);"
      "UPDATE events SET id = 'evt_01k5pmpdg00000000000000000';"
      "CREATE TABLE old AS SELECT * FROM entries; DROP VIEW entries; DROP TABLE postings;"
      "ALTER TABLE old RENAME TO entries;"
      "DROP INDEX letters_sheet; DROP INDEX receivables_waking;"
      "CREATE INDEX receivables_dunning ON receivables (tenant, key, due_date)"
      " WHERE principal + interest + fee + cost > 0 AND stage <> 'in_collection'"
      " AND reminders <> 'never';"
      "ALTER TABLE letters DROP COLUMN policy; ALTER TABLE letters DROP COLUMN policy_version;"
      "ALTER TABLE letters DROP COLUMN sheet_id; ALTER TABLE letters DROP COLUMN plan_id;"
      "DROP TABLE policies; DROP TABLE customers; DROP TABLE credit_alerts; DROP TABLE promises;"
      "DROP TABLE plans; DROP TABLE instalments; DROP TABLE collection_cases;"
      "DROP TABLE collection_reports; DROP TABLE messages; DROP TABLE message_reads;"
      "DROP TABLE plan_claims; DROP TABLE comparisons; DROP TABLE collection_files;"
      "DROP TABLE recipient_addresses; DROP TABLE sender_notices;"
      "PRAGMA user_version = 1");
}

}  // namespace

TEST_SUITE("ledger/store/hashes") {
  TEST_CASE("documents are found while their places are in memory, on the move and in the table") {
    TempDirectory const directory;
    std::vector<std::string> names;
    {
      auto store = ledger::Store::open(place_in(directory.path()), {});
      names = keep_many(*store, 0, more_than_a_run);
      CHECK(all_there(*store, names));
      // A commit for each slice, until all are in the table.
      auto const more = keep_many(*store, more_than_a_run, more_than_a_run + 10);
      names.insert(names.end(), more.begin(), more.end());
      CHECK(move_all(*store, directory.path(), "document_places_until"));
      CHECK(all_there(*store, names));
      keep_many(*store, more_than_a_run + 9, more_than_a_run + 10);  // not a second time
    }
    CHECK(count(directory.path(), "SELECT count(*) FROM documents") == more_than_a_run + 10);
    auto again = ledger::Store::open(place_in(directory.path()), {});
    CHECK(all_there(*again, names));
    CHECK(keep_many(*again, 0, 1).front() == names.front());
    CHECK(all_there(*again, names));
  }

  TEST_CASE("a reader finds what he has seen, though its places move away from memory meanwhile") {
    TempDirectory const directory;
    auto store = ledger::Store::open(place_in(directory.path()), {});
    auto const names = keep_many(*store, 0, more_than_a_run);
    store->read([&](ledger::Snapshot& view) {
      CHECK(ledger::find_document(view, names.front()));  // he sees this moment from now on
      CHECK(move_all(*store, directory.path(), "document_places_until"));
      CHECK(all_there(view, {names.begin(), names.begin() + 20}));
      CHECK_FALSE(ledger::find_document(view, std::string(64, 'a')));
    });
    CHECK(all_there(*store, names));
  }

  TEST_CASE("answers that were dropped before their places moved leave none behind") {
    bool old_first = true;  // a clock that was put back keeps younger numbers for less long
    SUBCASE("the oldest") {}
    SUBCASE("others") { old_first = false; }
    TempDirectory const directory;
    auto store = ledger::Store::open(place_in(directory.path()), {});
    auto const is_young = [&](int n) { return old_first ? n >= more_than_a_run - 100 : n < 100; };
    ledger::KeptAnswer const answer{{}, 202, "body", "/v1/invoices/inv_1"};
    store->write_now([&](ledger::Transaction& tx) {
      for (int n = 0; n < more_than_a_run; ++n)
        ledger::keep_answer(tx, "acme", std::to_string(n), answer,
                            model::Instant{std::chrono::hours{is_young(n) ? 2 : 0}});
      ledger::drop_answers(tx, model::Instant{std::chrono::hours{1}}, everything);
    });
    CHECK(move_all(*store, directory.path(), "answer_places_until"));
    CHECK(count(directory.path(), "SELECT count(*) FROM answer_places") == 100);
  }

  TEST_CASE("a document whose work was undone is not there, and can be kept later") {
    TempDirectory const directory;
    auto store = ledger::Store::open(place_in(directory.path()), {});
    std::string name;
    CHECK_THROWS(store->write_now([&](ledger::Transaction& tx) {
      name = ledger::keep_document(tx, "text/plain", document_text(1));
      throw std::runtime_error{"undone"};
    }));
    CHECK_FALSE(all_there(*store, {name}, 1));
    CHECK(keep_many(*store, 1, 2).front() == name);
    CHECK(all_there(*store, {name}, 1));
  }

  TEST_CASE("a dropped answer's number is not given to a new one after a start") {
    TempDirectory const directory;
    ledger::KeptAnswer const answer{{}, 202, "body", "/v1/invoices/inv_1"};
    auto const keep = [&](ledger::Store& store, std::string const& key) {
      store.write_now([&](ledger::Transaction& tx) {
        ledger::keep_answer(tx, "acme", key, answer, model::Instant{});
      });
    };
    auto const knows = [&](ledger::Store& store, std::string const& key) {
      return store.read([&](ledger::Snapshot& view) {
        return ledger::find_answer(view, "acme", key).has_value();
      });
    };
    {
      auto store = ledger::Store::open(place_in(directory.path()), {});
      for (int n = 0; n < more_than_a_run; n += 500)
        store->write_now([&](ledger::Transaction& tx) {
          for (int i = n; i < n + 500; ++i)
            ledger::keep_answer(tx, "acme", std::to_string(i), answer, model::Instant{});
        });
      for (int commits = 0; commits < 100; ++commits) store->write_now([](ledger::Transaction&) {});
      store->write_now([](ledger::Transaction& tx) {
        ledger::drop_answers(tx, model::Instant{std::chrono::hours{1}}, everything);
      });
      CHECK_FALSE(knows(*store, "7"));
    }
    CHECK(count(directory.path(), "SELECT count(*) FROM answer_places") == 0);
    auto again = ledger::Store::open(place_in(directory.path()), {});
    keep(*again, "new");
    CHECK(knows(*again, "new"));
    again.reset();
    again = ledger::Store::open(place_in(directory.path()), {});
    CHECK(knows(*again, "new"));
  }

  TEST_CASE("a store of the first version opens with all that it has" *
            doctest::skip(on_postgresql())) {  // which never had it
    TempDirectory const directory;
    auto const names = keep_many(*ledger::Store::open(place_in(directory.path()), {}), 0, 50);
    auto const invoice = accepted("2026-1");
    ledger::Store::open(place_in(directory.path()), {})->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "key_1", noon, invoice);
    });
    back_to_the_first_version(directory.path());
    auto store = ledger::Store::open(place_in(directory.path()), {});
    CHECK(all_there(*store, names));
    auto const entries = store->read([&](ledger::Snapshot& view) {
      CHECK(ledger::seq_of_event(view, "fi", old_event) == 1);
      return ledger::list_entries(view, "fi", invoice.receivable_id);
    });
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].kind == "charge");
    CHECK(entries[0].amount == invoice.due);
    store->read([&](ledger::Snapshot& view) {
      CHECK(ledger::open_by_due_day(view, "fi", "siivous").at(0).open == invoice.due);
      CHECK(ledger::broken_invariants(view).empty());
    });
    CHECK(count(directory.path(), "SELECT count(*) FROM document_places") == 50);
    CHECK(keep_many(*store, 0, 1).front() == names.front());
  }

  TEST_CASE("pages that are moved, dropped and rolled back leave a sound database" *
            doctest::skip(on_postgresql())) {
    TempDirectory const directory;
    ledger::SqliteConnection connection{directory.path() / "pages.db", ledger::Access::read_write};
    connection.execute(
        "CREATE TABLE t (k INTEGER PRIMARY KEY, h TEXT, b BLOB);"
        "CREATE INDEX t_h ON t (h)");
    std::mt19937 random{7};
    for (int round = 0; round < 40; ++round) {
      connection.execute("BEGIN");
      for (int i = 0; i < 200; ++i) {
        ledger::Query insert{connection, "INSERT INTO t (h, b) VALUES (?, zeroblob(?))"};
        insert.bind(std::to_string(random()), random() % 3000).run();
      }
      if (random() % 3 == 0) connection.execute("DELETE FROM t WHERE k % 2 = 0");
      connection.execute(random() % 4 == 0 ? "ROLLBACK" : "COMMIT");
      if (random() % 8 == 0) connection.execute("VACUUM");
    }
    ledger::Query check{connection, "PRAGMA integrity_check"};
    REQUIRE(check.next());
    CHECK(check.take<std::string>() == "ok");
  }
}
