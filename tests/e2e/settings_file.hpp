#pragma once

#include <algorithm>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include "tests/support/gateway.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/shared_data.hpp"

// The configuration that a gateway of the tests reads.
namespace airut::tests {

inline std::string configuration(Gateway const& gateway) {
  return slurp(gateway.home() / "airut.toml");
}

// Its store is on this server from the next start on.
inline void keep_on(Gateway const& gateway, PostgresServer const& server,
                    std::string const& schema) {
  auto const before = configuration(gateway);
  auto const tables = before.find("[[");
  std::ofstream{gateway.home() / "airut.toml", std::ios::binary}
      << before.substr(0, std::min(before.find("[store]"), tables))
      << fmt::format("[store]\nengine = \"postgresql\"\nconnection = \"{}\"\n",
                     server.connection(schema))
      << before.substr(tables);
}

}  // namespace airut::tests
