#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace airut::ledger {

// Where a store is: a directory that holds an SQLite database, or a database of a PostgreSQL
// server.
struct StorePlace {
  StorePlace(std::filesystem::path where) : directory(std::move(where)) {}

  // A directory, with "sqlite:" before it or not, or "postgresql:" and a connection string of
  // libpq: "host=... dbname=...", or the rest of a URI, "//host/database". A sentence when libpq
  // does not understand it.
  static tl::expected<StorePlace, std::string> parse(std::string_view text);
  static StorePlace postgresql(std::string connection);

  bool is_postgresql() const { return !connection.empty(); }
  // For people: without what is secret.
  std::string name() const;

  std::filesystem::path directory;    // of SQLite
  std::string connection;             // to PostgreSQL, "": SQLite
  std::chrono::seconds patience{60};  // how long a statement there may take; 0: for ever
};

}  // namespace airut::ledger
