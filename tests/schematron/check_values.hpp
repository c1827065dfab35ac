#pragma once

#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "tests/schematron/evaluate.hpp"

namespace airut::tests {

// Expressions and the values they have.
using Values = std::vector<std::pair<char const*, char const*>>;

inline void check_all(Values const& values) {
  for (auto const& [expression, expected] : values) {
    INFO(expression);
    CHECK(value_of(expression) == expected);
  }
}

inline void check_failing(std::vector<char const*> const& expressions) {
  for (auto const* expression : expressions) {
    INFO(expression);
    CHECK(value_of(expression).starts_with("failed: "));
  }
}

}  // namespace airut::tests
