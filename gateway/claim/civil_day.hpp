#pragma once

#include <string_view>

#include "formats/model/date.hpp"

namespace airut::gateway {

// The calendar day in the country (FI, NO; anything else: UTC) at a moment, by the European
// summer time: last Sunday of March to last Sunday of October, from 01:00 UTC.
model::Date civil_day(std::string_view country, model::Instant moment);
// The first moment after the day there.
model::Instant end_of_civil_day(std::string_view country, model::Date day);

// The moment at which clocks there show so many minutes after midnight of the day.
model::Instant civil_moment(std::string_view country, model::Date day, std::chrono::minutes time);

}  // namespace airut::gateway
