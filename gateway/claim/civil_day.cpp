#include "gateway/claim/civil_day.hpp"

#include "formats/model/clock_days.hpp"

namespace airut::gateway {
namespace {

// How far clocks are ahead of UTC.
std::chrono::hours ahead(std::string_view country, model::Instant moment) {
  if (country != "FI" && country != "NO") return std::chrono::hours{0};
  return std::chrono::hours{(country == "FI" ? 2 : 1) + (model::is_summer_time(moment) ? 1 : 0)};
}

}  // namespace

model::Date civil_day(std::string_view country, model::Instant moment) {
  return model::day_of(moment + ahead(country, moment));
}

model::Instant civil_moment(std::string_view country, model::Date day, std::chrono::minutes time) {
  auto const shown = model::Instant{day} + time;
  return shown - ahead(country, shown - ahead(country, shown));
}

model::Instant end_of_civil_day(std::string_view country, model::Date day) {
  auto moment = model::Instant{day + std::chrono::days{1}} - std::chrono::hours{3};
  while (civil_day(country, moment) <= day) moment += std::chrono::hours{1};
  return moment;
}

}  // namespace airut::gateway
