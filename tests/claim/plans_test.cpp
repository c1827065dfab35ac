#include <doctest/doctest.h>

#include "gateway/books/feed.hpp"
#include "gateway/claim/write_message.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// One payment plan over several claims of a debtor.
using namespace airut;
using namespace airut::tests;
using std::chrono::days;

namespace {

auto const policies_with_plans =
    policy_of({"first_reminder", "second_reminder"}, R"([tenant.policy.plan]
interest = "runs"
made_by = ["operator", "debtor"]
)");

// Invoices of 200 and 100 euro, both due on 16 March.
struct Two {
  ClaimHouse house;
  std::string first, second;

  explicit Two(char const* other_customer = "100", std::string const& more = {})
      : house{policies_with_plans, "FI", more} {
    house.today(day("2026-03-02"));
    first = house.invoice("1", "200.00", "consumer", "100", "2026-03-16");
    second = house.invoice("2", "100.00", "consumer", other_customer, "2026-03-16");
    house.deliver();
    house.today(day("2026-03-18"));
  }

  std::string plan(int count = 2) {
    auto result = plan_that_waits(count);
    house.deliver();
    return result;
  }

  // Its letter has not left.
  std::string plan_that_waits(int count = 2) {
    std::string result;
    house.store().write_now([&](ledger::Transaction& tx) {
      ledger::plan::Wish wish;
      wish.made_by = "operator";
      wish.count = count;
      wish.first = day("2026-04-15");
      auto const made =
          gateway::make_plan(tx, house.context(), {house.item(first), house.item(second)}, wish);
      result = made ? made->plan_id : made.error().code;
    });
    return result;
  }

  ledger::PlanRow row(std::string const& id) {
    auto const found = house.store().read(
        [&](ledger::Snapshot& view) { return ledger::find_plan(view, "demo", id); });
    REQUIRE(found);
    return *found;
  }

  std::string open(std::string const& id) {
    auto const item = house.item(id);
    return (item.principal + item.interest + item.fee + item.cost).text();
  }

  void check_whole() { tests::check_whole(house); }
};

}  // namespace

TEST_CASE("a plan over two invoices has one fee, one schedule, and letters that leave as one") {
  Two two;
  auto const id = two.plan();
  auto const row = two.row(id);
  REQUIRE(row.claims.size() == 2);
  auto const first = two.house.letters(two.first), second = two.house.letters(two.second);
  REQUIRE(first.size() == 1);
  REQUIRE(second.size() == 1);
  CHECK(first[0].fee.text() == "20.00");
  CHECK(second[0].fee.text() == "0.00");
  CHECK(first[0].sheet_id == first[0].id);
  CHECK(second[0].sheet_id == first[0].id);
  CHECK(second[0].sent_on.has_value());
  auto const total = two.house.item(two.first).principal + two.house.item(two.first).interest +
                     two.house.item(two.first).fee + two.house.item(two.second).principal +
                     two.house.item(two.second).interest;
  CHECK(row.instalments[0].amount + row.instalments[1].amount == total);
  // Neither is reminded while the plan stands.
  CHECK(on(two.house, "2026-03-31") == 0);
  CHECK(two.house.reason(two.first) == "payment-plan");
  CHECK(two.house.reason(two.second) == "payment-plan");
  two.check_whole();
}

TEST_CASE("what is paid with the first reference pays both invoices, until the plan is completed") {
  Two two;
  auto const id = two.plan();
  auto const plan = two.row(id);
  CHECK(on(two.house, "2026-04-15", {{two.first, plan.instalments[0].amount.text()}}) == 0);
  CHECK(two.row(id).paid == plan.instalments[0].amount);
  CHECK(two.open(two.second) != "0.00");
  CHECK(on(two.house, "2026-05-15", {{two.first, plan.instalments[1].amount.text()}}) == 0);
  CHECK(two.row(id).outcome == "completed");
  CHECK(two.open(two.first) == "0.00");
  CHECK(two.open(two.second) == "0.00");
  two.check_whole();
}

TEST_CASE("who pays with another reference of the plan pays that invoice first") {
  Two two;
  auto const id = two.plan();
  on(two.house, "2026-04-15", {{two.second, "150.00"}});
  CHECK(two.open(two.second) == "0.00");
  CHECK(two.row(id).paid.text() == "150.00");
  two.check_whole();
}

namespace {

// The biller's own ledger tells of a payment.
void tell_paid(ClaimHouse& house, char const* number, char const* amount, char const* paid_on) {
  gateway::FeedItem item;
  item.id = std::string{"F"} + number;
  item.kind = "payment";
  item.invoice_number = number;
  item.amount = amount;
  item.day = day(paid_on);
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const at = house.context();
    gateway::ClaimContext const claims{at.billers, at.law, at.tenant, at.actor, at.now};
    CHECK(gateway::take_feed_item(tx, claims, "biller", item).outcome == "taken");
  });
}

}  // namespace

TEST_CASE("money that came before a plan takes its fee and interest back, whoever tells it") {
  Two two;
  auto& house = two.house;
  auto const id = two.plan();
  CHECK(two.open(two.first) != "200.00");
  house.today(day("2026-03-19"));
  SUBCASE("the bank") {
    Paid first{two.first, "200.00"}, second{two.second, "100.00"};
    first.booked = second.booked = "2026-03-17";
    house.bank(day("2026-03-18"), {first, second});
  }
  SUBCASE("the bank, in one sum") {
    Paid both{two.first, "300.00"};
    both.booked = "2026-03-17";
    house.bank(day("2026-03-18"), {both});
  }
  SUBCASE("the biller's own ledger") {
    tell_paid(house, "1", "200.00", "2026-03-17");
    tell_paid(house, "2", "100.00", "2026-03-17");
  }
  CHECK(two.open(two.first) == "0.00");
  CHECK(two.open(two.second) == "0.00");
  CHECK(on(house, "2026-03-20") == 0);
  CHECK(two.row(id).outcome == "completed");
  two.check_whole();
}

TEST_CASE("what is paid beyond a plan pays each of its invoices once, and the file's others too") {
  Two two{"100", "[tenant.client.books]\noverpayment = \"lay\"\n"};
  auto const other = two.house.invoice("3", "90.00", "consumer", "300", "2026-03-16");
  two.house.deliver();
  two.plan();
  on(two.house, "2026-03-24", {{other, "50.00"}, {two.first, "500.00"}});
  CHECK(two.open(other) == "40.00");
  CHECK(two.open(two.first) == "0.00");
  CHECK(two.open(two.second) == "0.00");
  two.check_whole();
}

TEST_CASE("a broken plan is broken for all its invoices, and each is then what it was") {
  Two two;
  auto const id = two.plan(3);
  on(two.house, "2026-04-21");
  CHECK(two.house.last_letter(two.first) == "instalment_reminder 0.00 0.00 2026-05-05");
  CHECK(two.house.last_letter(two.second) == "instalment_reminder 0.00 0.00 2026-05-05");
  on(two.house, "2026-05-20");
  CHECK(two.row(id).outcome == "broken");
  CHECK(two.house.last_letter(two.first) == "plan_broken 0.00 0.00 2026-06-03");
  // Interest of days to come was taken back; reminders go on for both.
  CHECK(two.house.item(two.first).interest_until == day("2026-05-20"));
  CHECK(on(two.house, "2026-06-03") == 0);
  CHECK(on(two.house, "2026-06-04") == 2);
  CHECK(two.house.letters(two.second).back().kind == "first_reminder");
  two.check_whole();
}

TEST_CASE("a plan that breaks gives back the interest of days to come also where it was paid") {
  Two two;
  auto& house = two.house;
  house.configure(policies_with_plans + "missed_max = 0\n");
  std::string id;
  house.store().write_now([&](ledger::Transaction& tx) {
    ledger::plan::Wish wish;
    wish.made_by = "operator";
    wish.count = 3;
    wish.first = day("2026-04-01");
    auto const made = gateway::make_plan(tx, house.context(), {house.item(two.first)}, wish);
    REQUIRE(made);
    id = made->plan_id;
  });
  house.deliver();
  on(house, "2026-04-02", {{two.first, two.row(id).instalments[0].amount.text()}});
  on(house, "2026-05-08");
  CHECK(two.row(id).outcome == "broken");
  auto const letter = house.letters(two.first).front();
  CHECK(letter.interest_until == day("2026-05-08"));
  // 9.5 % of 200.00 for 16 days and of 127.98 for 37. The first instalment of 74.09 had paid the
  // 2.27 of the whole plan; 0.20 of it pays the principal now.
  CHECK((letter.interest - letter.back_interest).text() == "2.07");
  CHECK(house.item(two.first).principal.text() == "127.98");
  CHECK(house.item(two.first).interest.text() == "0.00");
  two.check_whole();
}

TEST_CASE("each missed instalment is reminded of, also when an earlier one was paid late") {
  Two two;
  auto const id = two.plan(3);
  auto const instalments = two.row(id).instalments;
  on(two.house, "2026-04-21");
  CHECK(two.house.last_letter(two.first) == "instalment_reminder 0.00 0.00 2026-05-05");
  on(two.house, "2026-04-28", {{two.first, instalments[0].amount.text()}});
  auto const before = two.house.letters(two.first).size();
  on(two.house, "2026-05-20");
  CHECK(two.house.letters(two.first).size() == before + 1);
  CHECK(two.house.last_letter(two.first) == "instalment_reminder 0.00 0.00 2026-06-03");
  on(two.house, "2026-05-21");
  CHECK(two.house.letters(two.first).size() == before + 1);
  CHECK(two.row(id).outcome.empty());
  two.check_whole();
}

TEST_CASE("a plan of which the debtor was never told ends when its letter is taken back") {
  Two two;
  auto const id = two.plan_that_waits();
  two.house.store().write_now([&](ledger::Transaction& tx) {
    auto const context = two.house.context();
    gateway::dispute(tx, {context.billers, context.law, context.tenant, context.actor, context.now},
                     two.house.item(two.second), "not mine");
  });
  two.house.deliver();
  CHECK(two.row(id).outcome == "cancelled");
  CHECK(two.open(two.first) == "200.00");
  CHECK(two.open(two.second) == "100.00");
  CHECK_FALSE(two.house.letters(two.first).back().sent_on);
  two.check_whole();
}

TEST_CASE("a plan that is ended before its letter left takes the letter back with its fee") {
  Two two;
  auto const id = two.plan_that_waits();
  two.house.store().write_now([&](ledger::Transaction& tx) {
    gateway::end_plan(tx, two.house.context(), two.row(id), "cancelled", "A person ended it.");
  });
  two.house.deliver();
  CHECK(two.open(two.first) == "200.00");
  CHECK_FALSE(two.house.letters(two.first).back().sent_on);
  CHECK_FALSE(two.house.letters(two.second).back().sent_on);
  two.check_whole();
}

TEST_CASE("invoices of different customers, and one twice, are in no plan together") {
  Two strangers{"200"};
  CHECK(strangers.plan() == "other-debtor");
  Two two;
  two.house.store().write_now([&](ledger::Transaction& tx) {
    ledger::plan::Wish wish;
    wish.made_by = "operator";
    wish.count = 2;
    auto const item = two.house.item(two.first);
    auto const made = gateway::make_plan(tx, two.house.context(), {item, item}, wish);
    CHECK((made ? "" : made.error().code) == "twice");
  });
  CHECK(two.plan().starts_with("pln_"));
  CHECK(two.plan() == "has-plan");
}

TEST_CASE("the debtor is offered a plan over what he owes that is due, and no more") {
  Two two;
  auto const later = two.house.invoice("3", "50.00", "consumer", "100", "2026-06-16");
  auto const rows = two.house.store().read([&](ledger::Snapshot& view) {
    return gateway::claims_for_plan(view, two.house.context(), two.house.item(two.second));
  });
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].id == two.first);
  CHECK(rows[1].id == two.second);
}

TEST_CASE("what a kept plan leaves open within its tolerance is given up and asked of nobody") {
  Two two;
  two.house.configure(policies_with_plans + "tolerance_minor = 100\n");
  auto const id = two.plan();
  auto const plan = two.row(id);
  CHECK(on(two.house, "2026-04-15", {{two.first, plan.instalments[0].amount.text()}}) == 0);
  auto const short_of = plan.instalments[1].amount - *model::Money::parse("0.60", {});
  CHECK(on(two.house, "2026-05-15", {{two.second, short_of.text()}}) == 0);
  CHECK(two.row(id).outcome == "completed");
  CHECK(two.open(two.first) == "0.00");
  CHECK(two.open(two.second) == "0.00");
  CHECK(two.house.item(two.first).status == "paid");
  CHECK(on(two.house, "2026-06-30") == 0);
  two.check_whole();
}
