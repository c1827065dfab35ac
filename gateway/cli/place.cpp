#include "gateway/cli/place.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace airut::gateway::cli {

std::optional<ledger::StorePlace> place_of(std::string const& data) {
  auto place = ledger::StorePlace::parse(data);
  if (place) {
    place->patience = std::chrono::seconds{0};  // whoever looks at all of it waits
    return *std::move(place);
  }
  fmt::print(stderr, "airut: {}\n", place.error());
  return std::nullopt;
}

}  // namespace airut::gateway::cli
