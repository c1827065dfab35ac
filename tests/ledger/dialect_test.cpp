#include "ledger/store/dialect.hpp"

#include <doctest/doctest.h>

#include "ledger/store/store_place.hpp"

using namespace airut::ledger;

TEST_SUITE("ledger/store/dialect") {
  TEST_CASE("parameters are numbered as SQLite numbers them") {
    CHECK(postgres_statement("SELECT ? , ?") == "SELECT $1 , $2");
    CHECK(postgres_statement("a = ?1 AND b BETWEEN ? AND ? AND c = ?1") ==
          "a = $1 AND b BETWEEN $2 AND $3 AND c = $1");
    CHECK(postgres_statement("a = ?12 OR b = ?") == "a = $12 OR b = $13");
  }

  TEST_CASE("what is quoted stays as it is") {
    CHECK(postgres_statement("x = '?' AND y = 'it''s ?' AND z = ?") ==
          "x = '?' AND y = 'it''s ?' AND z = $1");
    CHECK(split_statements("INSERT INTO a VALUES (';--');SELECT 1 -- ; no\n;") ==
          std::vector<std::string>{"INSERT INTO a VALUES (';--')", "SELECT 1"});
  }

  TEST_CASE("tables get PostgreSQL's types, the order of bytes, and nothing that only SQLite has") {
    auto const made = postgres_tables(
        "CREATE TABLE t (key INTEGER PRIMARY KEY, text TEXT NOT NULL DEFAULT '', b BLOB,\n"
        "  n TEXT NOT NULL COLLATE NOCASE) WITHOUT ROWID;\n"
        "-- By INTEGER; not a column.\n"
        "CREATE INDEX t_n ON t (length(text), n COLLATE NOCASE) WHERE text <> 'TEXT';\n",
        Rows::left_out);
    CHECK(made == std::vector<std::string>{
                      "CREATE TABLE t (key BIGINT PRIMARY KEY, text TEXT COLLATE \"C\" NOT NULL "
                      "DEFAULT '', b BYTEA,\n  n TEXT COLLATE \"C\" NOT NULL )",
                      "CREATE INDEX t_n ON t (length(text), n ) WHERE text <> 'TEXT'"});
  }

  TEST_CASE("what a step does to rows is kept only where there can be rows") {
    auto const* step = "DROP INDEX i; UPDATE t SET x = 1; INSERT INTO t SELECT 2;";
    CHECK(postgres_tables(step, Rows::left_out) == std::vector<std::string>{"DROP INDEX i"});
    CHECK(postgres_tables(step, Rows::kept).size() == 3);
  }

  TEST_CASE("a place is a directory or what libpq understands, and hides what is secret") {
    CHECK(StorePlace::parse("sqlite:/var/lib/airut")->directory == "/var/lib/airut");
    CHECK(StorePlace::parse("/var/lib/airut")->directory == "/var/lib/airut");
    auto const server = StorePlace::parse("postgresql:host=db dbname=airut password='a b'");
    REQUIRE(server);
    CHECK(server->is_postgresql());
    CHECK(server->name() == "postgresql:dbname=airut host=db");
    CHECK(StorePlace::parse("postgresql://airut:secret@db/airut")->name() ==
          "postgresql:user=airut dbname=airut host=db");
    auto const wrong = StorePlace::parse("postgresql:hots=db");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().find("hots") != std::string::npos);
  }
}
