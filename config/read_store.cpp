#include "config/parts.hpp"
#include "config/plain_text.hpp"

namespace airut::config {

StoreSettings read_store(toml::table const& table, Reading& reading) {
  Section in{table, reading, "store"};
  StoreSettings settings;
  std::string engine = "sqlite";
  in.take_word("engine", engine, {"sqlite", "postgresql"});
  if (engine == "postgresql") settings.engine = StoreEngine::postgresql;
  if (settings.engine == StoreEngine::postgresql) {
    in.take_needed("connection", settings.connection);
    if (settings.connection.find("password") != std::string::npos ||
        settings.connection.find("://") != std::string::npos)
      in.wrong("connection",
               "connection is \"host=... dbname=... user=...\"; the password stands apart, as "
               "password = { file = ... }");
    settings.password = in.secret("password");
    if (settings.password && may_go_without_tls(settings.connection))
      in.wrong("connection",
               "the password would go to another machine without TLS: connection must have "
               "sslmode=verify-full (or require, verify-ca)");
    in.take_seconds("statement_time", settings.statement_time, 86400);
  }
  in.finish();
  return settings;
}

}  // namespace airut::config
