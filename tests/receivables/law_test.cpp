#include "config/law.hpp"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "config/table.hpp"
#include "tests/receivables/days_and_sums.hpp"
#include "tests/support/law.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
using namespace airut::tests;
using std::chrono::days;

namespace {

std::vector<config::TableRow> rows_of(std::string const& name) {
  std::vector<config::TableRow> rows;
  auto const wrong =
      config::read_table(AIRUT_SOURCE "/config/tables/" + name, [&](config::TableRow const& row) {
        rows.push_back(row);
        return std::string{};
      });
  REQUIRE(wrong.empty());
  return rows;
}

std::vector<std::vector<std::string>> shared_table(std::string const& path) {
  std::ifstream in{tests::shared(path)};
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> cells;
    std::stringstream cell{line};
    for (std::string text; std::getline(cell, text, '\t');) cells.push_back(text);
    rows.push_back(std::move(cells));
  }
  return rows;
}

std::int64_t minor(std::string const& crowns) {
  return static_cast<std::int64_t>(std::stod(crowns) * 100 + 0.5);
}

config::Debtor debtor_of_row(config::TableRow const& row) {
  return config::debtor_of(row.at("debtor"));
}

}  // namespace

TEST_CASE("every row of every table of the law has a day and names its source") {
  for (auto const* name : {"interest_rates.tsv", "interest_margins.tsv", "reminder_law.tsv",
                           "fee_caps.tsv", "compensation.tsv", "cost_ceilings.tsv",
                           "allocation.tsv", "collection_costs.tsv", "collection_law.tsv"}) {
    auto const rows = rows_of(name);
    CHECK(rows.size() > 1);
    for (auto const& row : rows) {
      CAPTURE(name);
      CAPTURE(row.at("from"));
      CHECK(config::parse_day(row.at("from")));
      CHECK(row.at("source").size() > 3);
      CHECK((row.at("country") == "FI" || row.at("country") == "NO"));
    }
  }
}

TEST_CASE("half-years of interest follow each other without gap or overlap, and hold on each day") {
  std::map<std::string, config::Day> next;
  for (auto const& row : rows_of("interest_rates.tsv")) {
    auto const& country = row.at("country");
    auto const first = day(row.at("from")), last = day(row.at("to"));
    CAPTURE(row.at("from"));
    if (next.count(country)) CHECK(first == next.at(country));
    next[country] = last + days{1};
    auto const rates = law().rates(country, config::Debtor::consumer);
    auto const margin = country == "FI" ? 70000 : 0;
    auto const percent = static_cast<std::int64_t>(std::stod(row.at("percent")) * 10000 + 0.5);
    for (auto const at : {first, last}) {
      REQUIRE(rates.on(at));
      CHECK(rates.on(at)->millionths == percent + margin);
    }
  }
  for (auto const& [country, after] : next) {
    CHECK_FALSE(law().rates(country, config::Debtor::consumer).on(after));
  }
}

TEST_CASE("the Norwegian rates are those of the collected regulations") {
  if (!tests::has_shared("data/rates/forsinkelsesrente.tsv")) return;
  auto const rates = law().rates("NO", config::Debtor::business);
  int compared = 0;
  for (auto const& row : shared_table("data/rates/forsinkelsesrente.tsv")) {
    if (row[0] < "2004") continue;
    CAPTURE(row[0]);
    auto const found = rates.on(day(row[0]));
    REQUIRE(found);
    CHECK(found->millionths == static_cast<std::int64_t>(std::stod(row[1]) * 10000 + 0.5));
    ++compared;
  }
  CHECK(compared == 46);
}

TEST_CASE("the Finnish rates are those of the collected publications") {
  if (!tests::has_shared("reference/finland.md")) return;
  std::ifstream in{tests::shared("reference/finland.md")};
  auto const consumer = law().rates("FI", config::Debtor::consumer);
  auto const business = law().rates("FI", config::Debtor::business);
  int compared = 0;
  for (std::string line; std::getline(in, line);) {
    // | 2023 H1 | 2,5 | 9,5 | 10,5 | source |
    bool const rate = line.size() > 12 && line.substr(0, 4) == "| 20" && line.substr(6, 2) == " H";
    if (!rate) continue;
    std::stringstream cells{line};
    std::string skip, period, reference, low, high;
    std::getline(cells, skip, '|');
    for (auto* cell : {&period, &reference, &low, &high}) std::getline(cells, *cell, '|');
    auto const half = period[7] == '1' ? "-01-01" : "-07-01";
    auto const at = day(period.substr(1, 4) + half);
    if (reference.find(',') == std::string::npos) {
      CHECK_FALSE(consumer.on(at));  // the half-year that nobody has published yet
      continue;
    }
    auto const millionths = [](std::string text) {
      for (auto& c : text) c = c == ',' ? '.' : c;
      return static_cast<std::int64_t>(std::stod(text) * 10000 + 0.5);
    };
    CAPTURE(line);
    REQUIRE(consumer.on(at));
    CHECK(consumer.on(at)->millionths == millionths(low));
    if (at > day("2013-03-16")) CHECK(business.on(at)->millionths == millionths(high));
    ++compared;
  }
  CHECK(compared >= 17);
}

TEST_CASE("Norwegian fees are a tenth and later a twentieth of the inkassosats of their day") {
  if (!tests::has_shared("data/rates/inkassosats.tsv")) return;
  for (auto const& row : shared_table("data/rates/inkassosats.tsv")) {
    CAPTURE(row[0]);
    for (auto const kind : {config::Debtor::consumer, config::Debtor::business}) {
      auto const cap = law().fee_cap("NO", kind, day(row[0]), day(row[0]));
      REQUIRE(cap);
      CHECK(cap->minor == minor(row[2]));
      CHECK(cap->currency == "NOK");
    }
  }
  // A claim that fell due before the twentieth keeps its tenth.
  CHECK(
      law().fee_cap("NO", config::Debtor::consumer, day("2021-01-15"), day("2020-09-30"))->minor ==
      7000);
}

TEST_CASE("the standard compensation is that of the half-year, and unknown halves are an error") {
  if (!tests::has_shared("data/rates/standardkompensasjon_b2b.tsv")) return;
  for (auto const& row : shared_table("data/rates/standardkompensasjon_b2b.tsv")) {
    if (row[0] < "2020") continue;
    CAPTURE(row[0]);
    auto const found = law().compensation("NO", config::Debtor::business, day(row[0]));
    if (row[1] == "UNKNOWN") {
      CHECK_FALSE(found);
    } else {
      REQUIRE(found);
      CHECK(found->minor == minor(row[1]));
    }
    CHECK(law().compensation("NO", config::Debtor::consumer, day(row[0]))->minor == 0);
  }
}

TEST_CASE("each row of reminder law and fee caps is the one found on its day") {
  for (auto const& row : rows_of("reminder_law.tsv")) {
    auto const found = law().reminders(row.at("country"), debtor_of_row(row), day(row.at("from")));
    REQUIRE(found);
    CHECK(found->source == row.at("source"));
    CHECK(std::to_string(found->fee_wait_days) == row.at("fee_wait"));
    CHECK(std::to_string(found->fees_max) == row.at("fees_max"));
    CHECK(std::to_string(found->deadline_days) == row.at("deadline"));
    CHECK_FALSE(law().reminders(row.at("country"), debtor_of_row(row), day("1999-01-01")));
  }
  for (auto const& row : rows_of("fee_caps.tsv")) {
    auto const due = std::max(day(row.at("from")), day(row.at("claim_due_from")));
    auto const found =
        law().fee_cap(row.at("country"), debtor_of_row(row), day(row.at("from")), due);
    REQUIRE(found);
    CHECK(std::to_string(found->minor) == row.at("minor"));
    CHECK_FALSE(law().fee_cap(row.at("country"), debtor_of_row(row), day("1999-01-01"), due));
  }
}

TEST_CASE("what the law says of a debtor of unknown kind is what it says of a consumer") {
  CHECK(config::debtor_of("") == config::Debtor::consumer);
  CHECK(config::debtor_of("unknown") == config::Debtor::consumer);
}

TEST_CASE("a ceiling of costs goes by the claim's size") {
  auto const ceiling = [](std::int64_t principal) {
    return law().cost_ceiling("FI", config::Debtor::consumer, day("2026-03-01"), principal);
  };
  CHECK(ceiling(10000) == 6000);
  CHECK(ceiling(10001) == 12000);
  CHECK(ceiling(100001) == 21000);
  CHECK_FALSE(law().cost_ceiling("NO", config::Debtor::consumer, day("2026-03-01"), 100));
  auto const enforceable = [](config::Debtor debtor, std::int64_t principal) {
    return law().cost_ceiling("FI", debtor, day("2026-03-01"), principal, true);
  };
  CHECK(enforceable(config::Debtor::consumer, 10000) == 5100);
  CHECK(enforceable(config::Debtor::consumer, 100001) == 5100);
  CHECK_FALSE(enforceable(config::Debtor::business, 100));
}
