#pragma once

#include <string>
#include <string_view>

#include <doctest/doctest.h>

namespace airut::tests {

inline bool has(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

// The text with another part in the place of its first `from`, which must stand there.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
  auto const at = text.find(from);
  REQUIRE(at != text.npos);
  return text.replace(at, from.size(), to);
}

}  // namespace airut::tests
