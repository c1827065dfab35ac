#include <atomic>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "ledger/store/move.hpp"
#include "ledger/store/offline.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/store.hpp"
#include "ledger/store/try_writing.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

// Where a store is, who may open it, and when it takes nothing more.
using namespace airut;
using namespace airut::tests;
namespace fs = std::filesystem;

namespace {

ledger::StorePlace sqlite_in(fs::path const& directory) { return {directory}; }

bool others_may(fs::path const& path) {
  return (fs::status(path).permissions() & fs::perms::others_all) != fs::perms::none;
}

std::int64_t events(ledger::Store& store) {
  return store.read([](ledger::Snapshot& view) {
    ledger::Query query{view.connection(), "SELECT count(*) FROM events"};
    query.next();
    return query.take<std::int64_t>();
  });
}

}  // namespace

TEST_SUITE("ledger/place") {
  TEST_CASE("where no store is, none is made by who asks for one that is there") {
    TempDirectory const home;
    auto const nowhere = home.path() / "typed" / "wrong";
    CHECK_THROWS_AS(ledger::Store::open(sqlite_in(nowhere), {.existing = true}), ledger::StoreLost);
    CHECK_THROWS_AS(ledger::look_at(sqlite_in(nowhere), [](auto&) {}), ledger::StoreLost);
    ledger::Move move{sqlite_in(nowhere), place_in(home.path() / "new"), true, {}};
    CHECK_THROWS_AS(ledger::run_move(move), ledger::StoreLost);
    CHECK_FALSE(fs::exists(nowhere));
  }

  TEST_CASE("who only reads leaves nothing behind, not even a lock") {
    TempDirectory const home;
    auto const directory = home.path() / "store";
    ledger::Store::open(sqlite_in(directory), {})->write_now([](ledger::Transaction& tx) {
      tx.append("fi", "key_1", noon, accepted("1", 100, ""));
    });
    auto const copy = home.path() / "copy";
    fs::create_directory(copy);
    fs::copy_file(directory / "airut.db", copy / "airut.db");
    int lines = 0;
    ledger::export_journal(sqlite_in(copy), ledger::PersonalParts::left_out,
                           [&](auto const&) { return ++lines > 0; });
    CHECK(lines == 1);
    CHECK_FALSE(fs::exists(copy / "airut.lock"));
  }

  TEST_CASE("a store is closed to other users of the machine, an earlier one too") {
    TempDirectory const home;
    auto const directory = home.path() / "store";
    auto const before = ::umask(022);
    auto const work = [](ledger::Transaction& tx) {
      tx.append("fi", "key_1", noon, accepted("1", 100, ""));
    };
    auto store = ledger::Store::open(sqlite_in(directory), {});
    store->write_now(work);
    CHECK_FALSE(others_may(directory));
    for (auto const* name : {"airut.db", "airut.db-wal", "airut.db-shm", "airut.lock"})
      CHECK_FALSE(others_may(directory / name));
    store.reset();
    fs::permissions(directory / "airut.db", fs::perms::others_read, fs::perm_options::add);
    store = ledger::Store::open(sqlite_in(directory), {});
    CHECK_FALSE(others_may(directory / "airut.db"));
    ::umask(before);
  }

  TEST_CASE("a store that is closed keeps what was queued and takes nothing more") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    std::atomic<int> answered = 0;
    for (int i = 0; i < 20; ++i) {
      REQUIRE(store->write(
          [i](ledger::Transaction& tx) {
            tx.append("fi", "key_1", noon, accepted(std::to_string(i), 100, ""));
          },
          [&](std::exception_ptr) { ++answered; }));
    }
    store->close();
    CHECK(answered == 20);
    CHECK(events(*store) == 20);
    CHECK_FALSE(store->write([](ledger::Transaction&) {}, [](std::exception_ptr) {}));
    CHECK_THROWS_AS(store->write_now([](ledger::Transaction&) {}), ledger::StoreLost);
  }

  TEST_CASE("trying whether a store takes writes leaves the journal as it is") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    store->write_now(ledger::try_writing);
    store->write_now(ledger::try_writing);
    CHECK(events(*store) == 0);
    CHECK_FALSE(store->figures().lost_newest);
  }
}
