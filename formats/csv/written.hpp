#pragma once

#include <string>
#include <string_view>

namespace airut::csv {

// A text as a cell that Airut writes: in quotes (RFC 4180), and with an apostrophe before what a
// spreadsheet would take for a formula.
std::string written(std::string_view text);

}  // namespace airut::csv
