#include "ledger/receivables/interest.hpp"

#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include <doctest/doctest.h>

#include "ledger/receivables/ageing.hpp"
#include "ledger/receivables/allocate.hpp"
#include "ledger/receivables/correct.hpp"
#include "tests/receivables/days_and_sums.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
using namespace airut::ledger;
using namespace airut::tests;
using std::chrono::days;

namespace {

config::RateTable table_of(std::vector<std::pair<std::string, std::int64_t>> const& from) {
  std::vector<config::RatePeriod> periods;
  for (std::size_t i = 0; i < from.size(); ++i) {
    auto const last = i + 1 < from.size() ? *model::parse_date(from[i + 1].first) - days{1}
                                          : *model::parse_date("2026-12-31");
    periods.push_back({*model::parse_date(from[i].first), last, from[i].second, ""});
  }
  return {"vectors", periods};
}

// The rates that the oracle beside the vectors assumes.
config::RateTable rates_named(std::string const& name) {
  if (name == "NO") {
    return table_of({{"2023-07-01", 117500},
                     {"2024-01-01", 125000},
                     {"2025-07-01", 122500},
                     {"2026-01-01", 120000},
                     {"2026-07-01", 122500}});
  }
  std::int64_t const more = name == "FI_B2B" ? 10000 : 0;
  return table_of({{"2023-01-01", 95000 + more},
                   {"2023-07-01", 110000 + more},
                   {"2024-01-01", 115000 + more},
                   {"2025-01-01", 105000 + more},
                   {"2025-07-01", 95000 + more}});
}

std::vector<config::Component> order_named(std::string const& name) {
  std::vector<config::Component> order;
  for (char const c : name) {
    order.push_back(c == 'C'   ? config::Component::fee
                    : c == 'I' ? config::Component::interest
                               : config::Component::principal);
  }
  return order;
}

std::vector<std::string> cells_of(std::string const& line) {
  std::vector<std::string> cells;
  std::stringstream in{line};
  for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(cell);
  return cells;
}

// One case of the vectors, replayed event by event.
struct Case {
  config::RateTable rates;
  std::vector<config::Component> order;
  OpenItem item;
  PrincipalHistory history;
  model::Date charged_until;
  std::vector<std::pair<model::Date, std::int64_t>> fees;
  std::int64_t credit = 0;

  void charge_interest(model::Date until) {
    if (until <= charged_until) return;
    auto const charged = interest(history, charged_until + days{1}, until, rates);
    REQUIRE(charged);
    item.owed.interest += charged->amount;
    charged_until = until;
  }
  void charge_fees(model::Date until) {
    while (!fees.empty() && fees.front().first <= until) {
      item.owed.fee += euro(fees.front().second);
      fees.erase(fees.begin());
    }
  }
  void pay(model::Date day, std::int64_t amount) {
    charge_interest(day);
    charge_fees(day);
    auto const allocation = allocate(item, euro(amount), order);
    auto const principal = item.owed.principal - allocation.owed.principal;
    history.changes.push_back({day, -principal});
    item.owed = allocation.owed;
    credit += allocation.left.minor();
  }
};

Case case_of(std::vector<std::string> const& cells) {
  auto const due = *model::parse_date(cells[4]);
  Case one{rates_named(cells[1]), order_named(cells[2]), {}, {}, due, {}, 0};
  one.item.owed = nothing_owed({});
  one.item.owed.principal = one.history.original = euro(std::stoll(cells[3]));
  std::stringstream fees{cells[5]};
  for (std::string fee; std::getline(fees, fee, ';');) {
    one.fees.emplace_back(*model::parse_date(fee.substr(0, 10)), std::stoll(fee.substr(11)));
  }
  return one;
}

}  // namespace

TEST_CASE("interest and part payments agree with the independent oracle to the cent") {
  if (!tests::has_shared("data/ledger/interest_vectors.tsv")) return;
  std::ifstream in{tests::shared("data/ledger/interest_vectors.tsv")};
  std::string line;
  std::getline(in, line);
  std::optional<Case> one;
  std::string number;
  int rows = 0;
  while (std::getline(in, line)) {
    auto const cells = cells_of(line);
    CAPTURE(line);
    if (cells[0] != number) one = case_of(cells);
    number = cells[0];
    auto const day = *model::parse_date(cells[8]);
    if (cells[9] == "pay") {
      one->pay(day, std::stoll(cells[10]));
    } else {
      one->charge_interest(day);
      one->charge_fees(day);
    }
    REQUIRE(one->item.owed.principal.minor() == std::stoll(cells[14]));
    REQUIRE(one->item.owed.interest.minor() == std::stoll(cells[15]));
    REQUIRE(one->item.owed.fee.minor() == std::stoll(cells[16]));
    REQUIRE(one->credit == std::stoll(cells[17]));
    ++rows;
  }
  CHECK(rows > 900);
}

TEST_CASE("the worked Norwegian figures come from the shipped tables") {
  auto const law = config::Law::load(AIRUT_SOURCE "/config/tables", "");
  if (!law) FAIL(law.error());
  auto const rates = law->rates("NO", config::Debtor::consumer);
  auto const on = [&](std::int64_t minor, char const* from, char const* until) {
    PrincipalHistory const history{{minor, *model::Currency::parse("NOK")}, {}};
    return interest(history, *model::parse_date(from), *model::parse_date(until), rates)
        ->amount.minor();
  };
  CHECK(on(1000000, "2025-12-16", "2026-01-20") == 11945);
  CHECK(on(1000000, "2026-06-16", "2026-08-14") == 20034);
  CHECK(on(125000, "2026-03-02", "2026-04-15") == 1849);
}

TEST_CASE("a half-year without a rate is refused and named") {
  auto const law = config::Law::load(AIRUT_SOURCE "/config/tables", "");
  REQUIRE(law);
  PrincipalHistory const history{euro(10000), {}};
  auto const result =
      interest(history, *model::parse_date("2026-06-20"), *model::parse_date("2026-07-02"),
               law->rates("FI", config::Debtor::consumer));
  REQUIRE_FALSE(result);
  CHECK(result.error().text.find("second half of 2026") != std::string::npos);
}

TEST_CASE("Finnish rates have the debtor's margin, from its own day") {
  auto const law = config::Law::load(AIRUT_SOURCE "/config/tables", "");
  REQUIRE(law);
  auto const day = *model::parse_date("2026-03-01");
  CHECK(law->rates("FI", config::Debtor::consumer).on(day)->millionths == 95000);
  CHECK(law->rates("FI", config::Debtor::business).on(day)->millionths == 105000);
  auto const before = *model::parse_date("2013-03-15");
  CHECK(law->rates("FI", config::Debtor::business).on(before)->millionths == 80000);
  CHECK(law->rates("FI", config::Debtor::business).on(before + days{1})->millionths == 90000);
}

TEST_CASE("ageing buckets sum to the total, the due day itself is not late") {
  auto const day = *model::parse_date("2026-03-31");
  std::vector<AgeingRow> rows;
  for (int late = -5; late < 130; ++late) rows.push_back({day - days{late}, euro(100 + late)});
  auto const tables = ageing(rows, day);
  REQUIRE(tables.size() == 1);
  model::Money sum = euro(0);
  for (auto const& bucket : tables[0].buckets) sum += bucket.open;
  CHECK(sum == tables[0].total.open);
  auto const bucket = [&](AgeingEnds const& ends, int late) {
    return ageing_bucket_text(ends, ageing_bucket(ends, day - days{late}, day));
  };
  CHECK(bucket(usual_ageing_ends(), 0) == "not_due");
  CHECK(bucket(usual_ageing_ends(), 1) == "1-14");
  CHECK(bucket(usual_ageing_ends(), 101) == "over_100");
  // Buckets as a client wants them; the alarm is its own.
  CHECK(bucket({7, 30}, -3) == "up_to_7");
  CHECK(bucket({7, 30}, 8) == "8-30");
  CHECK(bucket({7, 30}, 400) == "over_30");
  auto const own = ageing({{day - days{101}, euro(7)}, {day - days{100}, euro(5)}}, day, {7, 30});
  CHECK(own.front().buckets.size() == 3);
  CHECK(own.front().alarm.open == euro(7));
}

TEST_CASE("interest charged letter by letter comes to the rounded whole, and nothing is too much") {
  std::mt19937 random{20260301};
  auto const some = [&](int least, int most) {
    return std::uniform_int_distribution{least, most}(random);
  };
  int parted = 0;  // letter by letter would have been another sum
  for (int round = 0; round < 300; ++round) {
    auto const rates = rates_named(round % 3 == 0 ? "NO" : round % 3 == 1 ? "FI_B2B" : "FI");
    auto const begins = *model::parse_date("2024-05-10") + days{some(0, 200)};
    PrincipalHistory history{euro(some(100, 300000)), {}};
    for (int i = some(0, 3); i > 0; --i)
      history.changes.push_back({begins + days{some(0, 300)}, euro(-some(1, 40000))});
    std::vector<ChargedLetter> letters;
    auto sum = euro(0), alone = euro(0);
    auto first = begins;
    for (int i = some(1, 5); i > 0; --i) {
      auto const last = first + days{some(0, 90)};
      auto const part = added_interest(history, begins, first, last, rates);
      REQUIRE(part);
      CHECK(!part->amount.is_negative());
      sum += part->amount;
      alone += interest(history, first, last, rates)->amount;
      letters.push_back({"l", last, true, euro(0), part->amount, euro(0), first, last, true});
      first = last + days{1};
    }
    auto const whole = interest(history, begins, first - days{1}, rates)->amount;
    CHECK(sum == whole);
    CHECK(overcharged(letters, history, begins, sum, rates)->empty());
    if (alone > whole) ++parted;
  }
  CHECK(parted > 20);
}
