#include "ledger/receivables/plan.hpp"

#include <random>

#include <doctest/doctest.h>

#include "tests/receivables/days_and_sums.hpp"
#include "tests/support/law.hpp"

using namespace airut;
using namespace airut::ledger;
using namespace airut::tests;
using std::chrono::days;

namespace {

dunning::ItemFacts item_of(std::int64_t principal) {
  dunning::ItemFacts facts;
  facts.due_date = day("2025-03-17");
  facts.sent_on = facts.delivered_on = day("2025-03-03");
  facts.owed = nothing_owed({});
  facts.owed.principal = facts.history.original = euro(principal);
  return facts;
}

dunning::CustomerFacts debtor_of_kind(config::Debtor kind = config::Debtor::consumer) {
  return {"FI", "", kind, "", "", {}};
}

config::DunningPolicy plan_policy(char const* interest = "stops") {
  config::DunningPolicy one;
  one.name = "test";
  one.plan.interest = interest;
  return one;
}

plan::Wish equal(int count, char const* first) {
  plan::Wish wish;
  wish.made_by = "operator";
  wish.count = count;
  wish.first = day(first);
  return wish;
}

std::string refusal(plan::Wish const& wish, dunning::ItemFacts const& facts,
                    config::DunningPolicy const& terms, char const* as_of = "2025-04-01") {
  auto const offered = plan::offer(facts, debtor_of_kind(), terms, law(), wish, day(as_of));
  return offered ? "" : offered.error().code;
}

// Interest reckoned day by day, apart from the code that makes plans.
std::int64_t daily_interest(std::int64_t principal, plan::Offer const& offer) {
  model::Int128 sum = 0;
  auto open = principal;
  auto const rates = law().rates("FI", config::Debtor::consumer);
  auto const& charge = offer.charges.front();
  for (auto at = *charge.interest_from; at <= *charge.interest_until; at += days{1}) {
    sum += static_cast<model::Int128>(open) * rates.on(at)->millionths;
    for (auto const& share : offer.shares) {
      if (share.instalment.due == at) open -= share.parts.principal.minor();
    }
  }
  return static_cast<std::int64_t>((2 * sum + 365'000'000) / (2 * 365'000'000));
}

}  // namespace

TEST_CASE("a plan of four instalments costs what the law lets it cost, and sums to the cent") {
  auto const offered = plan::offer(item_of(20000), debtor_of_kind(), plan_policy(), law(),
                                   equal(4, "2025-05-02"), day("2025-04-01"));
  REQUIRE(offered);
  CHECK(offered->fee.text() == "20.00");
  CHECK(offered->interest.text() == "0.86");  // 200.00 x 10.5 % x 15 / 365
  CHECK(offered->total.text() == "220.86");
  REQUIRE(offered->shares.size() == 4);
  CHECK(offered->shares[0].instalment.amount.text() == "55.21");
  CHECK(offered->shares[3].instalment.amount.text() == "55.23");
  // Finnish consumers' costs come last.
  CHECK(offered->shares[0].parts.interest.text() == "0.86");
  CHECK(offered->shares[3].parts.fee.text() == "20.00");
  CHECK(offered->shares[3].principal_left.is_zero());
}

TEST_CASE("more than four instalments cost by the size of the claim, below the ceiling of costs") {
  auto terms = plan_policy();
  auto const of = [&](std::int64_t principal, dunning::ItemFacts facts) {
    facts.owed.principal = facts.history.original = euro(principal);
    auto const offered = plan::offer(facts, debtor_of_kind(), terms, law(), equal(5, "2025-05-02"),
                                     day("2025-04-01"));
    REQUIRE(offered);
    return offered->fee.text();
  };
  CHECK(of(10000, item_of(1)) == "20.00");
  CHECK(of(10001, item_of(1)) == "30.00");
  CHECK(of(100001, item_of(1)) == "50.00");
  // 60 euro is the ceiling of all costs of so small a claim: 45 have been charged.
  auto charged = item_of(1);
  charged.other_costs = euro(4500);
  CHECK(of(10000, charged) == "15.00");
}

TEST_CASE("what can be enforced without a judgment costs 51 euro at most, whatever its size") {
  auto facts = item_of(1000000);
  facts.other_costs = euro(4500);
  auto whose = debtor_of_kind();
  auto const fee = [&] {
    return plan::offer(facts, whose, plan_policy(), law(), equal(5, "2025-05-02"),
                       day("2025-04-01"))
        ->fee.text();
  };
  CHECK(fee() == "50.00");
  whose.enforceable = true;
  CHECK(fee() == "6.00");
}

TEST_CASE("running interest is that of the falling principal over a half-year, to the cent") {
  std::mt19937 random{11};
  for (int round = 0; round < 300; ++round) {
    auto const principal = 1000 + static_cast<std::int64_t>(random() % 500000);
    auto const count = 1 + static_cast<int>(random() % 6);
    auto terms = plan_policy("runs");
    terms.plan.instalment_minor = 1;
    auto const offered = plan::offer(item_of(principal), debtor_of_kind(), terms, law(),
                                     equal(count, "2025-05-02"), day("2025-04-01"));
    REQUIRE(offered);
    CAPTURE(principal);
    CAPTURE(count);
    CHECK(offered->interest.minor() == daily_interest(principal, *offered));
    auto sum = euro(0);
    for (auto const& share : offered->shares) {
      CHECK(share.parts.total() == share.instalment.amount);
      sum += share.instalment.amount;
    }
    CHECK(sum == offered->total);
    CHECK(sum == euro(principal) + offered->fee + offered->interest);
    CHECK(offered->shares.back().principal_left.is_zero());
  }
}

TEST_CASE("a plan that cannot be is refused and says why") {
  auto const good = equal(3, "2025-05-02");
  CHECK(refusal(good, item_of(20000), plan_policy()) == "");
  auto debtors = good;
  debtors.made_by = "debtor";
  CHECK(refusal(debtors, item_of(20000), plan_policy()) == "not-permitted");
  auto open_to_all = plan_policy();
  open_to_all.plan.made_by = {"debtor"};
  CHECK(refusal(debtors, item_of(20000), open_to_all) == "");
  CHECK(refusal(equal(13, "2025-05-02"), item_of(20000), plan_policy()) == "too-many-instalments");
  CHECK(refusal(equal(3, "2025-05-03"), item_of(20000), plan_policy()) == "gap-too-long");
  CHECK(refusal(equal(3, "2025-04-01"), item_of(20000), plan_policy()) == "day-order");
  CHECK(refusal(equal(3, "2025-05-02"), item_of(1500), plan_policy()) == "");
  CHECK(refusal(equal(6, "2025-05-02"), item_of(1500), plan_policy()) == "instalment-too-small");
  auto planned = item_of(20000);
  planned.has_plan = true;
  CHECK(refusal(good, planned, plan_policy()) == "has-plan");
  auto disputed = item_of(20000);
  disputed.disputed = true;
  CHECK(refusal(good, disputed, plan_policy()) == "disputed");
  CHECK(refusal(good, item_of(0), plan_policy()) == "paid");
  // The rate of the second half of 2026 is in no table: interest to that day cannot be reckoned.
  CHECK(refusal(equal(6, "2026-05-02"), item_of(20000), plan_policy("runs"), "2026-04-01") ==
        "missing-law-row");
  CHECK(refusal(equal(6, "2026-05-02"), item_of(20000), plan_policy(), "2026-04-01") == "");
  // What a plan of a business may cost was found nowhere: without a fee it may be made.
  auto const business = debtor_of_kind(config::Debtor::business);
  auto const offered =
      plan::offer(item_of(20000), business, plan_policy(), law(), good, day("2025-04-01"));
  REQUIRE_FALSE(offered);
  CHECK(offered.error().text.find("collection_costs.tsv") != std::string::npos);
  auto free = plan_policy();
  free.plan.fee = false;
  CHECK(plan::offer(item_of(20000), business, free, law(), good, day("2025-04-01")));
}

TEST_CASE("named amounts must sum to the claim; the last may be left open") {
  plan::Wish wish;
  wish.made_by = "client";
  wish.instalments = {{day("2025-04-20"), euro(10000)}, {day("2025-05-20"), euro(0)}};
  auto const offered =
      plan::offer(item_of(20000), debtor_of_kind(), plan_policy(), law(), wish, day("2025-04-01"));
  REQUIRE(offered);
  CHECK(offered->shares[1].instalment.amount.text() == "120.86");
  wish.instalments[1].amount = euro(12085);
  CHECK(refusal(wish, item_of(20000), plan_policy()) == "sum-differs");
  wish.instalments[0].amount = euro(900000);
  CHECK(refusal(wish, item_of(20000), plan_policy()) == "sum-differs");
}

TEST_CASE("what is paid fills the instalments in their order, and what is late is missed") {
  plan::Contract const contract{{{day("2025-05-02"), euro(5000)},
                                 {day("2025-06-02"), euro(5000)},
                                 {day("2025-07-02"), euro(5000)}},
                                euro(100),
                                3,
                                1};
  auto const at = [&](std::int64_t paid, char const* known) {
    return *plan::standing(contract, euro(paid), day(known), "FI", law());
  };
  CHECK(at(0, "2025-05-04").missed == 0);
  CHECK(at(0, "2025-05-05").missed == 1);
  CHECK_FALSE(at(0, "2025-05-05").is_broken);
  CHECK(at(0, "2025-06-05").is_broken);
  CHECK(at(4900, "2025-05-05").missed == 0);  // within the tolerance
  CHECK(at(4899, "2025-05-05").missed == 1);
  CHECK(at(7000, "2025-06-05").instalments[1].open.text() == "30.00");
  CHECK(at(14899, "2025-07-30").is_completed == false);
  CHECK(at(14900, "2025-07-01").is_completed);
  // Nothing is missed of what the bank has not told yet.
  CHECK(plan::standing(contract, euro(0), std::nullopt, "FI", law())->missed == 0);
}
