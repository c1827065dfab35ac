#include <random>

#include <doctest/doctest.h>

#include "ledger/reports/dso.hpp"
#include "ledger/reports/forecast.hpp"
#include "ledger/reports/payers.hpp"

using namespace airut;
using namespace airut::ledger::reports;
using std::chrono::days;

namespace {

model::Money eur(std::int64_t minor) { return {minor, {}}; }

model::Date const today = *model::parse_date("2026-03-31");

Paid paid(std::string customer, std::int64_t minor, int late, int days_ago) {
  auto const day = today - days{days_ago};
  return {std::move(customer), "", eur(minor), day - days{late}, day};
}

}  // namespace

TEST_SUITE("ledger/reports") {
  TEST_CASE("days sales outstanding, simple and counted back, to a tenth of a day") {
    std::vector<Billed> billed;
    for (int i = 0; i < 100; ++i) billed.push_back({today - days{i}, eur(1000)});
    auto const table = dso({eur(2500)}, billed, today, 100).front();
    CHECK(table.billed == eur(100000));
    CHECK(table.simple_tenths == 25);
    CHECK(table.count_back_tenths == 25);
    // Older sales are not looked at; without any there is no figure.
    CHECK_FALSE(dso({eur(100)}, {{today - days{100}, eur(1000)}}, today, 100)
                    .front()
                    .simple_tenths.has_value());
    CHECK_FALSE(dso({eur(200000)}, billed, today, 100).front().count_back_tenths.has_value());
    CHECK(dso({}, billed, today, 100).front().count_back_tenths == 0);
  }

  TEST_CASE("the slowest payer comes first, and who pays later than before is told") {
    auto const list = payers(
        {paid("A", 1000, 2, 200), paid("A", 3000, 30, 10), paid("B", 1000, -3, 20),
         paid("C", 500, 5, 120), paid("C", 500, 5, 5)},
        {{"D", "Hidas Oy", eur(700), today - days{60}}, {"B", "", eur(100), today + days{5}}},
        today);
    REQUIRE(list.size() == 4);
    CHECK(list[0].customer == "D");
    CHECK(list[0].overdue == eur(700));
    CHECK(list[0].oldest_days == 60);
    CHECK(trend_of(list[0]) == Trend::unknown);
    CHECK(list[1].customer == "A");
    CHECK(list[1].late_tenths == 230);  // (2 x 10 + 30 x 30) / 40
    CHECK(trend_of(list[1]) == Trend::slower);
    CHECK(list[2].customer == "C");
    CHECK(trend_of(list[2]) == Trend::steady);
    CHECK(list[3].customer == "B");
    CHECK(list[3].late_tenths == -30);
    CHECK(list[3].overdue.is_zero());
  }

  TEST_CASE("a forecast is what late payments did before, and its sum is what is open") {
    std::vector<Paid> history;
    for (int late : {1, 3, 5, 9, 9, 12, 20, 30}) history.push_back(paid("A", 100, late, 40));
    auto const table = forecast(history, {{"A", "", eur(8000), today}}, today, 4).front();
    CHECK(table.own_curve_items == 1);
    REQUIRE(table.weeks.size() == 4);
    CHECK(table.weeks[0].first == today + days{1});
    CHECK(table.weeks[0].expected == eur(3000));
    CHECK(table.weeks[1].expected == eur(3000));
    CHECK(table.weeks[2].expected == eur(1000));
    CHECK(table.weeks[3].expected == eur(0));
    CHECK(table.later == eur(1000));
    // Ten days late already: only what was later than that counts.
    auto const late = forecast(history, {{"A", "", eur(900), today - days{10}}}, today, 4).front();
    CHECK(late.weeks[0].expected == eur(300));
    CHECK(late.weeks[1].expected == eur(300));
    CHECK(late.weeks[2].expected == eur(300));
    // Nothing was ever so late.
    CHECK(forecast(history, {{"A", "", eur(900), today - days{90}}}, today, 4).front().later ==
          eur(900));
    CHECK(forecast({}, {{"A", "", eur(900), today}}, today, 4).front().later == eur(900));
  }

  TEST_CASE("no cent is lost in a forecast, whatever the past was") {
    std::mt19937 random{11};
    auto const below = [&](unsigned most) { return static_cast<int>(random() % most); };
    for (int round = 0; round < 200; ++round) {
      std::vector<Paid> history;
      std::vector<OpenSum> open;
      std::int64_t sum = 0;
      for (int i = below(60); i > 0; --i)
        history.push_back(paid(std::string(1, static_cast<char>('A' + below(4))), 1 + below(999),
                               below(90) - 20, below(300)));
      for (int i = 1 + below(20); i > 0; --i) {
        open.push_back({std::string(1, static_cast<char>('A' + below(5))), "",
                        eur(1 + below(99999)), today - days{below(150) - 40}});
        sum += open.back().open.minor();
      }
      auto const table = forecast(history, open, today, 13).front();
      auto all = table.later;
      for (auto const& week : table.weeks) {
        CHECK_FALSE(week.expected.is_negative());
        all += week.expected;
      }
      CHECK(all == eur(sum));
      CHECK(table.open == eur(sum));
    }
  }
}
