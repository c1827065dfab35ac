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

}  // namespace

model::Date civil_day(std::string_view country, model::Instant moment) {
  if (country != "FI" && country != "NO") return model::day_of(moment);
  auto const winter = hours{country == "FI" ? 2 : 1};
  return model::day_of(moment + winter + hours{summer_time(moment) ? 1 : 0});
}

model::Instant end_of_civil_day(std::string_view country, model::Date day) {
  auto moment = model::Instant{day + days{1}} - hours{3};
  while (civil_day(country, moment) <= day) moment += hours{1};
  return moment;
}

}  // namespace airut::gateway
