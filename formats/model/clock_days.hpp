#pragma once

#include "formats/model/date.hpp"

// Days and hours as clocks show them.
namespace airut::model {

// The day as the debtor has it: the east of the region is three hours ahead of UTC in summer, and
// of the two days that a moment may have there the later one is in his favour.
inline Date day_there(Instant moment) { return day_of(moment + std::chrono::hours{3}); }

// Summer time of the European Union (directive 2000/84/EC): from the last Sunday of March to that
// of October, at one o'clock UTC.
bool is_summer_time(Instant moment);

}  // namespace airut::model
