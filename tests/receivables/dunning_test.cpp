#include "ledger/receivables/dunning.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "tests/receivables/days_and_sums.hpp"
#include "tests/support/law.hpp"

using namespace airut;
using namespace airut::ledger;
using namespace airut::ledger::dunning;
using namespace airut::tests;
using std::chrono::days;

namespace {

config::DunningPolicy reminding_policy() {
  config::DunningPolicy policy;
  policy.name = "test";
  policy.steps = {{"first_reminder", 14, 14, true, true},
                  {"second_reminder", 14, 14, true, true},
                  {"collection_order", 14, 14, true, true}};
  policy.grace_days = 0;
  policy.collection_automatic = true;
  return policy;
}

ItemFacts finnish() {
  ItemFacts item;
  item.due_date = day("2026-03-16");
  item.sent_on = item.delivered_on = day("2026-03-02");
  item.owed = nothing_owed({});
  item.owed.principal = item.history.original = model::Money{14307, {}};
  item.collection = Mode::automatic;
  return item;
}

CustomerFacts consumer(std::string country = "FI") {
  return {std::move(country), "", config::Debtor::consumer, ""};
}

// The decision with bank data as fresh as can be.
Decision decision_on(ItemFacts item, CustomerFacts const& customer, char const* text) {
  item.bank_data_until = day(text) - days{1};
  return decide(item, customer, reminding_policy(), law(), day(text));
}

// What stays behind when a letter is sent.
void send(ItemFacts& item, Decision const& decision) {
  item.letters.push_back({decision.action, decision.day, decision.deadline, decision.day,
                          decision.fee, decision.cost, decision.announces_collection});
  item.owed.fee += decision.fee;
  item.owed.interest += decision.interest;
  item.owed.cost += decision.cost;
  if (decision.interest_until) item.interest_until = decision.interest_until;
}

}  // namespace

TEST_CASE("a Finnish consumer is reminded twice and then handed to collection, on lawful days") {
  auto item = finnish();
  CHECK(decision_on(item, consumer(), "2026-03-29").reason_code == "too-early");
  auto const first = decision_on(item, consumer(), "2026-03-30");
  REQUIRE(first.action == Action::first_reminder);
  CHECK(first.fee.text() == "5.00");
  CHECK(first.interest.text() == "0.52");  // 143.07 x 9.5 % x 14 / 365
  CHECK(first.deadline == day("2026-04-13"));
  CHECK_FALSE(first.announces_collection);
  send(item, first);
  CHECK(decision_on(item, consumer(), "2026-03-30").action == Action::none);
  CHECK(decision_on(item, consumer(), "2026-04-13").reason_code == "too-early");
  auto const second = decision_on(item, consumer(), "2026-04-14");
  REQUIRE(second.action == Action::second_reminder);
  CHECK(second.fee.text() == "5.00");
  CHECK(second.announces_collection);
  CHECK(second.interest_from == day("2026-03-31"));
  send(item, second);
  auto const order = decision_on(item, consumer(), "2026-04-29");
  REQUIRE(order.action == Action::collection_order);
  CHECK(order.fee.is_zero());
  send(item, order);
  CHECK(decision_on(item, consumer(), "2026-06-01").reason_code == "no-step-left");
}

TEST_CASE("the interest of two reminders is together not a cent more than that of all their days") {
  auto item = finnish();
  item.owed.principal = item.history.original = model::Money{1510, {}};
  auto const first = decision_on(item, consumer(), "2026-03-30");
  CHECK(first.interest.text() == "0.06");  // 15.10 x 9.5 % x 14 / 365 = 0.05502
  send(item, first);
  auto const second = decision_on(item, consumer(), "2026-04-14");
  REQUIRE(second.action == Action::second_reminder);
  // By itself 0.05895; of all 29 days 0.11397.
  CHECK(second.interest.text() == "0.05");
  auto const goes_on = [](Decision const& one) {
    return std::any_of(one.proof.begin(), one.proof.end(),
                       [](Proof const& proof) { return proof.rule == "interest-so-far"; });
  };
  CHECK_FALSE(goes_on(first));
  CHECK(goes_on(second));
}

TEST_CASE("a Norwegian fee is that of the day the letter is sent") {
  auto item = finnish();
  auto const nok = *model::Currency::parse("NOK");
  item.owed = nothing_owed(nok);
  item.owed.principal = item.history.original = model::Money{65000, nok};
  auto const first = decision_on(item, consumer("NO"), "2026-03-30");
  REQUIRE(first.action == Action::first_reminder);
  CHECK(first.fee.text() == "38.00");
  item.due_date = day("2025-10-16");
  item.sent_on = item.delivered_on = day("2025-10-01");
  auto const before = decision_on(item, consumer("NO"), "2025-11-03");
  REQUIRE(before.action == Action::first_reminder);
  CHECK(before.fee.text() == "35.00");
}

TEST_CASE("without proof of delivery nothing is demanded, and late delivery makes it due later") {
  auto item = finnish();
  item.delivered_on.reset();
  item.sent_on.reset();
  CHECK(decision_on(item, consumer(), "2026-06-01").reason_code == "not-delivered");
  item.delivered_on = item.sent_on = day("2026-03-30");
  // A consumer has 14 days from sending, and then the reminder's own 14.
  CHECK(decision_on(item, consumer(), "2026-04-26").reason_code == "too-early");
  auto const late = decision_on(item, consumer(), "2026-04-27");
  REQUIRE(late.action == Action::first_reminder);
  CHECK(late.fee.is_zero());  // it left fewer than 14 days before it was due
  CHECK(late.interest.is_zero());
  // Sent after the due date that it names: interest begins 30 days after it was sent.
  CHECK(decision_on(item, consumer(), "2026-05-11").interest_from == day("2026-04-30"));
}

TEST_CASE("the policy says what counts as delivered") {
  auto item = finnish();
  item.delivered_on.reset();
  auto const code = [&](char const* proof) {
    auto asks = reminding_policy();
    asks.delivery_proof = proof;
    item.bank_data_until = day("2026-03-29");
    return decide(item, consumer(), asks, law(), day("2026-03-30")).reason_code;
  };
  CHECK(code("handed_over").empty());
  CHECK(code("assumed") == "not-delivered");
  item.delivered_on = day("2026-03-05");
  item.delivery_assumed = true;
  CHECK(code("assumed").empty());
  CHECK(code("delivered") == "not-delivered");
  item.delivery_assumed = false;
  CHECK(code("delivered").empty());
}

TEST_CASE("a due date on a day without banking is the next banking day") {
  auto item = finnish();
  item.due_date = day("2026-04-03");  // Good Friday; the next banking day is Tuesday 7 April
  item.sent_on = item.delivered_on = day("2026-03-20");
  CHECK(decision_on(item, consumer(), "2026-04-20").reason_code == "too-early");
  auto const first = decision_on(item, consumer(), "2026-04-21");
  REQUIRE(first.action == Action::first_reminder);
  CHECK(first.interest_from == day("2026-04-08"));
  CHECK(first.deadline == day("2026-05-05"));
}

TEST_CASE("a letter that left late gives its whole time from then") {
  auto item = finnish();
  auto const first = decision_on(item, consumer(), "2026-03-30");
  send(item, first);
  item.letters.back().sent_on.reset();
  CHECK(decision_on(item, consumer(), "2026-05-20").reason_code == "letter-under-way");
  item.letters.back().sent_on = day("2026-04-07");
  CHECK(decision_on(item, consumer(), "2026-04-21").reason_code == "too-early");
  CHECK(decision_on(item, consumer(), "2026-04-22").action == Action::second_reminder);
}

TEST_CASE("a Norwegian fee letter with too short a deadline earns no second fee") {
  auto item = finnish();
  auto const nok = *model::Currency::parse("NOK");
  item.owed = nothing_owed(nok);
  item.owed.principal = item.history.original = model::Money{65000, nok};
  send(item, decision_on(item, consumer("NO"), "2026-03-30"));
  item.letters.back().deadline = day("2026-04-10");
  auto const second = decision_on(item, consumer("NO"), "2026-04-14");
  REQUIRE(second.action == Action::second_reminder);
  CHECK(second.fee.is_zero());
}

TEST_CASE("six months without a fee letter begin the Norwegian count again, fewer do not") {
  auto const nok = *model::Currency::parse("NOK");
  auto const fee_after = [&](char const* first, char const* second, char const* as_of) {
    auto item = finnish();
    item.due_date = day("2025-01-02");
    item.sent_on = item.delivered_on = day("2024-12-10");
    item.owed = nothing_owed(nok);
    item.owed.principal = item.history.original = model::Money{65000, nok};
    auto asks = reminding_policy();
    asks.steps.insert(asks.steps.end(), 2, asks.steps.front());
    for (auto const* text : {first, second}) {
      item.letters.push_back({Action::first_reminder, day(text), day(text) + days{15}, day(text),
                              model::Money{3500, nok}, model::Money{0, nok}});
    }
    asks.steps[2] = asks.steps.front();
    item.bank_data_until = day(as_of) - days{1};
    return decide(item, consumer("NO"), asks, law(), day(as_of)).fee.minor();
  };
  // The first of the two lies seven months back, the last only three: still two.
  CHECK(fee_after("2025-02-03", "2025-06-02", "2025-09-08") == 0);
  CHECK(fee_after("2025-02-03", "2025-02-20", "2025-09-08") == 3500);
}

TEST_CASE("the fee of a payment demand is one that the six months begin with") {
  auto const nok = *model::Currency::parse("NOK");
  auto item = finnish();
  item.due_date = day("2025-12-02");
  item.sent_on = item.delivered_on = day("2025-11-10");
  item.owed = nothing_owed(nok);
  item.owed.principal = item.history.original = model::Money{65000, nok};
  auto asks = reminding_policy();
  asks.steps.assign(4, asks.steps.front());
  auto const letter = [&](Action action, char const* text) {
    item.letters.push_back({action, day(text), day(text) + days{15}, day(text),
                            model::Money{3500, nok}, model::Money{0, nok}});
  };
  letter(Action::first_reminder, "2026-01-05");
  letter(Action::second_reminder, "2026-01-20");
  letter(Action::payment_demand, "2026-02-05");
  // Five and a half months after the demand, more than six after the last reminder.
  item.bank_data_until = day("2026-07-20");
  CHECK(decide(item, consumer("NO"), asks, law(), day("2026-07-21")).fee.is_zero());
  item.bank_data_until = day("2026-08-05");
  CHECK(decide(item, consumer("NO"), asks, law(), day("2026-08-06")).fee.minor() > 0);
}

TEST_CASE("a business may be charged the standard compensation, and then no fee besides") {
  auto item = finnish();
  auto asks = reminding_policy();
  asks.compensation = true;
  item.bank_data_until = day("2026-03-29");
  CustomerFacts business{"FI", "", config::Debtor::business, ""};
  auto const first = decide(item, business, asks, law(), day("2026-03-30"));
  CHECK(first.cost.text() == "40.00");
  CHECK(first.fee.is_zero());
  send(item, first);
  item.bank_data_until = day("2026-04-13");
  auto const second = decide(item, business, asks, law(), day("2026-04-14"));
  REQUIRE(second.action == Action::second_reminder);
  CHECK(second.cost.is_zero());
  CHECK(second.fee.is_zero());
  auto fresh = finnish();
  fresh.bank_data_until = day("2026-03-29");
  CHECK(decide(fresh, consumer(), asks, law(), day("2026-03-30")).cost.is_zero());
}

TEST_CASE("all fees of a small consumer claim stay under the ceiling of its costs") {
  auto item = finnish();
  item.owed.principal = item.history.original = model::Money{9000, {}};
  item.letters.push_back({Action::first_reminder, day("2026-03-30"), day("2026-04-13"),
                          day("2026-03-30"), model::Money{5700, {}}, model::Money{0, {}}});
  auto const second = decision_on(item, consumer(), "2026-04-14");
  REQUIRE(second.action == Action::second_reminder);
  CHECK(second.fee.text() == "3.00");
}

TEST_CASE("a business pays the rate of its contract, also above the law's") {
  auto item = finnish();
  item.agreed_rate_millionths = 160000;
  CHECK(
      decision_on(item, {"FI", "", config::Debtor::business, ""}, "2026-03-30").interest_percent ==
      "16");
}

TEST_CASE("every gate stops the letter and says why") {
  auto const code = [](auto change) {
    auto item = finnish();
    change(item);
    return decision_on(item, consumer(), "2026-04-20").reason_code;
  };
  CHECK(code([](ItemFacts& i) { i.tracked = false; }) == "not-tracked");
  CHECK(code([](ItemFacts& i) { i.disputed = true; }) == "disputed");
  CHECK(code([](ItemFacts& i) { i.open_deviation = "print.returned"; }) == "deviation-open");
  CHECK(code([](ItemFacts& i) { i.held = true; }) == "held");
  CHECK(code([](ItemFacts& i) { i.held = true, i.hold_until = day("2026-04-19"); }) == "");
  CHECK(code([](ItemFacts& i) { i.has_plan = true; }) == "payment-plan");
  CHECK(code([](ItemFacts& i) { i.in_collection = true; }) == "in-collection");
  CHECK(code([](ItemFacts& i) { i.owed.principal = model::Money{0, {}}; }) == "paid");
  CHECK(code([](ItemFacts& i) { i.owed.principal = model::Money{499, {}}; }) == "below-minimum");
  CHECK(code([](ItemFacts& i) { i.reminders = Mode::manual; }) == "manual");
  CHECK(code([](ItemFacts& i) { i.reminders = Mode::never; }) == "never");
  CHECK(decision_on(finnish(), {"FI", "SE", config::Debtor::consumer, ""}, "2026-04-20")
            .reason_code == "foreign-debtor");
  CHECK(decision_on(finnish(), {"FI", "SE", config::Debtor::business, ""}, "2026-04-20")
            .reason_code == "");
  auto stale = finnish();
  stale.bank_data_until = day("2026-04-10");
  CHECK(decide(stale, consumer(), reminding_policy(), law(), day("2026-04-20")).reason_code ==
        "bank-data-stale");
  stale.bank_data_account = "FI2112345600000785";
  CHECK(decide(stale, consumer(), reminding_policy(), law(), day("2026-04-20")).reason ==
        "Bank files speak for days of the account FI2112345600000785 until 2026-04-10 only.");
  stale.bank_data_until.reset();
  CHECK(decide(stale, consumer(), reminding_policy(), law(), day("2026-04-20")).reason_code ==
        "bank-data-missing");
}

TEST_CASE("a time-barred claim is not demanded; a Finnish demand begins its years again") {
  auto item = finnish();
  item.due_date = day("2023-03-14");
  item.sent_on = item.delivered_on = day("2023-02-28");
  item.letters.push_back({Action::first_reminder, day("2024-01-08"), day("2024-01-22"),
                          day("2024-01-08"), model::Money{0, {}}, model::Money{0, {}}});
  CHECK(decision_on(item, consumer("NO"), "2026-03-16").reason_code == "time-barred");
  CHECK(decision_on(item, consumer("FI"), "2026-03-16").reason_code != "time-barred");
  item.letters.clear();
  CHECK(decision_on(item, consumer("FI"), "2026-03-16").reason_code == "time-barred");
}

TEST_CASE("a half-year without a rate stops the letter") {
  auto item = finnish();
  auto const decision = decision_on(item, consumer(), "2026-07-20");
  CHECK(decision.action == Action::none);
  CHECK(decision.reason_code == "missing-law-row");
  CHECK(decision.reason.find("second half of 2026") != std::string::npos);
}

TEST_CASE("a contract may ask a consumer for less interest than the law, never for more") {
  auto item = finnish();
  item.agreed_rate_millionths = 80000;
  CHECK(decision_on(item, consumer(), "2026-03-30").interest_percent == "8");
  item.agreed_rate_millionths = 160000;
  CHECK(decision_on(item, consumer(), "2026-03-30").interest_percent == "9.5");
}

TEST_CASE("no day of a year gives a letter that breaks the law's gaps, caps or deadlines") {
  for (auto const* country : {"FI", "NO"}) {
    auto item = finnish();
    std::vector<Decision> letters;
    for (auto as_of = item.due_date; as_of <= day("2026-06-30"); as_of += days{1}) {
      item.bank_data_until = as_of - days{1};
      auto const decision = decide(item, consumer(country), reminding_policy(), law(), as_of);
      if (decision.action == Action::none) continue;
      CHECK((decision.deadline - decision.day).count() >= 14);
      CHECK((as_of - item.due_date).count() >= 14);
      if (!letters.empty()) CHECK((as_of - letters.back().day).count() >= 14);
      CHECK(decision.fee.minor() <= 500);
      letters.push_back(decision);
      send(item, decision);
    }
    CHECK(letters.size() == 3);
  }
}

TEST_CASE("whoever's payment was returned has the step's time again before he is reminded") {
  auto item = finnish();
  item.returned_on = day("2026-05-20");
  CHECK(decision_on(item, consumer(), "2026-06-02").reason_code == "too-early");
  CHECK(decision_on(item, consumer(), "2026-06-02").next_check == day("2026-06-03"));
  auto const first = decision_on(item, consumer(), "2026-06-03");
  CHECK(first.action == Action::first_reminder);
  CHECK(std::any_of(first.proof.begin(), first.proof.end(),
                    [](auto const& one) { return one.rule == "payment-returned"; }));
}

TEST_CASE("no claim is handed over before a letter told that its payment was returned") {
  auto item = finnish();
  send(item, decision_on(item, consumer(), "2026-03-30"));
  send(item, decision_on(item, consumer(), "2026-04-14"));
  REQUIRE(item.letters.size() == 2);
  REQUIRE(decision_on(item, consumer(), "2026-06-03").action == Action::collection_order);
  item.returned_on = day("2026-05-20");
  CHECK(decision_on(item, consumer(), "2026-06-02").reason_code == "too-early");
  auto const told = decision_on(item, consumer(), "2026-06-03");
  CHECK(told.action == Action::second_reminder);
  CHECK(told.announces_collection);
  send(item, told);
  CHECK(decision_on(item, consumer(), "2026-06-17").reason_code == "too-early");
  CHECK(decision_on(item, consumer(), "2026-06-18").action == Action::collection_order);
}
