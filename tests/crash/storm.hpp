#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/model/date.hpp"
#include "tests/crash/checks.hpp"
#include "tests/crash/promises.hpp"
#include "tests/support/weather.hpp"

// A house (a gateway, its other sides and the weather between them) lives through rounds of load
// and death. It has
//   gateway, weather
//   ways()           channels, each with a maker of invoices that take it alone
//   answer_doubts()  a person finds out what nobody else can tell, and says so
//   has_told(count)  whether its webhooks have told of so many invoices
//   change(random)   how the other sides behave in the next round; calm(): well from now on
//   check(numbers)   what they have, by channel
namespace airut::tests::crash {

struct Way {
  std::string channel;
  std::string (*invoice)(std::string const& number);
};

using Numbers = std::map<std::string, std::set<std::string>>;  // of invoices, by channel

// The submission goes by this channel and no other.
inline std::string only_by(std::string const& channel, std::string json) {
  json.insert(1, fmt::format(R"("distribution":{{"channels":["{}"]}},)", channel));
  return json;
}

// How often each house is killed; AIRUT_STORM_ROUNDS changes it.
inline int storm_rounds() {
  auto const* asked = std::getenv("AIRUT_STORM_ROUNDS");
  return asked ? std::atoi(asked) : 6;
}

// The weather passes now and then: what waits stays as much as a house can send.
constexpr int rounds_at_once = 20;

// What all chance of a storm is drawn by; AIRUT_STORM_SEED changes it.
inline int storm_seed() {
  auto const* asked = std::getenv("AIRUT_STORM_SEED");
  return asked ? std::atoi(asked) : 20261127;
}

inline std::size_t count_in(Gateway const& gateway, std::string const& state) {
  auto const list = gateway.get(fmt::format("/v1/deliveries?state={}&limit=200", state));
  return list.body.at("data").as_array().size();
}

template <class House>
class Storm {
 public:
  explicit Storm(House& house)
      : house_(house), random_(static_cast<unsigned>(storm_seed())), ways_(house.ways()) {}

  void rage(int rounds) {
    house_.weather.rise();
    for (int round = 0; round < rounds; ++round) {
      house_.change(random_);
      live_and_die();
      house_.gateway.start();
      advance(std::chrono::minutes{5});
      if (round % 3 == 2) send_again();
    }
    send_again();
  }

  // The weather has passed: whatever waits goes its way, as the clock goes on.
  void pass() {
    house_.weather.calm();
    house_.calm();
    bool drained = false;
    for (int i = 0; i < 100 && !drained; ++i) {
      if (i > 4) house_.answer_doubts();
      drained = drains_meanwhile();
      if (!drained) advance(std::chrono::minutes{20});
    }
    if (!drained) tell_what_waits();
    REQUIRE(drained);
  }

  void check() {
    auto const ids = promises_.ids();
    MESSAGE(ids.size() << " invoices; connections: " << house_.weather.lots());
    Numbers numbers;
    for (auto const& way : ways_) numbers[way.channel];
    for (auto const& [number, id] : ids) {
      CHECK(house_.gateway.get("/v1/invoices/" + id).string("number") == number);
      numbers.at(way_of(number).channel).insert(number);
    }
    for (auto const& [channel, some] : numbers) {
      CAPTURE(channel);
      CHECK_FALSE(some.empty());
    }
    house_.check(numbers);
    check_journal(house_.gateway);
  }

 private:
  static constexpr int senders = 4;

  Way const& way_of(std::string const& number) const {
    return ways_.at(static_cast<std::size_t>(std::stoi(number)) % ways_.size());
  }

  tests::Answer submit(std::string const& number) const {
    auto const& way = way_of(number);
    return house_.gateway.post("/v1/invoices", only_by(way.channel, way.invoice(number)),
                               "key-" + number);
  }

  // An invoice for each channel, until the gateway answers no more.
  void send_some(std::vector<std::string>& unanswered, unsigned pause_ms) {
    for (std::size_t i = 0; i < ways_.size(); ++i) {
      auto const number = std::to_string(next_++);
      auto const answer = submit(number);
      if (answer.status != 202) {
        unanswered.push_back(number);
        return;
      }
      promises_.keep(number, answer.string("id"));
      std::this_thread::sleep_for(std::chrono::milliseconds{pause_ms});
    }
  }

  void live_and_die() {
    std::array<std::vector<std::string>, senders> lost;
    std::vector<std::thread> threads;
    for (auto& one : lost) {
      auto const pause = static_cast<unsigned>(random_() % 60);
      threads.emplace_back([this, &one, pause] { send_some(one, pause); });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20 + random_() % 1500});
    house_.gateway.kill();
    for (auto& thread : threads) thread.join();
    for (auto const& one : lost) unanswered_.insert(unanswered_.end(), one.begin(), one.end());
  }

  // What was not answered goes again with the same key, as a caller does.
  void send_again() {
    for (auto const& number : unanswered_) {
      auto const answer = submit(number);
      CAPTURE(answer.text);
      REQUIRE(answer.status == 202);
      promises_.keep(number, answer.string("id"));
    }
    unanswered_.clear();
  }

  bool is_done() const {
    return is_drained(house_.gateway) && house_.has_told(promises_.ids().size());
  }

  // Whether nothing waits any more once all that is under way has ended.
  bool drains_meanwhile() const {
    for (int i = 0; i < 4; ++i) {
      if (is_done()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    bool const ended =
        house_.gateway.until([&] { return count_in(house_.gateway, "dispatching") == 0; });
    if (!ended) tell_what_waits();
    REQUIRE(ended);
    return is_done();
  }

  // A gateway that starts is back at the first morning.
  void advance(std::chrono::minutes by) {
    now_ += by;
    auto const body = fmt::format(R"({{"now":"{}"}})", model::instant_text(now_));
    REQUIRE(house_.gateway.post("/v1/test/clock", body).status == 200);
  }

  void tell_what_waits() const {
    for (auto const* state :
         {"scheduled", "queued", "dispatching", "unknown", "deferred", "held"}) {
      auto const rest = house_.gateway.get(fmt::format("/v1/deliveries?state={}&limit=2", state));
      if (!rest.body.at("data").as_array().empty()) MESSAGE(state << ": " << rest.text);
    }
    MESSAGE(house_.gateway.get("/v1/deviations?limit=5").text);
  }

  House& house_;
  std::mt19937 random_;
  std::vector<Way> ways_;
  std::atomic<int> next_{2000001};
  Promises promises_;
  std::vector<std::string> unanswered_;
  model::Instant now_ = model::parse_instant("2026-03-02T08:00:00Z").value();
};

}  // namespace airut::tests::crash
