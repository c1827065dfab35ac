#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace airut::tests {

// The lines of a file, without their ends.
inline std::vector<std::string> lines_of(std::filesystem::path const& path) {
  std::ifstream in{path};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace airut::tests
