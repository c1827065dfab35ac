#include "channels/breaker.hpp"

#include <chrono>

#include <doctest/doctest.h>

using namespace airut;
using namespace std::chrono_literals;

namespace {

model::Instant const noon{std::chrono::milliseconds{1'790'000'000'000}};

channels::Breakers broken() {
  channels::Breakers breakers;
  for (int i = 0; i < 5; ++i) breakers.failed("mail", noon);
  return breakers;
}

}  // namespace

TEST_CASE("five failures in a row make a destination rest, four do not") {
  channels::Breakers breakers;
  for (int i = 0; i < 4; ++i) breakers.failed("mail", noon);
  CHECK(breakers.admit("mail", noon));
  breakers.failed("mail", noon);
  CHECK_FALSE(breakers.admit("mail", noon));
  CHECK(breakers.admit("bank", noon));
  CHECK(breakers.resting(noon) == std::vector<std::string>{"mail"});
}

TEST_CASE("a success between failures begins the count again") {
  channels::Breakers breakers;
  for (int i = 0; i < 4; ++i) breakers.failed("mail", noon);
  breakers.succeeded("mail");
  for (int i = 0; i < 4; ++i) breakers.failed("mail", noon);
  CHECK(breakers.admit("mail", noon));
}

TEST_CASE("a resting destination is tried by one delivery a minute") {
  auto breakers = broken();
  CHECK_FALSE(breakers.admit("mail", noon + 59s));
  CHECK(breakers.next_trial(noon) == noon + 60s);
  CHECK(breakers.admit("mail", noon + 60s));
  CHECK_FALSE(breakers.admit("mail", noon + 60s));  // one is under way
  CHECK_FALSE(breakers.admit("mail", noon + 600s));
  breakers.failed("mail", noon + 61s);
  CHECK_FALSE(breakers.admit("mail", noon + 120s));
  CHECK(breakers.admit("mail", noon + 121s));
  breakers.succeeded("mail");
  CHECK(breakers.admit("mail", noon + 122s));
  CHECK(breakers.admit("mail", noon + 122s));
}

TEST_CASE("a trial that ended without a word lets another one try") {
  auto breakers = broken();
  REQUIRE(breakers.admit("mail", noon + 60s));
  breakers.neither("mail");
  CHECK(breakers.admit("mail", noon + 61s));
}

TEST_CASE("a destination does not rest longer because the clock went back") {
  auto breakers = broken();
  auto const yesterday = noon - 24h;
  CHECK(breakers.resting(yesterday).empty());
  CHECK(breakers.admit("mail", yesterday));
  CHECK_FALSE(breakers.admit("mail", yesterday));  // one is under way
  breakers.failed("mail", yesterday);
  CHECK(breakers.next_trial(yesterday) == yesterday + 60s);
  CHECK_FALSE(breakers.admit("mail", yesterday + 59s));
}
