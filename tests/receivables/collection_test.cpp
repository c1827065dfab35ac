#include "ledger/receivables/collection.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "tests/receivables/days_and_sums.hpp"
#include "tests/support/law.hpp"

using namespace airut;
using namespace airut::ledger;
using namespace airut::tests;

namespace {

std::set<std::string_view> states() {
  std::set<std::string_view> all;
  for (auto const& step : collection::steps()) {
    all.insert(step.from);
    all.insert(step.to);
  }
  return all;
}

// What can be reached from a state in any number of steps.
std::set<std::string_view> reachable(std::string_view from) {
  std::set<std::string_view> seen{from};
  for (bool grown = true; grown;) {
    grown = false;
    for (auto const& step : collection::steps()) {
      if (seen.count(step.from) > 0) grown |= seen.insert(step.to).second;
    }
  }
  return seen;
}

}  // namespace

TEST_CASE("every state of collection is reached, and from every one a case can be closed") {
  CHECK(reachable("") == states());
  for (auto const state : states()) {
    auto const ahead = reachable(state);
    CAPTURE(state);
    CHECK(std::any_of(ahead.begin(), ahead.end(), collection::is_closed));
    if (collection::is_closed(state)) CHECK(ahead.size() == 1);
    if (!collection::is_live(state)) continue;
    for (auto const* end : {"closed_paid", "closed_recalled", "closed_credit_loss",
                            "closed_settled", "closed_time_barred"}) {
      CHECK(ahead.count(end) == 1);
    }
  }
}

TEST_CASE("a state and an event lead to one state alone") {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (auto const& step : collection::steps()) {
    CAPTURE(step.from);
    CAPTURE(step.event);
    CHECK(seen.insert({step.from, step.event}).second);
    CHECK(collection::find_step(step.from, step.event)->to == step.to);
  }
  for (auto const& note : collection::notes()) {
    for (auto const& step : collection::steps()) CHECK(step.event != note.event);
  }
}

TEST_CASE("whatever is told in whatever order, a closed case stays closed") {
  std::mt19937 random{3};
  auto const all = collection::steps();
  for (int life = 0; life < 500; ++life) {
    std::string_view state;
    bool closed = false, ordered = false;
    for (int i = 0; i < 40; ++i) {
      auto const event = all[random() % all.size()].event;
      auto const* step = collection::find_step(state, event);
      CHECK_FALSE((closed && step != nullptr));
      if (step == nullptr) continue;
      ordered |= event == "order";
      state = step->to;
      closed = collection::is_closed(state);
      if (collection::is_live(state)) CHECK(ordered);
    }
  }
}

TEST_CASE("publication is threatened only to Finnish businesses, ten days after a reminder") {
  collection::TrattaFacts facts{"FI", config::Debtor::business, day("2026-03-02"), {}};
  CHECK(collection::tratta_refusal("accept", facts, law(), day("2026-03-03")) == std::nullopt);
  CHECK(collection::tratta_refusal("threaten", facts, law(), day("2026-03-11")));
  CHECK_FALSE(collection::tratta_refusal("threaten", facts, law(), day("2026-03-12")));
  CHECK(collection::tratta_refusal("publish", facts, law(), day("2026-03-31")));
  facts.threatened_on = day("2026-03-12");
  CHECK(collection::tratta_refusal("publish", facts, law(), day("2026-03-26")));
  CHECK_FALSE(collection::tratta_refusal("publish", facts, law(), day("2026-03-27")));
  facts.debtor = config::Debtor::consumer;
  CHECK(collection::tratta_refusal("threaten", facts, law(), day("2026-06-01")));
  facts = {"NO", config::Debtor::business, day("2026-03-02"), {}};
  CHECK(collection::tratta_refusal("threaten", facts, law(), day("2026-06-01")));
  // Before the tables begin nothing may be threatened: the row is missing.
  facts.country = "FI";
  CHECK(collection::tratta_refusal("threaten", facts, law(), day("2020-06-01"))
            ->find("collection_law.tsv") != std::string::npos);
}
