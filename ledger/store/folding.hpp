#pragma once

#include <string>
#include <string_view>

namespace airut::ledger {

// As lower() of a column folds on both engines: the letters of ASCII alone. Of a bound value
// PostgreSQL would fold what its locale knows.
inline std::string folded(std::string_view text) {
  std::string out{text};
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace airut::ledger
