#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace airut::tests {

// Where two texts part, with some of what stands around; "" when they are equal.
inline std::string difference(std::string_view a, std::string_view b) {
  if (a == b) return "";
  auto const at = static_cast<std::size_t>(
      std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  auto const from = at < 80 ? 0 : at - 80;
  auto cut = [&](std::string_view text) {
    return std::string{text.substr(std::min(from, text.size()), 200)};
  };
  return "..." + cut(a) + "...\nagainst\n..." + cut(b) + "...";
}

}  // namespace airut::tests
