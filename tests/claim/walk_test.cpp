#include <algorithm>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "ledger/store/query.hpp"
#include "tests/claim/house.hpp"

// Which items the day looks at, and what a bank file may tell again.
using namespace airut;
using namespace airut::tests;
using std::chrono::days;

namespace {

std::string named_policy(char const* name, int after_days, int grace_days) {
  return fmt::format(R"(
[[tenant.policy]]
name = "{}"
grace_days = {}
bank_data_age_days = 5
[[tenant.policy.step]]
action = "first_reminder"
after_days = {}
[[tenant.policy.step]]
action = "second_reminder"
after_days = 10
)",
                     name, grace_days, after_days);
}

std::vector<std::int64_t> looked_at(ClaimHouse& house) {
  return house.store().read(
      [&](ledger::Snapshot& view) { return gateway::day_items(view, house.context()); });
}

std::vector<std::int64_t> all_items(ClaimHouse& house) {
  return house.store().read([&](ledger::Snapshot& view) {
    std::vector<std::int64_t> keys;
    ledger::Query query{view.connection(), "SELECT key FROM receivables ORDER BY key"};
    while (query.next()) keys.push_back(query.take<std::int64_t>());
    return keys;
  });
}

std::size_t letters_among(ClaimHouse& house, std::vector<std::int64_t> const& items) {
  auto const decisions = house.store().read([&](ledger::Snapshot& view) {
    return gateway::decide_stretch(view, house.context(), items);
  });
  return static_cast<std::size_t>(std::count_if(
      decisions.begin(), decisions.end(),
      [](auto const& one) { return one.decision.action != ledger::dunning::Action::none; }));
}

}  // namespace

TEST_SUITE("claim/walk") {
  TEST_CASE("the day looks at every item that gets a letter, and at none whose days are not over") {
    ClaimHouse house{named_policy("policy", 14, 2) + named_policy("later", 30, 0)};
    house.today(day("2025-01-02"));
    for (int i = 0; i < 8; ++i)
      house.invoice(std::to_string(i), "100.00", i % 2 == 0 ? "consumer" : "business", "",
                    model::date_text(house.day_now() + days{14 + i}));
    house.deliver();
    std::size_t letters = 0, most = 0;
    for (auto at = day("2025-01-10"); at < day("2025-05-01"); at += days{1}) {
      house.today(at);
      house.bank(at - days{1}, {});
      auto const some = looked_at(house);
      most = std::max(most, some.size());
      auto const sent = letters_among(house, all_items(house));
      CHECK(letters_among(house, some) == sent);
      CHECK(static_cast<std::size_t>(house.run()) == sent);
      letters += sent;
      if (at < day("2025-02-01")) CHECK(some.empty());
    }
    CHECK(letters == 16);
    CHECK(most < 8);
    CHECK(looked_at(house).empty());  // no step is left
  }

  TEST_CASE("an entry that a second file of its day tells again counts once") {
    ClaimHouse house{named_policy("policy", 14, 2)};
    house.today(day("2025-01-02"));
    auto const item = house.invoice("1", "100.00", "consumer");
    house.deliver();
    house.bank(day("2025-01-02"), {{item, "30.00", false, "A"}});
    house.bank(day("2025-01-02"), {{item, "30.00", false, "A"}, {item, "20.00", false, "B"}});
    CHECK(house.item(item).principal.text() == "50.00");
    CHECK(house.broken().empty());
  }

  TEST_CASE("a reversal that a file tells before its payment takes it back") {
    ClaimHouse house{named_policy("policy", 14, 2)};
    house.today(day("2025-01-02"));
    auto const item = house.invoice("1", "100.00", "consumer");
    house.deliver();
    house.bank(day("2025-01-02"), {{item, "30.00", true, "A"}, {item, "30.00", false, "B"}});
    CHECK(house.item(item).principal.text() == "100.00");
    house.today(day("2025-01-07"));
    house.bank(day("2025-01-03"), {{item, "40.00", true, "C"}});
    house.bank(day("2025-01-06"),
               {{.receivable_id = item, .amount = "40.00", .id = "D", .booked = "2025-01-02"}});
    CHECK(house.item(item).principal.text() == "100.00");
    house.bank(day("2025-01-07"), {{item, "40.00", false, "E"}});
    CHECK(house.item(item).principal.text() == "60.00");
    CHECK(house.broken().empty());
  }
}
