#include "formats/rules/tables.hpp"

#include "formats/model/lines.hpp"

namespace airut::rules {

std::optional<model::Date> end_of_days(std::string_view cell) {
  return cell == "-" ? std::optional{model::Date::max()} : model::parse_date(cell);
}

void each_row(std::string_view table,
              std::function<void(std::span<std::string_view const>)> const& take) {
  std::vector<std::string_view> cells;
  bool header = true;
  for (auto line : model::lines_of(table)) {
    if (line.empty() || line.front() == '#') continue;
    if (std::exchange(header, false)) continue;
    cells.clear();
    for (;;) {
      auto const tab = line.find('\t');
      cells.push_back(line.substr(0, tab));
      if (tab == std::string_view::npos) break;
      line.remove_prefix(tab + 1);
    }
    take(cells);
  }
}

}  // namespace airut::rules
