#include "formats/csv/written.hpp"

namespace airut::csv {

std::string written(std::string_view text) {
  // A spreadsheet also looks behind a tab or a carriage return at the beginning.
  constexpr std::string_view begins_formula = "=+-@\t\r";
  std::string out = "\"";
  if (!text.empty() && begins_formula.find(text.front()) != std::string_view::npos) out += '\'';
  for (char const c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace airut::csv
