#pragma once

#include <string>

#include "formats/model/money.hpp"

namespace airut::model {

// Whether two decimals say the amount exactly; EN 16931 has no more (BR-DEC), also where the
// currency has three (KWD, BHD).
inline bool fits_two_decimals(Money const& money) {
  return money.currency().minor_digits() <= 2 || money.minor() % 10 == 0;
}

// "1.23" for 1.230 KWD; an amount that does not fit keeps its three decimals.
inline std::string two_decimal_text(Money const& money) {
  auto text = money.text();
  if (money.currency().minor_digits() > 2 && fits_two_decimals(money)) text.pop_back();
  return text;
}

}  // namespace airut::model
