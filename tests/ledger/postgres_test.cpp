#include "ledger/store/postgres.hpp"

#include <atomic>
#include <fstream>
#include <functional>
#include <future>
#include <thread>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "ledger/store/credits.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/offline.hpp"
#include "ledger/store/store.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/postgres.hpp"

using namespace airut;
using namespace airut::tests;

// What only a database server does: go away, come back, be asked by two.

namespace {

ledger::StorePlace place(PostgresServer const& server, std::string const& schema) {
  return *ledger::StorePlace::parse(server.url(schema));
}

std::size_t events_there(ledger::Store& store) {
  return store.read(
      [](ledger::Snapshot& view) { return ledger::events_after(view, "fi", 0, 100000).size(); });
}

// Invoices and claims that the transaction has looked at so far.
std::int64_t rows_read(ledger::Snapshot& view) {
  ledger::Query query{view.connection(),
                      "SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_xact_user_tables"
                      " WHERE relname IN ('invoices', 'receivables')"
                      " AND schemaname = current_schema()"};
  REQUIRE(query.next());
  return query.take<std::int64_t>();
}

bool until(std::function<bool()> const& satisfied) {
  for (int tries = 0; tries < 600; ++tries) {
    if (satisfied()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  return false;
}

// How often the server has refused somebody who came.
std::size_t refusals(std::string const& connection) {
  auto const from = connection.find('=') + 1;
  std::ifstream in{std::filesystem::path{connection.substr(from, connection.find(' ') - from)} /
                   "server.log"};
  std::size_t count = 0;
  for (std::string line; std::getline(in, line);)
    count += line.find("not permitted to log in") != std::string::npos;
  return count;
}

void append_one(ledger::Store& store, std::string const& number) {
  store.write_now([&](ledger::Transaction& tx) { tx.append("fi", "k", noon, accepted(number)); });
}

}  // namespace

TEST_SUITE("ledger/store/postgresql" * doctest::skip(!PostgresServer::available())) {
  TEST_CASE("values come back as they went in") {
    ledger::PostgresConnection connection{place(run_server(), "plain")};
    connection.execute("CREATE TEMPORARY TABLE v (n BIGINT, t TEXT, b BYTEA)");
    std::string const bytes{"\0\xff\x80?", 4}, odd{"a\0b\xffz", 5};
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    {
      ledger::Query insert{connection, "INSERT INTO v (n, t, b) VALUES (?, ?, ?)"};
      insert.bind(least, odd, ledger::Blob{bytes}).run();
    }
    {
      ledger::Query insert{connection, "INSERT INTO v (n, t, b) VALUES (?, ?, ?)"};
      insert.bind(std::optional<std::int64_t>{}, std::string{}, std::optional<ledger::Blob>{})
          .run();
    }
    CHECK(connection.changes() == 1);
    ledger::Query all{connection,
                      "SELECT n, t, b, n < 0, count(*) OVER (), sum(n) OVER () FROM v"
                      " ORDER BY n"};
    REQUIRE(all.next());
    CHECK(all.take<std::int64_t>() == least);
    CHECK(all.take<std::string>() ==
          "a\xef\xbf\xbd"
          "b\xef\xbf\xbdz");  // a text has no NUL
    CHECK(all.take_view() == bytes);
    CHECK(all.take<bool>());
    CHECK(all.take<int>() == 2);
    REQUIRE(all.next());
    CHECK_FALSE(all.take<std::optional<std::int64_t>>());
    CHECK(all.take<std::string>().empty());
    CHECK(all.take_view().empty());
    CHECK_FALSE(all.next());
    CHECK_FALSE(all.next());
  }

  TEST_CASE("a statement is stepped while others run on the same connection") {
    ledger::PostgresConnection connection{place(run_server(), "plain")};
    ledger::Query outer{connection, "SELECT n FROM generate_series(1, 2000) n"};
    std::int64_t sum = 0;
    for (int row = 0; outer.next(); ++row) {
      auto const n = outer.take<std::int64_t>();
      ledger::Query inner{connection, "SELECT n FROM generate_series(1, ?) n"};
      inner.bind(row < 3 ? n : 1);
      while (inner.next()) sum += inner.take<std::int64_t>();
    }
    CHECK(sum == 1 + 3 + 6 + 1997);
  }

  TEST_CASE("sums of money are exact beyond a double") {
    ledger::PostgresConnection connection{place(run_server(), "plain")};
    for (std::int64_t const n : {std::int64_t{9'007'199'254'740'993}, std::int64_t{-10'000},
                                 std::int64_t{100'000'000}, std::int64_t{0}, std::int64_t{-1}}) {
      ledger::Query query{connection, "SELECT sum(n) FROM (SELECT CAST(? AS BIGINT) AS n) one"};
      REQUIRE(query.bind(n).next());
      CHECK(query.take<std::int64_t>() == n);
    }
  }

  TEST_CASE("a young table is not walked for one reference") {
    auto const store = ledger::Store::open(place(run_server(), "young"), {});
    auto const ask = [](ledger::Snapshot& view, std::string_view key) {
      return ledger::receivables_by_reference(view, "fi", key).size() +
             ledger::debtors_by_reference(view, "fi", "siivous", key, 100).size();
    };
    constexpr int batches = 40, each = 30;
    for (int batch = 0; batch < batches; ++batch) {
      store->write_now([&](ledger::Transaction& tx) {
        auto const before = rows_read(tx);
        for (int i = 0; i < each; ++i) {
          auto const number = std::to_string(1000 + batch * each + i);
          tx.append("fi", "k", noon, accepted(number, 10000, number));
          CHECK(ask(tx, number) == 2);
        }
        CAPTURE(batch);
        if (batch == batches - 1) CHECK(rows_read(tx) - before < 10 * each);
      });
    }
  }

  TEST_CASE("a refused statement shows when the work settles, and undoes that work alone") {
    auto const store = ledger::Store::open(place(run_server(), "refused"), {});
    auto const first = accepted("1");
    append_one(*store, "1");
    std::atomic<int> good = 0, refused = 0, told = 0;
    std::promise<void> all;
    constexpr int works = 60;
    for (int i = 0; i < works; ++i) {
      auto const invoice = accepted(i % 6 == 2 ? "1" : std::to_string(100 + i));
      REQUIRE(
          store->write([invoice](ledger::Transaction& tx) { tx.append("fi", "k", noon, invoice); },
                       [&](std::exception_ptr const& fault) {
                         (fault ? refused : good) += 1;
                         if (++told == works) all.set_value();
                       }));
    }
    all.get_future().wait();
    CHECK(refused == 10);
    CHECK(good == 50);
    CHECK(events_there(*store) == 51);
  }

  TEST_CASE("work that goes on after a refusal is not called committed") {
    auto const store = ledger::Store::open(place(run_server(), "went_on"), {});
    CHECK_THROWS_AS(store->write_now([](ledger::Transaction& tx) {
      try {
        ledger::Query{tx.connection(), "INSERT INTO state (name, value) VALUES ('x', NULL)"}.run();
        tx.connection().settle();
      } catch (std::logic_error const&) {
        // as if nothing had been
      }
    }),
                    std::logic_error);
    append_one(*store, "1");
    CHECK(events_there(*store) == 1);
  }

  TEST_CASE("a server that is started anew is joined again and loses nothing that was told") {
    PostgresServer server;
    auto const store = ledger::Store::open(place(server, "again"), {});
    append_one(*store, "1");
    CHECK(events_there(*store) == 1);
    server.stop();
    CHECK_THROWS_AS(events_there(*store), ledger::StoreLost);
    server.start();
    CHECK(events_there(*store) == 1);
    append_one(*store, "2");
    append_one(*store, "3");
    CHECK(events_there(*store) == 3);
  }

  TEST_CASE("a connection that is cut again and again under load loses nothing, doubles nothing") {
    PostgresServer server;
    auto const store = ledger::Store::open(place(server, "cut"), {});
    std::atomic<bool> stop{false};
    std::thread cutter{[&] {
      while (!stop) {
        server.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'airut'");
        std::this_thread::sleep_for(std::chrono::milliseconds{30});
      }
    }};
    constexpr int writers = 4, works = 100;
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer)
      threads.emplace_back([&, writer] {
        for (int i = 0; i < works; ++i) {
          try {
            append_one(*store, fmt::format("{}-{}", writer, i));
          } catch (std::exception const&) {
            ++refused;
          }
        }
      });
    for (auto& thread : threads) thread.join();
    stop = true;
    cutter.join();
    CHECK(refused == 0);
    CHECK(events_there(*store) == writers * works);
  }

  TEST_CASE("a writer that was replaced meanwhile writes nothing more") {
    PostgresServer server;
    auto const where = place(server, "replaced");
    auto const store = ledger::Store::open(where, {});
    append_one(*store, "1");
    server.query("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
    auto const other = ledger::Store::open(where, {});
    append_one(*other, "2");
    CHECK_THROWS_AS(append_one(*store, "3"), ledger::StoreLost);
    CHECK_THROWS_AS(append_one(*store, "4"), ledger::StoreLost);
    append_one(*other, "5");
    CHECK(events_there(*other) == 3);
  }

  TEST_CASE("a writer whose lock was lost without its knowing is stopped by the epoch") {
    PostgresServer server;
    auto const where = place(server, "epoch");
    auto const store = ledger::Store::open(where, {});
    append_one(*store, "1");
    server.query("UPDATE epoch.installation SET epoch = epoch + 1");
    CHECK_THROWS_AS(append_one(*store, "2"), ledger::StoreLost);
    CHECK(events_there(*store) == 1);
  }

  TEST_CASE("a server that takes no more connections is no lost store for those who have theirs") {
    PostgresServer server;
    auto const store = ledger::Store::open(place(server, "crowd"), {});
    append_one(*store, "1");
    server.query("CREATE TABLE public.quiet AS SELECT clock_timestamp() AS since");
    // Who is at work by himself while nobody asks the store: the watch.
    constexpr auto* watch =
        "FROM pg_stat_activity, public.quiet WHERE backend_type = 'client backend'"
        " AND pid <> pg_backend_pid() AND state_change > since";
    CHECK(until([&] {
      try {
        server.query(fmt::format("SELECT 1 / count(*) {}", watch));
        return true;
      } catch (std::exception const&) {
        return false;
      }
    }));
    auto const connection = server.connection("public");
    server.query(
        fmt::format("ALTER ROLE postgres NOLOGIN; SELECT pg_terminate_backend(pid) {}", watch));
    CHECK(until([&] { return refusals(connection) >= 2; }));
    CHECK_FALSE(store->figures().reads_lost);
    CHECK(events_there(*store) == 1);
    append_one(*store, "2");
    CHECK(events_there(*store) == 2);
  }

  TEST_CASE("a statement that takes too long is stopped, and the connection goes on") {
    auto slow = place(run_server(), "plain");
    slow.patience = std::chrono::seconds{1};
    ledger::PostgresConnection connection{slow};
    ledger::Query sleep{connection, "SELECT 1 FROM pg_sleep(30)"};
    CHECK_THROWS_AS(sleep.next(), ledger::StoreLost);
    ledger::Query one{connection, "SELECT 1"};
    CHECK(one.next());
  }

  TEST_CASE("a replay takes the time that it takes, whatever a statement may") {
    PostgresServer server;
    auto hasty = place(server, "replayed");
    hasty.patience = std::chrono::seconds{1};
    auto const store = ledger::Store::open(hasty, {});
    append_one(*store, "1");
    std::thread holder{
        [&] { server.query("BEGIN; LOCK TABLE replayed.invoices; SELECT pg_sleep(4); COMMIT"); }};
    for (bool locked = false; !locked;) {
      try {
        server.query("SELECT 1 / count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock'");
        locked = true;
      } catch (std::exception const&) {
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
      }
    }
    CHECK_NOTHROW(store->replay());
    holder.join();
    CHECK(events_there(*store) == 1);
  }

  TEST_CASE("an empty database is not read as a store") {
    CHECK_THROWS_AS(ledger::open_for_reading(place(run_server(), "nothing")), ledger::StoreLost);
  }
}
