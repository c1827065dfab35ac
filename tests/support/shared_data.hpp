#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <doctest/doctest.h>

// The shared material (schemas, real files, vectors) lies beside the project and is never part of
// it. A test that needs it begins with: if (!airut::tests::has_shared("data/schema")) return;
namespace airut::tests {

inline std::filesystem::path shared(std::string const& path) {
  return std::filesystem::path{AIRUT_SHARED} / path;
}

inline bool has_shared(std::string const& path) {
  if (std::filesystem::exists(shared(path))) return true;
  MESSAGE("skipped: " << shared(path).string() << " is not here");
  return false;
}

// The bytes of a file; an empty string when it cannot be read.
inline std::string slurp(std::filesystem::path const& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace airut::tests
