#include <cstdint>

#include <doctest/doctest.h>

#include "ledger/store/sqlite.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

TEST_SUITE("ledger/store/checkpoint") {
  TEST_CASE("shortening the log waits for nobody who reads long, and is done another time") {
    using Checkpoint = ledger::SqliteConnection::Checkpoint;
    TempDirectory const home;
    auto const file = home.path() / "x.db";
    ledger::SqliteConnection writer{file, ledger::Access::read_write};
    writer.execute("PRAGMA journal_mode=WAL");
    writer.execute("CREATE TABLE t (a INTEGER)");
    ledger::SqliteConnection copier{file, ledger::Access::read_write};
    ledger::Query{copier, "SELECT count(*) FROM t"}.run();
    {
      ledger::SqliteConnection reader{file, ledger::Access::read_only};
      reader.begin_view();
      ledger::Query{reader, "SELECT count(*) FROM t"}.run();
      writer.execute("INSERT INTO t VALUES (1)");
      CHECK(copier.checkpoint(Checkpoint::truncate).pages > 0);
      ledger::Query patience{copier, "PRAGMA busy_timeout"};
      REQUIRE(patience.next());
      CHECK(patience.take<std::int64_t>() == 0);
      reader.end_view();
    }
    CHECK(copier.checkpoint(Checkpoint::truncate).pages == 0);
    CHECK(std::filesystem::file_size(home.path() / "x.db-wal") == 0);
  }
}
