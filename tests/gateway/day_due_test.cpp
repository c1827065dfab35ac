#include <doctest/doctest.h>

#include "gateway/day/due.hpp"

using namespace airut;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

model::Instant time_on(char const* day, minutes time) {
  return model::Instant{*model::parse_date(day)} + time;
}

std::vector<minutes> const twice{hours{7} + minutes{30}, hours{13}};

}  // namespace

TEST_CASE("the day is run when a time there has come, by the clock of the country") {
  // Helsinki: two hours ahead of UTC in winter, three in summer.
  CHECK_FALSE(gateway::day_is_due(twice, "FI", {}, time_on("2026-02-02", hours{5} + minutes{29})));
  CHECK(gateway::day_is_due(twice, "FI", {}, time_on("2026-02-02", hours{5} + minutes{30})));
  CHECK(gateway::day_is_due(twice, "FI", {}, time_on("2026-07-02", hours{4} + minutes{30})));
  CHECK_FALSE(gateway::day_is_due(twice, "NO", {}, time_on("2026-07-02", hours{4} + minutes{30})));
  CHECK_FALSE(gateway::day_is_due({}, "FI", {}, time_on("2026-07-02", hours{12})));
}

TEST_CASE("each time of the day counts once, and one that was missed is made up for that day") {
  auto const morning = time_on("2026-02-02", hours{6});
  CHECK_FALSE(gateway::day_is_due(twice, "FI", morning, time_on("2026-02-02", hours{10})));
  CHECK(gateway::day_is_due(twice, "FI", morning, time_on("2026-02-02", hours{11})));
  auto const at_noon = time_on("2026-02-02", hours{11} + minutes{1});
  CHECK_FALSE(gateway::day_is_due(twice, "FI", at_noon, time_on("2026-02-02", hours{20})));
  // After midnight there, yesterday's times are over.
  CHECK_FALSE(
      gateway::day_is_due(twice, "FI", at_noon, time_on("2026-02-02", hours{22} + minutes{30})));
  CHECK(gateway::day_is_due(twice, "FI", at_noon, time_on("2026-02-03", hours{9})));
}
