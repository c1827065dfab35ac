#include "formats/model/clock_days.hpp"

namespace airut::model {

bool is_summer_time(Instant moment) {
  using namespace std::chrono;
  auto const year = year_month_day{day_of(moment)}.year();
  auto const change = [&](month of_month) {
    return Instant{sys_days{year / of_month / Sunday[last]}} + hours{1};
  };
  return moment >= change(March) && moment < change(October);
}

}  // namespace airut::model
