#pragma once

#include <cstdint>
#include <string_view>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "tests/support/day.hpp"

// Days and sums as tests write them.
namespace airut::tests {

inline model::Money euro(std::int64_t minor) { return {minor, model::Currency{}}; }

}  // namespace airut::tests
