#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace airut::config {

// A row of a table file by the names of its header line.
using TableRow = std::map<std::string, std::string, std::less<>>;

// The cell of a row, "" when the table has no such column.
std::string cell(TableRow const& row, std::string_view name);

// The same, "" also for "-".
std::string stated(TableRow const& row, std::string_view name);

// YYYY-MM-DD, a day that exists.
std::optional<std::chrono::sys_days> parse_day(std::string_view text);

// "07:30" as minutes after midnight, 00:00 to 23:59.
std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);

// Reads a table: cells between tabs, '#' begins a comment line, the first other line is the header.
// take() gives what is wrong with a row, "" for nothing. The answer is "file:line: what", or "".
std::string read_table(std::filesystem::path const& path,
                       std::function<std::string(TableRow const&)> const& take);

}  // namespace airut::config
