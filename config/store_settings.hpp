#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "config/channel_settings.hpp"

namespace airut::config {

enum class StoreEngine { sqlite, postgresql };

// [store]: where the journal and all that is made of it are kept. Without it: SQLite in the data
// directory.
struct StoreSettings {
  StoreEngine engine = StoreEngine::sqlite;
  // PostgreSQL alone.
  std::string connection;  // libpq's connection string "host=... dbname=...", without the password
  std::optional<Secret> password;
  std::chrono::seconds statement_time{60};  // a statement that takes longer is stopped; 0: none is
};

}  // namespace airut::config
