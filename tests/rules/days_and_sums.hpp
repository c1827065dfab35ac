#pragma once

#include <string_view>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "tests/support/day.hpp"

// Days and sums as tests write them.
namespace airut::tests {

inline model::Money eur(std::string_view text) { return *model::Money::parse(text, {}); }

}  // namespace airut::tests
