#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/model/finding.hpp"

namespace airut::model {

// A text file as its lines, without their ends (LF or CR LF); the last may lack one.
inline std::vector<std::string_view> lines_of(std::string_view bytes) {
  std::vector<std::string_view> lines;
  while (!bytes.empty()) {
    auto const end = bytes.find('\n');
    auto line = bytes.substr(0, end);
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back(line);
  }
  return lines;
}

// What is wrong with one of them, counted from 1.
inline Finding finding_at(int line, std::string code, std::string detail) {
  Finding finding;
  finding.code = std::move(code);
  finding.detail = std::move(detail);
  finding.line = line;
  return finding;
}

}  // namespace airut::model
