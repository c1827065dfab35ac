#pragma once

#include "formats/model/date.hpp"

namespace airut::model {

// The same day so many months later, or the last of a month that is shorter.
inline Date months_after(Date day, int months) {
  std::chrono::year_month_day moved{day};
  moved += std::chrono::months{months};
  return moved.ok() ? Date{moved} : Date{moved.year() / moved.month() / std::chrono::last};
}

inline Date years_after(Date day, int years) { return months_after(day, 12 * years); }

}  // namespace airut::model
