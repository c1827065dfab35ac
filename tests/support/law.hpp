#pragma once

#include <doctest/doctest.h>

#include "config/law.hpp"

namespace airut::tests {

// The law as it is shipped.
inline config::Law const& law() {
  static auto const loaded = config::Law::load(AIRUT_SOURCE "/config/tables", "");
  REQUIRE(loaded);
  return *loaded;
}

}  // namespace airut::tests
