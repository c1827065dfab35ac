#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "ledger/receivables/dunning.hpp"
#include "tests/receivables/days_and_sums.hpp"
#include "tests/support/temp_directory.hpp"

// Payment demands, and law that changes on a day.
using namespace airut;
using namespace airut::ledger;
using namespace airut::ledger::dunning;
using namespace airut::tests;
using std::chrono::days;

namespace {

constexpr auto* tables = AIRUT_SOURCE "/config/tables";

config::Law load(std::string const& changes = "") {
  tests::TempDirectory const overlay;
  if (!changes.empty()) {
    std::ofstream{overlay.path() / "law_changes.tsv"} << "change\tfrom\tsource\n" << changes;
  }
  auto law = config::Law::load(tables, changes.empty() ? "" : overlay.path());
  REQUIRE_MESSAGE(law, (law ? "" : law.error()));
  return *std::move(law);
}

config::DunningPolicy demanding() {
  config::DunningPolicy one;
  one.name = "test";
  one.grace_days = 0;
  one.steps = {{"first_reminder"}, {"payment_demand"}, {"payment_demand"}, {"collection_order"}};
  one.collection_automatic = true;
  return one;
}

ItemFacts item_in(std::string const& currency) {
  auto const code = *model::Currency::parse(currency);
  ItemFacts facts;
  facts.due_date = day("2026-02-16");
  facts.sent_on = facts.delivered_on = day("2026-02-02");
  facts.owed = nothing_owed(code);
  facts.owed.principal = facts.history.original = model::Money{50000, code};
  facts.collection = Mode::automatic;
  return facts;
}

CustomerFacts customer(std::string country, config::Debtor kind) {
  return {std::move(country), "", kind, "", "", {}};
}

Decision judged(ItemFacts facts, CustomerFacts const& who, config::Law const& law, model::Date at) {
  facts.bank_data_until = at - days{1};
  return decide(facts, who, demanding(), law, at);
}

// The fees of the letters that go out, one after another.
std::string fees(std::string const& country, config::Debtor kind) {
  auto const law = load();
  auto facts = item_in(country == "NO" ? "NOK" : "EUR");
  std::string text;
  for (auto at = day("2026-02-17"); at < day("2026-06-20"); at += days{1}) {
    auto const one = judged(facts, customer(country, kind), law, at);
    if (one.action == Action::none) continue;
    text += std::string{action_text(one.action)} + " " + one.fee.text() + ";";
    facts.letters.push_back(
        {one.action, one.day, one.deadline, one.day, one.fee, one.cost, one.announces_collection});
    if (one.interest_until) facts.interest_until = one.interest_until;
  }
  return text;
}

}  // namespace

TEST_CASE("a creditor's own payment demand costs what the law says, the second half or nothing") {
  CHECK(fees("FI", config::Debtor::consumer) ==
        "first_reminder 5.00;payment_demand 5.00;payment_demand 2.50;collection_order 0.00;");
  CHECK(fees("FI", config::Debtor::business) ==
        "first_reminder 12.00;payment_demand 12.00;payment_demand 6.00;collection_order 0.00;");
  CHECK(fees("NO", config::Debtor::consumer) ==
        "first_reminder 38.00;payment_demand 113.00;payment_demand 0.00;collection_order 0.00;");
}

TEST_CASE("a payment demand needs a reminder before it") {
  auto without = demanding();
  without.steps.erase(without.steps.begin());
  auto facts = item_in("EUR");
  facts.bank_data_until = day("2026-03-30");
  auto const decision =
      decide(facts, customer("FI", config::Debtor::consumer), without, load(), day("2026-03-31"));
  CHECK(decision.reason_code == "no-reminder-before");
}

TEST_CASE(
    "a Norwegian demand follows a letter that announced collection, which it does not itself") {
  auto const law = load();
  auto const who = customer("NO", config::Debtor::consumer);
  auto facts = item_in("NOK");
  auto const first = judged(facts, who, law, day("2026-03-02"));
  CHECK(first.action == Action::first_reminder);
  CHECK(first.announces_collection);
  auto const send = [&](Decision const& one, bool announced) {
    facts.letters.push_back(
        {one.action, one.day, one.deadline, one.day, one.fee, one.cost, announced});
  };
  send(first, true);
  auto const demand = judged(facts, who, law, day("2026-03-20"));
  CHECK(demand.action == Action::payment_demand);
  CHECK_FALSE(demand.announces_collection);  // another demand follows, no agency yet
  send(demand, false);
  auto const last = judged(facts, who, law, day("2026-04-10"));
  CHECK(last.action == Action::payment_demand);
  CHECK(last.announces_collection);
  // Letters of before, which announced nothing: the notice goes out in the demand's place.
  facts.letters = {facts.letters.front()};
  facts.letters.front().announces_collection = false;
  auto const notice = judged(facts, who, law, day("2026-03-20"));
  CHECK(notice.action == Action::second_reminder);
  CHECK(notice.announces_collection);
  // In Finland a demand announces nothing before it.
  CHECK_FALSE(
      judged(item_in("EUR"), customer("FI", config::Debtor::consumer), law, day("2026-03-10"))
          .announces_collection);
}

TEST_CASE("the Norwegian collection act ends own notices and old fees on its day, not before") {
  auto const before = load();
  auto const after = load("no-collection-act\t2026-03-15\ttest\n");
  auto const who = customer("NO", config::Debtor::consumer);
  CHECK(judged(item_in("NOK"), who, after, day("2026-03-14")).action == Action::first_reminder);
  auto const stopped = judged(item_in("NOK"), who, after, day("2026-03-16"));
  CHECK(stopped.reason_code == "missing-law-row");
  CHECK(stopped.reason.find("fee_caps.tsv") != std::string::npos);
  CHECK(judged(item_in("NOK"), who, before, day("2026-03-16")).action == Action::first_reminder);
  auto reminded = item_in("NOK");
  reminded.letters = {{Action::first_reminder, day("2026-03-02"), day("2026-03-16"),
                       day("2026-03-02"), model::Money{3800, *model::Currency::parse("NOK")},
                       model::Money{0, *model::Currency::parse("NOK")}, true}};
  // The demand is no step any more: collection is the next one.
  CHECK(judged(reminded, who, after, day("2026-03-20")).action != Action::payment_demand);
  CHECK(judged(reminded, who, before, day("2026-03-20")).action == Action::payment_demand);
}

TEST_CASE("a step that the collection act ended is passed over once, and no reminder goes twice") {
  auto const who = customer("NO", config::Debtor::consumer);
  auto steps = demanding();
  steps.steps = {{"first_reminder"}, {"payment_demand"}, {"second_reminder"}, {"collection_order"}};
  for (auto& one : steps.steps) one.fee = false;
  auto const letters = [&](char const* act) {
    auto const law = load(std::string{"no-collection-act\t"} + act + "\ttest\n");
    auto facts = item_in("NOK");
    std::string text;
    for (auto at = day("2026-02-17"); at < day("2026-07-20"); at += days{1}) {
      facts.bank_data_until = at - days{1};
      auto const one = decide(facts, who, steps, law, at);
      if (one.action == Action::none) continue;
      text += fmt::format("{} {};", one.step, action_text(one.action));
      facts.letters.push_back({one.action, one.day, one.deadline, one.day, one.fee, one.cost,
                               one.announces_collection});
      if (one.interest_until) facts.interest_until = one.interest_until;
    }
    return text;
  };
  CHECK(letters("2026-01-01") == "1 first_reminder;3 second_reminder;4 collection_order;");
  // Between the first letter and the second; and after a demand that could still go out.
  CHECK(letters("2026-03-10") == "1 first_reminder;3 second_reminder;4 collection_order;");
  CHECK(letters("2026-04-01") ==
        "1 first_reminder;2 payment_demand;3 second_reminder;4 collection_order;");
}

TEST_CASE("what has its day in the tables is in force from that day on") {
  auto const shipped = load();
  CHECK_FALSE(shipped.in_force(config::Change::no_collection_act, day("2030-01-01")));
  auto const changed = load("no-collection-act\t2027-06-01\ttest\n");
  CHECK_FALSE(changed.in_force(config::Change::no_collection_act, day("2027-05-31")));
  CHECK(changed.in_force(config::Change::no_collection_act, day("2027-06-01")));
}

TEST_CASE("promises and customers that rest stop the letter until their day is over") {
  auto const law = load();
  auto const who = customer("FI", config::Debtor::consumer);
  auto promised = item_in("EUR");
  promised.promised_until = day("2026-03-10");
  CHECK(judged(promised, who, law, day("2026-03-10")).reason_code == "promised");
  CHECK(judged(promised, who, law, day("2026-03-10")).next_check == day("2026-03-11"));
  CHECK(judged(promised, who, law, day("2026-03-11")).action == Action::first_reminder);
  auto resting = who;
  resting.hold_reason = "asked";
  CHECK(judged(item_in("EUR"), resting, law, day("2026-03-10")).reason_code == "customer-held");
  resting.hold_until = day("2026-03-09");
  CHECK(judged(item_in("EUR"), resting, law, day("2026-03-10")).action == Action::first_reminder);
}

TEST_CASE("a policy's own fee and minimum are kept, and the law's where they are lower") {
  auto const law = load();
  auto facts = item_in("EUR");
  facts.bank_data_until = day("2026-03-09");
  auto mild = demanding();
  mild.steps[0].fee_minor = 300;
  auto const who = customer("FI", config::Debtor::consumer);
  CHECK(decide(facts, who, mild, law, day("2026-03-10")).fee.text() == "3.00");
  mild.steps[0].fee_minor = 9000;
  CHECK(decide(facts, who, mild, law, day("2026-03-10")).fee.text() == "5.00");
  mild.steps[0].minimum_minor = 50001;
  CHECK(decide(facts, who, mild, law, day("2026-03-10")).reason_code == "below-minimum");
}

TEST_CASE("twenty years after the due date no demand helps any more") {
  auto const rules = *load().reminders("FI", config::Debtor::consumer, day("2026-03-01"));
  auto facts = item_in("EUR");
  facts.due_date = day("2008-02-29");
  CHECK(limitation_day(facts, rules) == day("2011-02-28"));
  LetterFacts letter;
  letter.sent_on = day("2011-02-01");
  facts.letters = {letter};
  CHECK(limitation_day(facts, rules) == day("2014-02-01"));
  // What comes too late begins nothing again, what comes in time does, but for twenty years in all.
  facts.letters[0].sent_on = day("2027-01-01");
  CHECK(limitation_day(facts, rules) == day("2011-02-28"));
  facts.letters.clear();
  for (auto const* sent : {"2011-02-01", "2014-01-15", "2017-01-02", "2019-12-20", "2022-12-01"}) {
    letter.sent_on = day(sent);
    facts.letters.push_back(letter);
  }
  CHECK(limitation_day(facts, rules) == day("2025-12-01"));
  facts.acknowledged = {day("2025-11-30")};
  CHECK(limitation_day(facts, rules) == day("2028-02-29"));
  facts.acknowledged = {day("2025-12-02")};
  CHECK(limitation_day(facts, rules) == day("2025-12-01"));
}
