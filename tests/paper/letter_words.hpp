#pragma once

#include <sstream>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "formats/model/letter.hpp"
#include "tests/paper/drawn.hpp"
#include "tests/support/archive_check.hpp"
#include "tests/support/day.hpp"

namespace airut::tests {

inline model::Money eur(char const* text) { return *model::Money::parse(text, {}); }

// What a letter says, with one space between words: lines may break anywhere.
inline std::string words_of(model::Letter const& letter, std::string_view name = "reminder") {
  auto const result = paper::write_letter(letter, look(name, letter.language));
  REQUIRE(result);
  for (auto const& fault : archive_faults(result->bytes)) FAIL_CHECK(fault);
  std::istringstream in{Printed{result->bytes}.text()};
  std::string text;
  for (std::string word; in >> word;) text += word + " ";
  return text;
}

}  // namespace airut::tests
