#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace airut::config {

// A row of a table file by the names of its header line.
using TableRow = std::map<std::string, std::string, std::less<>>;

// Reads a table: cells between tabs, '#' begins a comment line, the first other line is the header.
// take() gives what is wrong with a row, "" for nothing. The answer is "file:line: what", or "".
std::string read_table(std::filesystem::path const& path,
                       std::function<std::string(TableRow const&)> const& take);

}  // namespace airut::config
