#include "gateway/day/due.hpp"

#include <algorithm>

#include "gateway/claim/civil_day.hpp"

namespace airut::gateway {

bool day_is_due(std::vector<std::chrono::minutes> const& times, std::string_view country,
                std::optional<model::Instant> since, model::Instant now) {
  auto const today = civil_day(country, now);
  return std::any_of(times.begin(), times.end(), [&](auto const time) {
    auto const moment = civil_moment(country, today, time);
    return moment <= now && (!since || *since < moment);
  });
}

}  // namespace airut::gateway
