#pragma once

#include <optional>

#include "gateway/cli/commands.hpp"
#include "ledger/store/store_place.hpp"

namespace airut::gateway::cli {

// The store that --data names; says on stderr what is wrong with it.
std::optional<ledger::StorePlace> place_of(std::string const& data);

inline constexpr auto place_words = "A data directory or postgresql:CONNECTION";

}  // namespace airut::gateway::cli
