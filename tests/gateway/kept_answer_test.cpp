#include "gateway/intake/kept_answer.hpp"

#include <doctest/doctest.h>

#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

// By which callers an answer that was kept is found again.
using namespace airut;
using namespace airut::gateway;

namespace {

http::Principal caller(std::string id, std::vector<std::string> clients) {
  http::Principal who;
  who.tenant = "demo";
  who.key_id = std::move(id);
  who.clients = std::move(clients);
  return who;
}

// A store, and what it keeps for the Idempotency-Key "k".
class Kept {
 public:
  void keep(http::Principal const& who, char const* request) {
    keep_under(stored_key(who, "k").name, request);
  }
  // As earlier Airuts kept it.
  void keep_under(std::string const& name, char const* request) {
    store_->write_now([&](ledger::Transaction& tx) {
      ledger::keep_answer(tx, "demo", name, {model::sha256(request), 202, request, ""}, {});
    });
  }
  // Whose answer a repeat of the request is given; "" when it has come for the first time.
  std::string find(http::Principal const& who, char const* request) {
    return store_->read([&](ledger::Snapshot& view) {
      auto const kept = find_kept(view, "demo", stored_key(who, "k"), model::sha256(request));
      return kept ? kept->body : std::string{};
    });
  }

 private:
  tests::TempDirectory home_;
  std::unique_ptr<ledger::Store> store_ =
      ledger::Store::open(tests::place_in(home_.path() / "data"), {});
};

}  // namespace

TEST_CASE("an answer is found again by a key that bills for more clients meanwhile, or for fewer") {
  Kept kept;
  kept.keep(caller("key_1", {"a"}), "pay back");
  CHECK(kept.find(caller("key_1", {"a"}), "pay back") == "pay back");
  CHECK(kept.find(caller("key_1", {"b", "a"}), "pay back") == "pay back");
  CHECK(kept.find(caller("key_1", {}), "pay back") == "pay back");
  CHECK(kept.find(caller("key_1", {"a", "b"}), "another") == "pay back");  // the key is taken
}

TEST_CASE("an answer to a key for every client is found when it is for some meanwhile") {
  Kept kept;
  kept.keep(caller("key_1", {}), "pay back");
  CHECK(kept.find(caller("key_1", {"a"}), "pay back") == "pay back");
  CHECK(kept.find(caller("key_2", {}), "pay back") == "pay back");
}

TEST_CASE("two callers for different clients do not meet in one Idempotency-Key") {
  Kept kept;
  kept.keep(caller("key_1", {"a"}), "of a");
  CHECK(kept.find(caller("key_2", {"b"}), "of b").empty());
  kept.keep(caller("key_2", {"b"}), "of b");
  CHECK(kept.find(caller("key_1", {"a"}), "of a") == "of a");
  CHECK(kept.find(caller("key_2", {"b"}), "of b") == "of b");
}

TEST_CASE("answers of earlier versions are found") {
  Kept kept;
  kept.keep_under("a\tb\t\nk", "by clients");
  CHECK(kept.find(caller("key_1", {"b", "a"}), "by clients") == "by clients");
  CHECK(kept.find(caller("key_1", {"b", "a"}), "another") == "by clients");  // the key is taken
  CHECK(kept.find(caller("key_2", {"a"}), "by clients").empty());
  Kept older;
  older.keep_under("k", "by word");
  CHECK(older.find(caller("key_1", {"a"}), "by word") == "by word");
  CHECK(older.find(caller("key_1", {"a"}), "another").empty());  // it may be another's
}

TEST_CASE("who gives no Idempotency-Key has none in the store") {
  CHECK(stored_key(caller("key_1", {"a"}), "").name.empty());
}
