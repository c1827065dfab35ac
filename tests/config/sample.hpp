#pragma once

#include <algorithm>
#include <fstream>
#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "config/load.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::tests {

// A file that is good as it is, for tests to spoil or to add to.
inline std::string const good = R"(data_directory = "data"
[[channel]]
name = "finvoice"
kind = "directory"
format = "finvoice"
path = "out"
[[tenant]]
id = "demo"
country = "FI"
[[tenant.key]]
id = "key_1"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
scopes = ["*"]
[[tenant.client]]
ref = "siivous"
channel_order_business = ["finvoice"]
[tenant.client.seller]
name = "Mallisiivous Oy"
legal_id = "2617416-4"
legal_id_scheme = "0212"
[tenant.client.seller.address]
country = "FI"
[[tenant.client.account]]
iban = "FI2112345600000785"
)";

inline std::optional<std::string> no_variable(std::string const&) { return std::nullopt; }

inline tl::expected<config::Settings, std::vector<config::Complaint>> loaded(
    std::string const& text) {
  TempDirectory const home;
  std::ofstream{home.path() / "airut.toml"} << text;
  return config::load(home.path() / "airut.toml", no_variable);
}

inline std::string with(std::string const& what, std::string const& other) {
  auto text = good;
  auto const at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), other);
}

// Whether the file is refused with these words, told of that line.
inline bool complains(std::string const& text, int line, std::string_view words) {
  auto const settings = loaded(text);
  if (settings) return false;
  return std::any_of(settings.error().begin(), settings.error().end(), [&](auto const& one) {
    return one.line == line && one.column > 0 && one.text.find(words) != std::string::npos;
  });
}

}  // namespace airut::tests
