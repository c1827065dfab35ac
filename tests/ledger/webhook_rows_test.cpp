#include <doctest/doctest.h>

#include "ledger/store/idempotency.hpp"
#include "ledger/store/links.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

void attempt_at(ledger::Transaction& tx, std::string const& endpoint, int hour) {
  ledger::WebhookAttemptRow row;
  row.event_id = std::to_string(hour);
  row.excerpt = "caf\xe9";
  row.at = noon + std::chrono::hours{hour};
  ledger::keep_webhook_attempt(tx, "fi", endpoint, row);
}

std::vector<std::string> attempts(ledger::Snapshot& view, std::string const& endpoint) {
  std::vector<std::string> events;
  for (auto const& one : ledger::list_webhook_attempts(view, "fi", endpoint, {100, ""}).rows)
    events.push_back(one.event_id);
  return events;
}

}  // namespace

TEST_SUITE("ledger/store/webhook rows") {
  TEST_CASE("what endpoints answer and callers' keys are kept as UTF-8") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    store->write_now([&](ledger::Transaction& tx) {
      attempt_at(tx, "whk_1", 0);
      ledger::EndpointCursor cursor;
      cursor.last_error = "\xff";
      ledger::set_endpoint_cursor(tx, "fi", "whk_1", cursor);
      ledger::keep_answer(tx, "fi", "k\xe4", {{}, 202, "{}", ""}, noon);
    });
    store->read([](ledger::Snapshot& view) {
      CHECK(ledger::list_webhook_attempts(view, "fi", "whk_1", {1, ""}).rows.at(0).excerpt ==
            "caf\xef\xbf\xbd");
      CHECK(ledger::endpoint_cursor(view, "fi", "whk_1").last_error == "\xef\xbf\xbd");
      CHECK(ledger::find_answer(view, "fi", "k\xe4"));
      CHECK_FALSE(ledger::find_answer(view, "fi", "k\xf6"));
    });
  }

  TEST_CASE("attempts are listed a page at a time, the newest first") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    store->write_now([&](ledger::Transaction& tx) {
      for (int hour = 0; hour < 5; ++hour) attempt_at(tx, "whk_1", hour);
      ledger::Page page{2, ""};
      std::vector<std::string> all;
      for (int pages = 1;; ++pages) {
        auto const listed = ledger::list_webhook_attempts(tx, "fi", "whk_1", page);
        for (auto const& one : listed.rows) all.push_back(one.event_id);
        page.cursor = listed.next_cursor;
        CHECK(listed.has_more == (pages < 3));
        if (!listed.has_more) break;
      }
      CHECK(all == std::vector<std::string>{"4", "3", "2", "1", "0"});
    });
  }

  TEST_CASE("attempts are dropped when they are old, a few at a time, and with their endpoint") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    store->write_now([&](ledger::Transaction& tx) {
      CHECK_FALSE(ledger::oldest_webhook_attempt(tx));
      for (int hour = 0; hour < 6; ++hour) attempt_at(tx, hour % 2 == 0 ? "whk_1" : "whk_2", hour);
    });
    store->write_now([&](ledger::Transaction& tx) {
      auto const before = noon + std::chrono::hours{3};
      CHECK(ledger::drop_webhook_attempts(tx, before, 2) == 2);
      CHECK(ledger::oldest_webhook_attempt(tx) == noon + std::chrono::hours{2});
      CHECK(ledger::drop_webhook_attempts(tx, before, 100) == 1);
      CHECK(ledger::drop_webhook_attempts(tx, before, 100) == 0);
      CHECK(attempts(tx, "whk_1") == std::vector<std::string>{"4"});
      ledger::forget_endpoint(tx, "fi", "whk_2");
      CHECK(attempts(tx, "whk_2").empty());
      CHECK(attempts(tx, "whk_1").size() == 1);
    });
  }
}
