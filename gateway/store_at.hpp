#pragma once

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "config/settings.hpp"
#include "ledger/store/store.hpp"
#include "ledger/store/store_place.hpp"

namespace airut::gateway {

// Where the settings put the store; a sentence when libpq does not understand its connection
// string.
tl::expected<ledger::StorePlace, std::string> store_at(config::Settings const& settings);

// The daemon's store. Throws as Store::open().
std::unique_ptr<ledger::Store> open_store(config::Settings const& settings);

}  // namespace airut::gateway
