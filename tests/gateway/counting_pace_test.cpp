#include "gateway/counting_pace.hpp"

#include <doctest/doctest.h>

using airut::gateway::CountingPace;
using namespace std::chrono_literals;

TEST_CASE("what takes long to count is counted once in half a minute, what does not each time") {
  CountingPace pace;
  CountingPace::Moment const start{};
  CHECK(pace.is_due(start));
  pace.counted(start, start + 20ms);
  CHECK(pace.is_due(start + 20ms));
  pace.counted(start + 1s, start + 3s);
  CHECK_FALSE(pace.is_due(start + 4s));
  CHECK_FALSE(pace.is_due(start + 32s));
  CHECK(pace.is_due(start + 33s));
  pace.counted(start + 33s, start + 34s);
  pace.forget();  // the store was away
  CHECK(pace.is_due(start + 35s));
}
