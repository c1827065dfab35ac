#pragma once

#include <string>

#include <tl/expected.hpp>

#include "config/settings.hpp"
#include "ledger/store/store_place.hpp"

namespace airut::gateway {

// Where the settings put the store; a sentence when libpq does not understand its connection
// string.
tl::expected<ledger::StorePlace, std::string> store_at(config::Settings const& settings);

}  // namespace airut::gateway
