#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace airut::ledger {

// Ascending numbers as a short text: 3, 7, 8 and 9 are "3 7-9".
std::string ranges_text(std::vector<std::int64_t> const& ascending);
// The numbers again; what is no such text gives none.
std::vector<std::int64_t> read_ranges(std::string_view text);

}  // namespace airut::ledger
