#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace airut::ledger {

// How a document's bytes are kept. The numbers stand in the database.
enum class Packing {
  none = 0,
  zstd = 1,
  zstd_json = 2,  // with the dictionary of Airut's own JSON
};

struct Packed {
  Packing packing = Packing::none;
  std::string bytes;
};

// Packs what gets smaller by it. Any thread.
Packed pack(std::string_view media_type, std::string_view bytes);

// The bytes again. Throws StoreDamaged when they cannot be unpacked to the size.
std::string unpack(Packing packing, std::string_view packed, std::size_t size);

}  // namespace airut::ledger
