#pragma once

#include <vector>

#include "tests/claim/house.hpp"

namespace airut::tests {

// A day with the bank's data, and these payments, until the day before. The number of letters.
inline int on(ClaimHouse& house, char const* text, std::vector<Paid> const& paid = {}) {
  house.today(day(text));
  house.bank(house.day_now() - std::chrono::days{1}, paid);
  return house.run();
}

}  // namespace airut::tests
