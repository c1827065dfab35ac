#include "gateway/claim/civil_day.hpp"

namespace airut::gateway {
namespace {

using namespace std::chrono;

model::Instant last_sunday(year of_year, month of_month) {
  return model::Instant{sys_days{of_year / of_month / Sunday[last]}} + hours{1};
}

bool summer_time(model::Instant moment) {
  auto const year = year_month_day{model::day_of(moment)}.year();
  return moment >= last_sunday(year, March) && moment < last_sunday(year, October);
}

// How far clocks are ahead of UTC.
hours ahead(std::string_view country, model::Instant moment) {
  if (country != "FI" && country != "NO") return hours{0};
  return hours{(country == "FI" ? 2 : 1) + (summer_time(moment) ? 1 : 0)};
}

}  // namespace

model::Date civil_day(std::string_view country, model::Instant moment) {
  return model::day_of(moment + ahead(country, moment));
}

model::Instant civil_moment(std::string_view country, model::Date day, minutes time) {
  auto const shown = model::Instant{day} + time;
  return shown - ahead(country, shown - ahead(country, shown));
}

model::Instant end_of_civil_day(std::string_view country, model::Date day) {
  auto moment = model::Instant{day + days{1}} - hours{3};
  while (civil_day(country, moment) <= day) moment += hours{1};
  return moment;
}

}  // namespace airut::gateway
