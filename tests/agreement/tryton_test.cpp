#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>
#include <tuple>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "ledger/receivables/dunning.hpp"
#include "tests/support/day.hpp"
#include "tests/support/temp_directory.hpp"

// The same items dunned day by day here and by Tryton, which shares no line with this ledger: both
// reach the same levels on the same days for the same fees. Compared is what both have: levels by
// days overdue, a fee a level, payment, blocking. So the claims are businesses', whose law leaves
// the steps their days, fall due on banking days, and carry no interest; a block is lifted before
// the next level or never.
using namespace airut;
using namespace airut::ledger::dunning;
using std::chrono::days;
using tests::day;

namespace {

constexpr auto* script = AIRUT_SOURCE "/tests/peers/tryton_dunning.py";
constexpr int days_run = 60;

model::Date first_day() { return day("2026-01-05"); }

config::Law const& law() {
  static auto const loaded = config::Law::load(AIRUT_SOURCE "/config/tables", "");
  REQUIRE(loaded);
  return *loaded;
}

std::string python() {
  auto const* more = std::getenv("AIRUT_TRYTON_PATH");
  return fmt::format("{}/usr/bin/python3 -W ignore",
                     more != nullptr ? fmt::format("PYTHONPATH={} ", more) : "");
}

struct Item {
  std::int64_t minor = 0;
  model::Date due{};
  std::optional<model::Date> paid, blocked, released;
};

std::vector<Item> make_items(int count) {
  std::mt19937 random{2026};
  auto const pick = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most));
  };
  std::vector<Item> items;
  for (int i = 0; i < count; ++i) {
    Item item;
    item.minor = 2000 + pick(200'000);
    item.due = *law().banking_day_from("FI", first_day() + days{pick(15)});
    if (pick(5) < 2) item.paid = item.due + days{pick(50)};
    if (pick(8) == 0) {
      item.blocked = item.due + days{15 + pick(5)};
      if (pick(2) == 0) item.released = *item.blocked + days{1 + pick(7)};
    }
    items.push_back(item);
  }
  return items;
}

// Day, item, level, fee in minor units.
using Reached = std::set<std::tuple<std::string, int, int, std::int64_t>>;

std::string asked(std::vector<Item> const& items) {
  auto const optional_day = [](char const* name, std::optional<model::Date> const& date) {
    return date ? fmt::format(R"(,"{}":"{}")", name, model::date_text(*date)) : std::string{};
  };
  std::string list;
  for (auto const& item : items) {
    list += fmt::format(R"({}{{"amount":"{}","due":"{}"{}{}{}}})", list.empty() ? "" : ",",
                        model::Money(item.minor, {}).text(), model::date_text(item.due),
                        optional_day("paid", item.paid), optional_day("blocked", item.blocked),
                        optional_day("released", item.released));
  }
  return fmt::format(R"({{"first":"{}","days":{},"levels":[[14,"5"],[28,"5"],[42,"10"]],)"
                     R"("items":[{}]}})",
                     model::date_text(first_day()), days_run, list);
}

Reached by_tryton(std::vector<Item> const& items) {
  tests::TempDirectory const home;
  auto const in = home.path() / "items.json", out = home.path() / "reached";
  std::ofstream{in} << asked(items);
  auto const command = fmt::format("{} {} < {} > {} 2> {}", python(), script, in.string(),
                                   out.string(), (home.path() / "errors").string());
  auto const status = std::system(command.c_str());
  std::ifstream errors{home.path() / "errors"};
  std::stringstream said;
  said << errors.rdbuf();
  REQUIRE_MESSAGE(status == 0, said.str());
  Reached reached;
  std::ifstream lines{out};
  for (std::string line; std::getline(lines, line);) {
    auto const parsed = boost::json::parse(line);
    auto const& one = parsed.as_object();
    auto const fee = model::Money::parse(std::string{one.at("fee").as_string()}, {});
    REQUIRE(fee);
    reached.emplace(one.at("day").as_string(), static_cast<int>(one.at("item").as_int64()),
                    static_cast<int>(one.at("level").as_int64()), fee->minor());
  }
  return reached;
}

config::DunningPolicy policy() {
  config::DunningPolicy policy;
  policy.grace_days = 0;
  policy.minimum_minor = 0;
  for (auto const& [action, fee] :
       {std::pair{"first_reminder", 500}, {"second_reminder", 500}, {"payment_demand", 1000}}) {
    config::DunningStep step;
    step.action = action;
    step.after_days = 14;
    step.deadline_days = 7;
    step.interest = false;
    step.fee_minor = fee;
    policy.steps.push_back(step);
  }
  return policy;
}

ItemFacts facts_of(Item const& item) {
  ItemFacts facts;
  facts.due_date = item.due;
  facts.sent_on = facts.delivered_on = item.due - days{14};
  facts.owed = ledger::nothing_owed({});
  facts.owed.principal = facts.history.original = model::Money{item.minor, {}};
  return facts;
}

Reached here(std::vector<Item> const& items) {
  CustomerFacts const customer{"FI", "", config::Debtor::business, "", "", {}};
  auto const steps = policy();
  Reached reached;
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto const& item = items[i];
    auto facts = facts_of(item);
    for (int n = 0; n < days_run; ++n) {
      auto const today = first_day() + days{n};
      facts.bank_data_until = today - days{1};
      if (item.paid && *item.paid <= today) facts.owed.principal = model::Money{0, {}};
      facts.held =
          item.blocked && *item.blocked <= today && !(item.released && *item.released <= today);
      auto const decision = decide(facts, customer, steps, law(), today);
      if (decision.action == Action::none) continue;
      facts.letters.push_back(
          {decision.action, today, decision.deadline, today, decision.fee, decision.cost});
      reached.emplace(model::date_text(today), static_cast<int>(i), decision.round,
                      decision.fee.minor());
    }
  }
  return reached;
}

}  // namespace

TEST_CASE("a thousand items reach the levels and fees that Tryton gives them, on the same days") {
  auto const there = fmt::format("{} -c 'import trytond, proteus' 2> /dev/null", python());
  if (std::system(there.c_str()) != 0) {
    MESSAGE(
        "skipped: Tryton is not installed (apt-get install tryton-server tryton-proteus "
        "tryton-modules-account-dunning-fee), nor named by AIRUT_TRYTON_PATH");
    return;
  }
  auto const* number = std::getenv("AIRUT_TRYTON_ITEMS");
  auto const items = make_items(number != nullptr ? std::atoi(number) : 1000);
  auto const ours = here(items), theirs = by_tryton(items);
  MESSAGE(ours.size(), " levels here, ", theirs.size(), " in Tryton, of ", items.size(), " items");
  REQUIRE(theirs.size() > items.size());
  for (auto const& [on, item, level, fee] : ours) {
    CAPTURE(item);
    bool const same = theirs.contains({on, item, level, fee});
    CHECK_MESSAGE(same, on, ": level ", level, " here alone, fee ", fee);
  }
  for (auto const& [on, item, level, fee] : theirs) {
    CAPTURE(item);
    bool const same = ours.contains({on, item, level, fee});
    CHECK_MESSAGE(same, on, ": level ", level, " in Tryton alone, fee ", fee);
  }
}

TEST_CASE("the levels that are compared come about here at all") {
  auto const items = make_items(200);
  auto const ours = here(items);
  for (int level = 1; level <= 3; ++level) {
    CHECK(std::any_of(ours.begin(), ours.end(),
                      [&](auto const& one) { return std::get<2>(one) == level; }));
  }
}
