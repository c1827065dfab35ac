#pragma once

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "tests/support/completed.hpp"
#include "tests/support/printed.hpp"

// What the tests of paper draw with the shipped templates.
namespace airut::tests {

inline paper::Drawn drawn(model::Invoice const& invoice, std::string language = "fi",
                          std::string_view name = "invoice") {
  auto result = paper::write_invoice(invoice, look(name, std::move(language)));
  if (!result) MESSAGE(result.error().text);
  REQUIRE(result);
  return *std::move(result);
}

inline std::size_t occurrences(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace airut::tests
