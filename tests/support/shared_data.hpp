#pragma once

#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "tests/support/slurp.hpp"

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

}  // namespace airut::tests
