#pragma once

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string_view>

// What the fuzz targets share: a reader is given bytes by chance and must end with a value or with
// findings; what it read must be writable. A target aborts when that does not hold.
namespace airut::fuzz {

inline std::string_view text_of(std::uint8_t const* data, std::size_t size) {
  return {reinterpret_cast<char const*>(data), size};
}

// What is slow is done for one of so many inputs, always the same ones.
inline bool one_in(std::size_t share, std::string_view bytes) {
  return std::hash<std::string_view>{}(bytes) % share == 0;
}

inline void need(bool holds) {
  if (!holds) std::abort();
}

}  // namespace airut::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);
