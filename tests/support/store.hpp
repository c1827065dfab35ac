#pragma once

#include <cstdint>
#include <filesystem>

#include "ledger/store/store_place.hpp"
#include "tests/support/postgres.hpp"

namespace airut::tests {

// Where a test's store is: see store_of().
inline ledger::StorePlace place_in(std::filesystem::path const& directory) {
  return ledger::StorePlace::parse(store_of(directory)).value();
}

// More answers than any test keeps.
inline constexpr std::int64_t everything = 1'000'000;

}  // namespace airut::tests
