#include <atomic>
#include <chrono>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/gateway.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;

namespace {

constexpr int senders = 4;

// How often the gateway is killed; AIRUT_CRASH_ROUNDS changes it.
int rounds() {
  auto const* asked = std::getenv("AIRUT_CRASH_ROUNDS");
  return asked ? std::atoi(asked) : 200;
}

// Everything that was answered 202, with its id.
class Promises {
 public:
  void keep(std::string number, std::string id) {
    std::lock_guard const lock{mutex_};
    ids_.emplace(std::move(number), std::move(id));
  }
  std::map<std::string, std::string> ids() const {
    std::lock_guard const lock{mutex_};
    return ids_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> ids_;
};

// Sends invoices until told to stop. What was not answered is sent again with the same key later:
// that is what a caller does, and it must not make a second invoice.
void send_all(tests::Gateway const& gateway, int sender, int round, std::atomic<bool> const& stop,
              Promises& promises, std::vector<std::string>& unanswered) {
  for (int i = 0; !stop; ++i) {
    auto const number = fmt::format("R{}-{}-{}", round, sender, i);
    auto const answer = gateway.post("/v1/invoices", tests::sample_json(number), "key-" + number);
    if (answer.status == 202) {
      promises.keep(number, answer.string("id"));
    } else if (answer.status == 0) {
      unanswered.push_back(number);
      return;
    }
  }
}

void send_again(tests::Gateway const& gateway, std::vector<std::string>& unanswered,
                Promises& promises) {
  for (auto const& number : unanswered) {
    auto const answer = gateway.post("/v1/invoices", tests::sample_json(number), "key-" + number);
    REQUIRE(answer.status == 202);
    promises.keep(number, answer.string("id"));
  }
  unanswered.clear();
}

// One life of the gateway: load, and death at a random moment.
void live_and_die(tests::Gateway& gateway, int round, std::mt19937& random, Promises& promises,
                  std::vector<std::string>& unanswered) {
  std::atomic<bool> stop{false};
  std::vector<std::vector<std::string>> lost(senders);
  std::vector<std::thread> threads;
  for (int sender = 0; sender < senders; ++sender) {
    threads.emplace_back([&, sender] {
      send_all(gateway, sender, round, stop, promises, lost[static_cast<std::size_t>(sender)]);
    });
  }
  std::this_thread::sleep_for(std::chrono::microseconds{1000 + random() % 60000});
  gateway.kill();
  stop = true;
  for (auto& thread : threads) thread.join();
  for (auto const& one : lost) unanswered.insert(unanswered.end(), one.begin(), one.end());
}

std::size_t waiting(tests::Gateway const& gateway) {
  std::size_t count = 0;
  for (auto const state : {"queued", "dispatching", "unknown", "deferred"}) {
    auto const list = gateway.get(fmt::format("/v1/deliveries?state={}&limit=1", state));
    count += list.body.at("data").as_array().size();
  }
  return count;
}

}  // namespace

TEST_CASE("killed at random moments under load, nothing promised is lost and nothing is doubled") {
  tests::Gateway gateway{tests::sample_toml()};
  std::mt19937 random{20261124};
  Promises promises;
  std::vector<std::string> unanswered;
  for (int round = 0; round < rounds(); ++round) {
    live_and_die(gateway, round, random, promises, unanswered);
    gateway.start();
    if (round % 10 == 9) send_again(gateway, unanswered, promises);
  }
  send_again(gateway, unanswered, promises);
  REQUIRE(gateway.until([&] { return waiting(gateway) == 0; }));
  auto const ids = promises.ids();
  MESSAGE(ids.size() << " invoices over " << rounds() << " deaths");
  CHECK(ids.size() > static_cast<std::size_t>(rounds()));

  // Every 202 is there, under its own id, and is one file on the other side.
  std::map<std::string, int> files;
  for (auto const& entry : std::filesystem::directory_iterator(gateway.home() / "out")) {
    auto const name = entry.path().filename().string();
    CHECK(name.front() != '.');
    auto const at = name.find("-invoice-");
    REQUIRE(at != std::string::npos);
    ++files[name.substr(at + 9, name.size() - at - 13)];
  }
  for (auto const& [number, id] : ids) {
    CAPTURE(number);
    REQUIRE(files[number] == 1);
  }
  // Files of invoices whose answer was lost and never asked for again do not exist: all were.
  CHECK(files.size() == ids.size());
  for (auto one = ids.begin(); one != ids.end(); std::advance(one, 1)) {
    if (random() % 20 != 0) continue;
    CHECK(gateway.get("/v1/invoices/" + one->second).string("number") == one->first);
  }
  gateway.stop();
  std::string out;
  CHECK(gateway.cli({"journal", "verify", "--data", gateway.data().string()}, &out) == 0);
}
