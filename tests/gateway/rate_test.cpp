#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "gateway/http/memory.hpp"
#include "gateway/http/token_bucket.hpp"

using namespace airut::gateway::http;
using namespace std::chrono_literals;

namespace {

TokenBucket::Moment after_start(std::chrono::milliseconds since_start) {
  return TokenBucket::Moment{std::chrono::hours{1} + since_start};
}

}  // namespace

TEST_CASE("a rested key may send its burst at once, then one for each interval") {
  TokenBucket bucket{2, 3};
  CHECK(bucket.take(after_start(0ms)).remaining == 2);
  CHECK(bucket.take(after_start(0ms)).remaining == 1);
  CHECK(bucket.take(after_start(0ms)).remaining == 0);
  auto const refused = bucket.take(after_start(0ms));
  CHECK_FALSE(refused.allowed);
  CHECK(refused.wait == 1s);
  CHECK(refused.full_after == 2s);
  CHECK_FALSE(bucket.take(after_start(499ms)).allowed);
  CHECK(bucket.take(after_start(500ms)).allowed);
  CHECK_FALSE(bucket.take(after_start(501ms)).allowed);
  CHECK(bucket.take(after_start(60000ms)).remaining == 2);
}

TEST_CASE("over any stretch of time no more than burst and rate pass, whatever the pattern") {
  for (unsigned seed = 1; seed < 50; ++seed) {
    TokenBucket bucket{10, 5};
    unsigned random = seed;
    std::chrono::milliseconds now{0};
    int passed = 0;
    for (int i = 0; i < 2000; ++i) {
      random = random * 1103515245u + 12345u;
      now += std::chrono::milliseconds{(random >> 16) % 60};
      passed += bucket.take(after_start(now)).allowed;
    }
    CHECK(passed <= 5 + now.count() / 100 + 1);
  }
}

TEST_CASE("many threads share one bucket without a token too many") {
  TokenBucket bucket{1, 100};
  std::atomic<int> passed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 1000; ++n) passed += bucket.take(after_start(0ms)).allowed;
    });
  for (auto& thread : threads) thread.join();
  CHECK(passed == 100);
}

TEST_CASE("the memory of bodies is given out once, in steps, and comes back") {
  constexpr std::uint64_t step = 64u << 10;
  BodyMemory memory{3 * step};
  {
    BodyMemory::Share small{memory}, first{memory}, second{memory};
    CHECK(small.grow_to(step - 1));  // costs nothing
    CHECK(first.grow_to(step));
    CHECK(first.grow_to(2 * step - 1));
    CHECK_FALSE(second.grow_to(step));
    CHECK_FALSE(first.grow_to(3 * step));
  }
  BodyMemory::Share other{memory};
  CHECK(other.grow_to(3 * step - 1));
}
