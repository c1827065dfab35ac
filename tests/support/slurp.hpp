#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace airut::tests {

// The bytes of a file; an empty string when it cannot be read.
inline std::string slurp(std::filesystem::path const& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace airut::tests
