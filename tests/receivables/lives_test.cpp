#include <map>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "ledger/receivables/allocate.hpp"
#include "ledger/receivables/dunning.hpp"
#include "tests/receivables/days_and_sums.hpp"
#include "tests/support/law.hpp"

// Whole lives of claims, told line by line: what a lawyer would check with the statute beside it.
// Every day from the due date on is asked; only the days on which something happens are told.

using namespace airut;
using namespace airut::ledger;
using namespace airut::ledger::dunning;
using namespace airut::tests;
using std::chrono::days;

namespace {

struct Life {
  CustomerFacts customer;
  config::DunningPolicy policy;
  ItemFacts item;
  std::map<model::Date, std::int64_t> payments;  // by value day, known the same evening
  std::string story;

  void tell(model::Date on, std::string const& what) {
    story += fmt::format("{} {}\n", model::date_text(on), what);
  }

  void live_until(model::Date last) {
    for (auto as_of = item.due_date; as_of <= last; as_of += days{1}) {
      item.bank_data_until = as_of - days{1};
      run(as_of);
      if (payments.count(as_of)) pay(as_of, payments.at(as_of));
    }
  }

  void run(model::Date as_of) {
    auto const decision = decide(item, customer, policy, law(), as_of);
    if (decision.action == Action::none) return;
    item.letters.push_back({decision.action, as_of, decision.deadline, as_of, decision.fee,
                            decision.cost, decision.announces_collection});
    item.owed.interest += decision.interest;
    item.owed.fee += decision.fee;
    item.owed.cost += decision.cost;
    if (decision.interest_until) item.interest_until = decision.interest_until;
    auto line = fmt::format("{}: principal {}, interest {}", action_text(decision.action),
                            item.owed.principal.text(), decision.interest.text());
    for (auto const& span : decision.interest_rates) {
      line += fmt::format(" [{} - {} {} %]", model::date_text(span.first),
                          model::date_text(span.last), span.percent);
    }
    line += fmt::format(", fee {}, compensation {}", decision.fee.text(), decision.cost.text());
    if (decision.action == Action::collection_order) {
      line += fmt::format(", in all {}", item.owed.total().text());
      item.in_collection = true;
    } else {
      line += fmt::format(", pay by {}", model::date_text(decision.deadline));
    }
    if (decision.announces_collection) line += ", warns of collection";
    tell(as_of, line);
  }

  void pay(model::Date on, std::int64_t minor) {
    OpenItem open;
    open.owed = item.owed;
    auto const order = law().allocation(customer.country, customer.debtor, on);
    REQUIRE(order);
    auto const spread =
        allocate(open, model::Money{minor, item.owed.principal.currency()}, order->order);
    std::string line = "payment:";
    for (auto const& part : spread.parts) {
      line += fmt::format(" {} {}", part.component, part.amount.text());
      if (part.component == "principal") item.history.changes.push_back({on, -part.amount});
    }
    item.owed = spread.owed;
    tell(on, line);
  }
};

Life claim(char const* country, config::Debtor debtor, std::int64_t minor, char const* sent,
           char const* due, std::vector<config::DunningStep> steps) {
  Life life;
  life.customer = {country, "", debtor, ""};
  life.policy.steps = std::move(steps);
  life.policy.grace_days = 0;
  life.policy.collection_automatic = true;
  auto const currency = *model::Currency::parse(std::string_view{country} == "NO" ? "NOK" : "EUR");
  life.item.due_date = day(due);
  life.item.sent_on = life.item.delivered_on = day(sent);
  life.item.owed = nothing_owed(currency);
  life.item.owed.principal = life.item.history.original = model::Money{minor, currency};
  life.item.collection = Mode::automatic;
  return life;
}

std::vector<config::DunningStep> steps(int first, int second, int deadline) {
  return {{"first_reminder", first, deadline, true, true},
          {"second_reminder", second, deadline, true, true},
          {"collection_order", second, deadline, true, true}};
}

}  // namespace

TEST_CASE("the life of a Finnish consumer's bill of 143.07 euro with a part payment") {
  auto life =
      claim("FI", config::Debtor::consumer, 14307, "2026-03-02", "2026-03-16", steps(14, 14, 14));
  life.payments = {{day("2026-04-05"), 5000}};
  life.live_until(day("2026-06-15"));
  // Sent 14 days before it was due, so fees are lawful: 5 euro each, the first 14 days after the
  // due date, the second 14 days after the first. Interest 2.5 + 7 %. A payment reduces interest,
  // then principal; costs come last.
  CHECK(life.story ==
        "2026-03-30 first_reminder: principal 143.07, interest 0.52"
        " [2026-03-17 - 2026-03-30 9.5 %], fee 5.00, compensation 0.00, pay by 2026-04-13\n"
        "2026-04-05 payment: interest 0.52 principal 49.48\n"
        "2026-04-14 second_reminder: principal 93.59, interest 0.44"
        " [2026-03-31 - 2026-04-14 9.5 %], fee 5.00, compensation 0.00, pay by 2026-04-28,"
        " warns of collection\n"
        "2026-04-29 collection_order: principal 93.59, interest 0.37"
        " [2026-04-15 - 2026-04-29 9.5 %], fee 0.00, compensation 0.00, in all 104.40\n");
}

TEST_CASE("the life of a Finnish company's invoice of 1 000 euro") {
  auto life =
      claim("FI", config::Debtor::business, 100000, "2026-03-02", "2026-03-16", steps(7, 10, 7));
  life.live_until(day("2026-06-15"));
  // 12 euro a reminder, the second only ten days after the first. Interest 2.5 + 8 %.
  CHECK(life.story ==
        "2026-03-23 first_reminder: principal 1000.00, interest 2.01"
        " [2026-03-17 - 2026-03-23 10.5 %], fee 12.00, compensation 0.00, pay by 2026-03-30\n"
        "2026-04-02 second_reminder: principal 1000.00, interest 2.88"
        " [2026-03-24 - 2026-04-02 10.5 %], fee 12.00, compensation 0.00, pay by 2026-04-09,"
        " warns of collection\n"
        "2026-04-13 collection_order: principal 1000.00, interest 3.16"
        " [2026-04-03 - 2026-04-13 10.5 %], fee 0.00, compensation 0.00, in all 1032.05\n");
}

TEST_CASE("a Finnish company that is reminded again within ten days pays no second fee") {
  auto life =
      claim("FI", config::Debtor::business, 100000, "2026-03-02", "2026-03-16", steps(7, 7, 7));
  life.live_until(day("2026-04-01"));
  CHECK(life.story.find("2026-03-31 second_reminder: principal 1000.00, interest 2.31"
                        " [2026-03-24 - 2026-03-31 10.5 %], fee 0.00") != std::string::npos);
}

TEST_CASE("the life of a Norwegian consumer's bill of 1 250 kroner over the turn of a half-year") {
  auto life =
      claim("NO", config::Debtor::consumer, 125000, "2026-06-01", "2026-06-15", steps(14, 14, 14));
  life.live_until(day("2026-09-15"));
  // 38 kroner a letter, at most two, the first 14 days after the due date, the second after a
  // deadline of 14 days has passed. Interest 12.00 % and from 1 July 12.25 %.
  CHECK(life.story ==
        "2026-06-29 first_reminder: principal 1250.00, interest 5.75"
        " [2026-06-16 - 2026-06-29 12 %], fee 38.00, compensation 0.00, pay by 2026-07-13\n"
        "2026-07-14 second_reminder: principal 1250.00, interest 6.29"
        " [2026-06-30 - 2026-06-30 12 %] [2026-07-01 - 2026-07-14 12.25 %], fee 38.00,"
        " compensation 0.00, pay by 2026-07-28, warns of collection\n"
        "2026-07-29 collection_order: principal 1250.00, interest 6.29"
        " [2026-07-15 - 2026-07-29 12.25 %], fee 0.00, compensation 0.00, in all 1344.33\n");
}

TEST_CASE("the life of a Norwegian company's invoice of 10 000 kroner with the compensation") {
  auto life =
      claim("NO", config::Debtor::business, 1000000, "2026-01-02", "2026-01-15", steps(14, 14, 14));
  life.policy.compensation = true;
  life.live_until(day("2026-03-31"));
  // 460 kroner once instead of the fees, which are less.
  CHECK(life.story ==
        "2026-01-29 first_reminder: principal 10000.00, interest 46.03"
        " [2026-01-16 - 2026-01-29 12 %], fee 0.00, compensation 460.00, pay by 2026-02-12\n"
        "2026-02-13 second_reminder: principal 10000.00, interest 49.31"
        " [2026-01-30 - 2026-02-13 12 %], fee 0.00, compensation 0.00, pay by 2026-02-27,"
        " warns of collection\n"
        "2026-02-28 collection_order: principal 10000.00, interest 49.32"
        " [2026-02-14 - 2026-02-28 12 %], fee 0.00, compensation 0.00, in all 10604.66\n");
}

TEST_CASE("after weeks without a run the steps follow one by one, never two on one day") {
  auto life =
      claim("FI", config::Debtor::consumer, 14307, "2026-01-02", "2026-01-16", steps(14, 14, 14));
  auto const asked = day("2026-05-20");
  life.item.bank_data_until = asked - days{1};
  for (int again = 0; again < 3; ++again) life.run(asked);
  CHECK(std::count(life.story.begin(), life.story.end(), '\n') == 1);
  CHECK(life.story.find("2026-05-20 first_reminder") == 0);
}
