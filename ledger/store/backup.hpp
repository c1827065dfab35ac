#pragma once

#include <cstdint>
#include <filesystem>

namespace airut::ledger {

struct BackedUp {
  std::int64_t bytes = 0;
};

// Throws as back_up() would for want of a store, or of room for its copy; writes nothing.
void need_place_of_copy(std::filesystem::path const& from, std::filesystem::path const& to);

// Copies the SQLite store of a directory into another as it stands at this moment, beside whoever
// writes it: their commits go on. The copy has its name when it is whole and on the disk, not
// before. Throws StoreLost when there is no store, when the other directory holds one already, or
// when the disk will not.
BackedUp back_up(std::filesystem::path const& from, std::filesystem::path const& to);

}  // namespace airut::ledger
