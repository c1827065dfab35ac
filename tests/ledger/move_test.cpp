#include "ledger/store/move.hpp"

#include <csignal>
#include <sstream>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/store/documents.hpp"
#include "ledger/store/idempotency.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/links.hpp"
#include "ledger/store/offline.hpp"
#include "ledger/store/query.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/ledger/rows.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

// Invoices of two tenants on their way, with documents, answers and what webhooks left behind.
void fill_store(ledger::StorePlace const& place, int from, int to) {
  auto const store = ledger::Store::open(place, {});
  for (int n = from; n < to; ++n) {
    store->write_now([&](ledger::Transaction& tx) {
      auto const* tenant = n % 3 == 0 ? "no" : "fi";
      auto const invoice = accepted(std::to_string(n), 10000 + n, n % 2 == 0 ? "1234561" : "");
      auto const delivery = routed(invoice);
      tx.append(tenant, "key_1", noon, invoice);
      tx.append(tenant, "key_1", noon, delivery);
      if (n % 4 == 0)
        tx.append(tenant, "system", noon, changed(delivery, "queued", "sent", "handed_over"));
      ledger::keep_document(tx, "text/plain", document_text(n));
      ledger::keep_answer(tx, tenant, std::to_string(n), {{}, 202, "{}", "/v1/invoices/inv_1"},
                          noon + std::chrono::hours{n});
      ledger::keep_webhook_retry(tx, tenant, "whk_1", {n, 1, noon});
      ledger::WebhookAttemptRow attempt;
      attempt.event_id = std::to_string(n);
      ledger::keep_webhook_attempt(tx, tenant, "whk_1", attempt);
      ledger::set_endpoint_cursor(tx, tenant, "whk_1", {});
    });
  }
}

std::string journal(ledger::StorePlace const& place) {
  std::ostringstream out;
  ledger::export_journal(place, ledger::PersonalParts::whole, [&](std::string const& line) {
    return static_cast<bool>(out << line << '\n');
  });
  return out.str();
}

std::string projections_at(ledger::StorePlace const& place) {
  return tests::projections(*ledger::open_for_reading(place));
}

bool documents_there(ledger::StorePlace const& place, int count) {
  auto const store = ledger::Store::open(place, {});
  return store->read([&](ledger::Snapshot& view) {
    for (int n = 0; n < count; ++n) {
      auto const name = ledger::pack_document("text/plain", document_text(n)).name;
      auto const found = ledger::find_document(view, name);
      if (!found || found->bytes != document_text(n)) return false;
      if (!ledger::find_answer(view, n % 3 == 0 ? "no" : "fi", std::to_string(n))) return false;
    }
    return true;
  });
}

ledger::StorePlace on_server(std::string const& schema) {
  return *ledger::StorePlace::parse(run_server().url(schema));
}

}  // namespace

TEST_SUITE("ledger/store/move" * doctest::skip(!PostgresServer::available() || on_postgresql())) {
  TEST_CASE("a store goes to PostgreSQL and back, and is the same after a replay") {
    TempDirectory const home, back;
    auto const server = on_server("moved");
    constexpr int invoices = 120;
    fill_store(home.path(), 0, invoices);
    auto const moved = ledger::run_move({home.path(), server, true, {}});
    CHECK(moved.documents == invoices);
    CHECK(moved.answers == invoices);
    CHECK(moved.events == 2 * invoices + invoices / 4);
    CHECK(journal(server) == journal(home.path()));
    CHECK(projections_at(server) == projections_at(home.path()));
    CHECK(documents_there(server, invoices));
    // The old one is not used by mistake, and still to be looked at.
    CHECK(ledger::moved_to(home.path()) == server.name());
    CHECK_THROWS_AS(ledger::Store::open(home.path(), {}), ledger::StoreLost);
    CHECK(ledger::Store::open(home.path(), {.existing = true, .even_moved = true}));
    ledger::Store::open(server, {})->replay();
    CHECK(projections_at(server) == projections_at(home.path()));

    fill_store(server, invoices, invoices + 10);
    ledger::run_move({server, back.path(), true, {}});
    CHECK(journal(server) == journal(back.path()));
    CHECK(ledger::moved_to(back.path()).empty());
    CHECK(projections_at(server) == projections_at(back.path()));
    CHECK(documents_there(back.path(), invoices + 10));
    fill_store(back.path(), invoices + 10, invoices + 20);
  }

  TEST_CASE("most is copied while the source is in use, the last move brings what came since") {
    TempDirectory const home;
    auto const server = on_server("by_halves");
    fill_store(home.path(), 0, 40);
    {
      auto const daemon = ledger::Store::open(home.path(), {});
      CHECK(ledger::run_move({home.path(), server, false, {}}).documents == 40);
      CHECK_THROWS_AS(ledger::run_move({home.path(), server, true, {}}), ledger::StoreLocked);
      CHECK_THROWS_AS(ledger::Store::open(server, {}), ledger::StoreLost);  // it has not ended
      daemon->write_now([](ledger::Transaction& tx) {
        ledger::drop_answers(tx, noon + std::chrono::hours{10}, everything);
      });
    }
    fill_store(home.path(), 40, 50);
    auto const rest = ledger::run_move({home.path(), server, true, {}});
    CHECK(rest.documents == 10);
    CHECK(rest.answers == 10);
    CHECK(journal(server) == journal(home.path()));
    CHECK(projections_at(server) == projections_at(home.path()));
    CHECK_THROWS_AS(ledger::run_move({home.path(), server, true, {}}), ledger::StoreLost);
  }

  TEST_CASE("what is erased between two copies is erased in the copy, too") {
    TempDirectory const home;
    auto const server = on_server("erased");
    fill_store(home.path(), 0, 12);
    ledger::run_move({home.path(), server, false, {}});
    CHECK(journal(server).find("lasku@example.fi") != std::string::npos);
    ledger::Store::open(ledger::StorePlace{home.path()}, {})
        ->write_now([](ledger::Transaction& tx) {
          ledger::PersonalDataErased fact;
          fact.recipient_id = "rcp_1";
          fact.reason = "asked";
          fact.events = "1-100";
          fact.documents = {ledger::pack_document("text/plain", document_text(5)).name};
          fact.last_document = ledger::last_document(tx);
          fact.last_answer = 12;  // as many as there are
          for (auto const* tenant : {"fi", "no"}) tx.append(tenant, "key_1", noon, fact);
          ledger::keep_document(tx, "text/plain", document_text(5));  // it comes again
        });
    CHECK(journal(home.path()).find("lasku@example.fi") == std::string::npos);
    ledger::run_move({home.path(), server, true, {}});
    CHECK(journal(server) == journal(home.path()));
    CHECK(projections_at(server) == projections_at(home.path()));
    CHECK(documents_there(server, 12));
  }

  TEST_CASE("texts that are no UTF-8 and attempts that were dropped meanwhile stop no move") {
    TempDirectory const home;
    auto const server = on_server("raw_texts");
    fill_store(home.path(), 0, 12);
    auto const change = [&](auto const& work) {
      ledger::Store::open(ledger::StorePlace{home.path()}, {})->write_now(work);
    };
    change([](ledger::Transaction& tx) {  // as earlier Airuts kept them
      for (auto const* sql :
           {"UPDATE webhook_attempts SET excerpt = ?", "UPDATE cursors SET last_error = ?",
            "UPDATE answers SET key = ? WHERE number = 1"}) {
        ledger::Query{tx.connection(), sql}.bind("caf\xe9").run();
      }
    });
    ledger::run_move({home.path(), server, false, {}});
    change([](ledger::Transaction& tx) {
      ledger::drop_webhook_attempts(tx, noon + std::chrono::hours{1}, 4);
      ledger::forget_endpoint(tx, "no", "whk_1");
    });
    fill_store(home.path(), 13, 14);  // not of the tenant whose endpoint is gone
    ledger::run_move({home.path(), server, true, {}});
    CHECK(journal(server) == journal(home.path()));
  }

  TEST_CASE("a target that has a story of its own is refused and left alone") {
    TempDirectory const home;
    auto const server = on_server("taken");
    fill_store(home.path(), 0, 3);
    fill_store(server, 10, 12);
    auto const before = journal(server);
    CHECK_THROWS_AS(ledger::run_move({home.path(), server, true, {}}), ledger::StoreLost);
    CHECK(journal(server) == before);
  }

  TEST_CASE("a half-moved target does not take another source's rest") {
    TempDirectory const home, other;
    auto const server = on_server("half");
    fill_store(home.path(), 0, 5);
    fill_store(other.path(), 0, 9);
    ledger::run_move({home.path(), server, false, {}});
    CHECK_THROWS_AS(ledger::run_move({other.path(), server, true, {}}), ledger::StoreLost);
  }

  TEST_CASE("a kill -9 in the middle leaves the source whole and the target unfinished") {
    TempDirectory const home;
    auto const server = on_server("killed");
    constexpr int invoices = 2000;
    fill_store(home.path(), 0, 400);
    {
      auto const store = ledger::Store::open(home.path(), {});
      store->write_now([](ledger::Transaction& tx) {
        for (int n = 400; n < invoices; ++n) {
          tx.append("fi", "key_1", noon, accepted(std::to_string(n)));
          ledger::keep_document(tx, "text/plain", document_text(n));
        }
      });
    }
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      ledger::run_move({home.path(), server, true, [&](std::string_view what, auto, auto) {
                          if (what == "events" && ::write(ends[1], "x", 1) == 1) ::pause();
                        }});
      ::_exit(0);
    }
    char begun = 0;
    REQUIRE(::read(ends[0], &begun, 1) == 1);  // some events are there, others not
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ends[0]);
    ::close(ends[1]);
    CHECK_THROWS_AS(ledger::Store::open(server, {}), ledger::StoreLost);
    auto const before = journal(home.path());
    auto const rest = ledger::run_move({home.path(), server, true, {}});
    CHECK(rest.documents == 0);  // they were all there
    CHECK(rest.events > 0);
    CHECK(journal(server) == before);
    CHECK(projections_at(server) == projections_at(home.path()));
  }
}
