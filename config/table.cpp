#include "config/table.hpp"

#include <charconv>
#include <fstream>
#include <vector>

namespace airut::config {
namespace {

std::vector<std::string> split(std::string const& line) {
  std::vector<std::string> cells;
  std::size_t from = 0;
  for (auto tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t', from)) {
    cells.push_back(line.substr(from, tab - from));
    from = tab + 1;
  }
  cells.push_back(line.substr(from));
  return cells;
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string cell(TableRow const& row, std::string_view name) {
  auto const found = row.find(name);
  return found == row.end() ? std::string{} : found->second;
}

std::string stated(TableRow const& row, std::string_view name) {
  auto const found = row.find(name);
  return found == row.end() || found->second == "-" ? std::string{} : found->second;
}

std::optional<std::chrono::sys_days> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto const year = number(text.substr(0, 4)), month = number(text.substr(5, 2)),
             day = number(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  std::chrono::year_month_day const date{std::chrono::year{static_cast<int>(*year)},
                                         std::chrono::month{*month}, std::chrono::day{*day}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date};
}

std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text) {
  constexpr unsigned hours_most = 23, minutes_most = 59;
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  auto const hours = number(text.substr(0, 2)), minutes = number(text.substr(3));
  if (!hours || !minutes || *hours > hours_most || *minutes > minutes_most) return std::nullopt;
  return std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
}

std::string read_table(std::filesystem::path const& path,
                       std::function<std::string(TableRow const&)> const& take) {
  std::ifstream in{path};
  if (!in) return path.string() + ": cannot be read";
  std::vector<std::string> header;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    auto cells = split(line);
    auto const at = path.string() + ":" + std::to_string(number) + ": ";
    if (header.empty()) {
      header = std::move(cells);
      continue;
    }
    if (cells.size() != header.size()) {
      return at + std::to_string(cells.size()) + " cells where the header has " +
             std::to_string(header.size());
    }
    TableRow row;
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = cells[i];
    if (auto const wrong = take(row); !wrong.empty()) return at + wrong;
  }
  return {};
}

}  // namespace airut::config
