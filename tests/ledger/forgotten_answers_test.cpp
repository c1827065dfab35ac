#include <doctest/doctest.h>

#include "ledger/store/idempotency.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

// Which kept answers lose their bodies with a recipient.
using namespace airut;
using namespace airut::tests;

namespace {

constexpr auto* tells = R"({"id":"rcp_1","entry":{"name":"Matti"}})";

// Four answers, numbered in their order: two tell of the recipient, one of another tenant's, and
// one of somebody else.
std::unique_ptr<ledger::Store> store_in(TempDirectory const& home) {
  auto store = ledger::Store::open(place_in(home.path()), {});
  store->write_now([&](ledger::Transaction& tx) {
    tx.append("fi", "key_1", noon, accepted("1001"));
    auto const keep = [&](std::string const& tenant, std::string const& key, std::string body) {
      ledger::keep_answer(tx, tenant, key, {model::sha256(key), 200, std::move(body), ""}, noon);
    };
    keep("fi", "first", tells);
    keep("fi", "second", tells);
    keep("no", "theirs", tells);
    keep("fi", "other", R"({"id":"rcp_12"})");
  });
  return store;
}

std::string body_of(ledger::Store& store, std::string_view tenant, std::string_view key) {
  return store.read(
      [&](ledger::Snapshot& view) { return ledger::find_answer(view, tenant, key).value().body; });
}

void erase(ledger::Store& store, ledger::PersonalDataErased fact) {
  fact.recipient_id = "rcp_1";
  fact.reason = "asked";
  store.write_now([&](ledger::Transaction& tx) { tx.append("fi", "key_1", noon, fact); });
}

}  // namespace

TEST_SUITE("ledger/forgotten answers") {
  TEST_CASE("the answers that tell of a recipient are found, those of his tenant alone") {
    TempDirectory const home;
    auto const store = store_in(home);
    store->read([](ledger::Snapshot& view) {
      CHECK(ledger::answers_about(view, "fi", "rcp_1") == std::vector<std::int64_t>{1, 2});
      CHECK(ledger::answers_about(view, "fi", "rcp_3").empty());
    });
  }

  TEST_CASE("an erasure looks at the answers that it names, and at no others") {
    TempDirectory const home;
    auto const store = store_in(home);
    ledger::PersonalDataErased fact;
    fact.answers = "2-4";
    erase(*store, fact);
    CHECK(body_of(*store, "fi", "first") == tells);
    CHECK(body_of(*store, "fi", "second") == "{}");
    CHECK(body_of(*store, "no", "theirs") == tells);
    CHECK(body_of(*store, "fi", "other") == R"({"id":"rcp_12"})");
    store->replay();
    CHECK(body_of(*store, "fi", "first") == tells);
    CHECK(body_of(*store, "fi", "second") == "{}");
  }

  TEST_CASE("an erasure of before named the last of them, and took all up to it") {
    TempDirectory const home;
    auto const store = store_in(home);
    ledger::PersonalDataErased fact;
    fact.last_answer = 1;
    erase(*store, fact);
    CHECK(body_of(*store, "fi", "first") == "{}");
    CHECK(body_of(*store, "fi", "second") == tells);
    fact.last_answer = 4;
    erase(*store, fact);
    CHECK(body_of(*store, "fi", "second") == "{}");
    CHECK(body_of(*store, "no", "theirs") == tells);
  }

  TEST_CASE("an erasure that names no answers leaves them all") {
    TempDirectory const home;
    auto const store = store_in(home);
    erase(*store, {});
    CHECK(body_of(*store, "fi", "first") == tells);
  }
}
