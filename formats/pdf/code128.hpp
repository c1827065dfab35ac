#pragma once

#include <string_view>
#include <vector>

namespace airut::pdf {

// The bars of Code 128 in set C (ISO/IEC 15417) for an even number of digits: widths in modules, a
// bar first, then a space, and so on; start, check and stop included. Empty for anything else.
std::vector<int> code128c(std::string_view digits);

}  // namespace airut::pdf
