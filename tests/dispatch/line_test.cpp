#include "gateway/dispatch/line.hpp"

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "ledger/store/store.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// A store with deliveries that wait for one channel.
class Waiting {
 public:
  Waiting() : store_(ledger::Store::open(place_in(home_.path()), {})) {}

  ledger::DeliveryRouted add(std::string const& destination, model::Instant at,
                             bool urgent = false) {
    auto const invoice = accepted(std::to_string(++count_));
    auto delivery = routed(invoice);
    delivery.destination = destination;
    delivery.next_at = at;
    delivery.urgent = urgent;
    store_->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "key_1", noon, invoice);
      tx.append("fi", "key_1", noon, delivery);
    });
    return delivery;
  }

  void change(ledger::DeliveryChanged const& fact) {
    store_->write_now([&](ledger::Transaction& tx) { tx.append("fi", "system", noon, fact); });
  }

  std::optional<model::Instant> read(gateway::Line& line, int most, model::Instant now = noon) {
    return store_->look(
        [&](ledger::Snapshot& view) { return line.read_more(view, "email", most, breakers, now); });
  }

  channels::Breakers breakers;

 private:
  TempDirectory home_;
  std::unique_ptr<ledger::Store> store_;
  int count_ = 0;
};

std::vector<std::string> destinations(gateway::Line& line) {
  std::vector<std::string> names;
  while (auto const row = line.take()) names.push_back(row->destination);
  return names;
}

void exhaust(channels::Breakers& breakers, std::string const& destination) {
  for (int i = 0; i < 5; ++i) breakers.failed(destination, noon);
}

}  // namespace

TEST_SUITE("dispatch/line") {
  TEST_CASE("destinations take turns, however much waits for one of them") {
    Waiting waiting;
    for (int i = 0; i < 10; ++i) waiting.add("a", noon - seconds{i});
    waiting.add("b", noon);
    waiting.add("c", noon);
    gateway::Line line;
    waiting.read(line, 4);
    CHECK(destinations(line) == std::vector<std::string>(4, "a"));
    waiting.read(line, 4);
    auto const second = destinations(line);
    REQUIRE(second.size() >= 4);
    CHECK(second.at(0) == "b");
    CHECK(second.at(1) == "c");
    CHECK(second.at(2) == "a");
  }

  TEST_CASE("what is urgent comes before what is due longer, and not before its time") {
    Waiting waiting;
    for (int i = 0; i < 5; ++i) waiting.add("a", noon - minutes{i});
    waiting.add("a", noon + minutes{1}, true);
    auto const urgent = waiting.add("a", noon, true);
    gateway::Line line;
    waiting.read(line, 3);
    auto const first = line.take();
    REQUIRE(first);
    CHECK(first->id == urgent.delivery_id);
    CHECK(destinations(line).size() == 2);
    gateway::Line all;
    waiting.read(all, 100);
    CHECK(destinations(all).size() == 6);
  }

  TEST_CASE("what is due comes earliest first, and the line knows when more becomes due") {
    Waiting waiting;
    waiting.add("a", noon);
    auto const first = waiting.add("a", noon - minutes{1});
    waiting.add("a", noon + minutes{5});
    waiting.add("b", noon + minutes{3});
    gateway::Line line;
    CHECK(waiting.read(line, 10) == noon + minutes{3});
    CHECK(line.take()->id == first.delivery_id);
    CHECK(destinations(line).size() == 1);
    CHECK(waiting.read(line, 10, noon + minutes{3}) == noon + minutes{5});
  }

  TEST_CASE("a destination that rests keeps nobody else waiting") {
    Waiting waiting;
    for (int i = 0; i < 10; ++i) waiting.add("a", noon - minutes{1});
    waiting.add("b", noon);
    exhaust(waiting.breakers, "a");
    gateway::Line line;
    auto const next = waiting.read(line, 4);
    CHECK(destinations(line) == std::vector<std::string>{"b"});
    REQUIRE(next);
    CHECK(*next <= noon + minutes{1});
    waiting.read(line, 4, noon + minutes{2});  // its rest is over
    CHECK(destinations(line).front() == "a");
  }

  TEST_CASE("what a resting destination is not asked about comes once a minute") {
    Waiting waiting;
    auto const held = waiting.add("a", noon);
    waiting.add("a", noon);
    auto fact = changed(held, "queued", "held");
    fact.next_at = noon;
    waiting.change(fact);
    exhaust(waiting.breakers, "a");
    gateway::Line line;
    waiting.read(line, 4);
    REQUIRE_FALSE(line.is_empty());
    CHECK(line.take()->id == held.delivery_id);
    CHECK(line.is_empty());
    waiting.read(line, 4, noon + seconds{30});
    CHECK(line.is_empty());
  }

  TEST_CASE("of what a resting destination is not asked about, none waits for the next minute") {
    Waiting waiting;
    std::map<std::string, ledger::DeliveryRouted> held;
    for (int i = 0; i < 10; ++i) {
      auto const delivery = waiting.add("a", noon);
      auto fact = changed(delivery, "queued", "held");
      fact.next_at = noon;
      waiting.change(fact);
      held.emplace(delivery.delivery_id, delivery);
    }
    exhaust(waiting.breakers, "a");
    gateway::Line line;
    for (int read = 0; read < 3; ++read) {
      waiting.read(line, 4);
      while (auto const row = line.take()) {
        auto fact = changed(held.at(row->id), "held", "cancelled");
        fact.event = "cancelled";
        waiting.change(fact);
        held.erase(row->id);
      }
    }
    CHECK(held.empty());
  }
}
