#include <doctest/doctest.h>

#include "tests/ledger/story.hpp"

// Steps of collection and payment plans in which something is broken: the audit names it.
using namespace airut;
using namespace airut::tests::story;

namespace {

ledger::CollectionMoved moved(char const* event, char const* from, char const* to, char const* on) {
  ledger::CollectionMoved fact;
  fact.case_id = "col_1";
  fact.receivable_id = "rcv_1";
  fact.invoice_id = "inv_1";
  fact.event = event;
  fact.from = from;
  fact.to = to;
  fact.day = day(on);
  fact.principal = fact.interest = fact.fee = fact.cost = euro(0);
  return fact;
}

// A company's claim with its agency, reminded for the last time on 22 January.
Life& with_agency(Life& life) {
  life.letter_on("first_reminder", "2026-01-22", "2026-01-29")
      .letter_on("collection_order", "2026-02-02", "2026-02-09");
  char const* on = "2026-02-02";
  auto order = moved("order", "approved", "transfer_pending", on);
  order.principal = euro(100'000);
  return life.add(on, moved("open", "", "eligible", on))
      .add(on, moved("approve", "eligible", "approved", on))
      .add(on, order)
      .add(on, moved("accept", "transfer_pending", "accepted", on))
      .add(on, moved("start", "accepted", "voluntary", on));
}

}  // namespace

TEST_CASE("an audit holds each step of collection against the law and the sums") {
  auto const then = [](std::vector<ledger::CollectionMoved> const& steps) {
    Life life{company};
    with_agency(life);
    for (auto const& one : steps) life.add(model::date_text(one.day).c_str(), one);
    return life.broken();
  };
  auto const threat = moved("threaten", "voluntary", "tratta_threatened", "2026-02-02");
  CHECK(then({}).empty());
  CHECK(then({threat}).empty());
  CHECK(then({moved("threaten", "voluntary", "tratta_threatened", "2026-01-31")}) ==
        Rules{"tratta"});
  auto const published = [&](char const* on) {
    return then({threat, moved("publish", "tratta_threatened", "tratta_published", on)});
  };
  CHECK(published("2026-02-17").empty());
  CHECK(published("2026-02-16") == Rules{"tratta"});
  CHECK(then({moved("publish", "voluntary", "tratta_published", "2026-02-20")}) ==
        Rules{"collection", "tratta"});
  CHECK(then({moved("settle", "voluntary", "closed_settled", "2026-03-02")}) ==
        Rules{"collection-sum"});
  CHECK(then({moved("pay_full", "voluntary", "closed_paid", "2026-03-02")}) ==
        Rules{"collection-sum"});
  auto barred = moved("time_bar", "voluntary", "closed_time_barred", "2026-03-02");
  barred.principal = euro(100'000);
  CHECK(then({barred}) == Rules{"time-bar"});
}

TEST_CASE("an audit lets a further order follow only one that was taken back before it left") {
  auto const then = [](bool taken_back, ledger::CollectionMoved next) {
    Life life{company};
    char const* on = "2026-02-03";
    auto order = moved("order", "approved", "transfer_pending", on);
    order.principal = next.principal = euro(100'000);
    if (next.event == "propose") next.principal = euro(0);
    life.letter_on("first_reminder", "2026-01-22", "2026-01-29");
    auto const first = life.letter_of("collection_order", on, "2026-02-10");
    life.add(on, first)
        .add(on, moved("open", "", "eligible", on))
        .add(on, moved("approve", "eligible", "approved", on))
        .add(on, order);
    if (taken_back) {
      life.add(
          on,
          ledger::LetterCorrected{
              first.letter_id, "rcv_1", "inv_1", "paused", true, euro(0), euro(0), euro(0), {}});
    }
    return life.add(on, next).broken();
  };
  auto const again = moved("order", "transfer_pending", "transfer_pending", "2026-02-03");
  auto const wish = moved("propose", "transfer_pending", "proposed", "2026-02-03");
  for (auto const& next : {again, wish}) {
    CAPTURE(next.event);
    CHECK(then(true, next).empty());
    CHECK(then(false, next) == Rules{"collection"});
  }
  CHECK(then(true, moved("note", "transfer_pending", "transfer_pending", "2026-02-03")) ==
        Rules{"collection"});
}

namespace {

// A plan of two instalments over the claim, made on 2 February with the law's fee of 20 euro.
struct Plan {
  ledger::LetterDecided letter;
  ledger::PlanMade fact;
};

Plan plan_of(Life& life) {
  Plan plan;
  plan.letter = life.letter_of("plan_confirmation", "2026-02-02", "2026-04-02", 2000);
  plan.letter.plan_id = "pln_1";
  plan.letter.round = 1;
  plan.fact.plan_id = "pln_1";
  plan.fact.receivable_id = "rcv_1";
  plan.fact.invoice_id = "inv_1";
  plan.fact.client = "biller";
  plan.fact.letter_id = plan.letter.letter_id;
  plan.fact.made_by = "debtor";
  plan.fact.interest = "stops";
  plan.fact.instalments = {{day("2026-03-02"), euro(51'000)}, {day("2026-04-02"), euro(51'000)}};
  plan.fact.tolerance = euro(100);
  plan.fact.missed_max = 1;
  return plan;
}

Rules made(std::function<void(Plan&)> const& change) {
  Life life;
  life.begin();
  auto plan = plan_of(life);
  change(plan);
  return life.decide(plan.letter).add("2026-02-02", plan.fact).broken();
}

}  // namespace

TEST_CASE("a plan of what is enforceable without a judgment has its lower ceiling, too") {
  auto const found = [](std::string const& proof) {
    Life life{{"FI", "consumer", "2026-01-01", "2026-01-15", 1'000'000}};
    life.letter_on("first_reminder", "2026-01-29", "2026-02-12", 500);
    auto plan = plan_of(life);
    plan.letter.fee = euro(5000);
    plan.letter.proof = proof;
    plan.fact.instalments.clear();
    for (auto const* due : {"2026-03-02", "2026-04-02", "2026-05-04", "2026-06-02", "2026-07-02"})
      plan.fact.instalments.push_back({day(due), euro(201'100)});
    return life.decide(plan.letter).add("2026-02-02", plan.fact).broken();
  };
  CHECK(found("").empty());
  CHECK(found(R"([{"rule":"directly-enforceable"}])") == Rules{"cost-ceiling"});
}

TEST_CASE("an audit reckons payment plans again") {
  CHECK(made([](Plan&) {}).empty());
  CHECK(made([](Plan& p) { p.fact.instalments[1].amount = euro(50'999); }) == Rules{"plan-sum"});
  CHECK(made([](Plan& p) {
          p.letter.fee = euro(2001);
          p.fact.instalments[1].amount = euro(51'001);
        }) == Rules{"fee-cap"});
  CHECK(made([](Plan& p) { p.fact.letter_id = "ltr_9"; }) == Rules{"plan"});
  CHECK(made([](Plan& p) {
          p.letter.interest_from = day("2026-01-16");
          p.letter.interest_until = day("2026-02-02");
          p.letter.interest = euro(469);  // 1 000 x 9.5 % x 18 / 365 is 4.68
          p.fact.instalments[1].amount = euro(51'469);
        }) == Rules{"interest"});
}

TEST_CASE("an audit finds plans that join debtors, charge twice, or end without ground") {
  auto const joined = [](char const* customer, std::int64_t second_fee) {
    Life life;
    life.begin();
    auto other = life.invoiced();
    other.invoice_id = "inv_2";
    other.receivable_id = "rcv_2";
    other.number = "2";
    other.customer_number = customer;
    life.add("2026-01-01", other);
    auto plan = plan_of(life);
    plan.letter.sheet_id = plan.letter.letter_id;
    auto second = plan.letter;
    second.letter_id = "ltr_b";
    second.receivable_id = "rcv_2";
    second.invoice_id = "inv_2";
    second.fee = euro(second_fee);
    plan.fact.also = {{"rcv_2", "inv_2", "ltr_b"}};
    plan.fact.instalments[1].amount = euro(151'000 + second_fee);
    return life.decide(plan.letter).add("2026-02-02", second).add("2026-02-02", plan.fact).broken();
  };
  CHECK(joined("100", 0).empty());
  CHECK(joined("200", 0) == Rules{"plan-debtor"});
  CHECK(joined("100", 500) == Rules{"sheet-fee"});
  auto const ended = [](char const* outcome) {
    Life life;
    life.begin();
    auto const plan = plan_of(life);
    life.decide(plan.letter).add("2026-02-02", plan.fact);
    ledger::PlanEnded fact{"pln_1", "rcv_1", "inv_1", outcome, day("2026-02-20"), ""};
    return life.add("2026-02-20", fact).broken();
  };
  CHECK(ended("cancelled").empty());
  CHECK(ended("completed") == Rules{"plan"});
  CHECK(ended("broken") == Rules{"plan"});
  auto const reminded = [](char const* kind, char const* on) {
    Life life;
    life.begin();
    auto const plan = plan_of(life);
    life.decide(plan.letter).add("2026-02-02", plan.fact);
    auto fact = life.letter_of(kind, on, "2026-05-29");
    fact.plan_id = "pln_1";
    return life.decide(fact).broken();
  };
  CHECK(reminded("instalment_reminder", "2026-03-02") == Rules{"plan"});
  CHECK(reminded("instalment_reminder", "2026-03-03").empty());
  CHECK(reminded("plan_broken", "2026-03-03") == Rules{"plan"});
  CHECK(reminded("plan_broken", "2026-04-08").empty());
}

TEST_CASE("an audit finds a reminder within the time that the letter of a broken plan gave") {
  auto const reminded = [](char const* on, char const* deadline) {
    Life life;
    life.begin();
    auto const plan = plan_of(life);
    life.decide(plan.letter).add("2026-02-02", plan.fact);
    auto broken = life.letter_of("plan_broken", "2026-04-08", "2026-04-22");
    broken.plan_id = "pln_1";
    life.decide(broken).add("2026-04-08", ledger::PlanEnded{"pln_1", "rcv_1", "inv_1", "broken",
                                                            day("2026-04-08"), ""});
    auto fact = life.letter_of("first_reminder", on, deadline);
    fact.round = 1;
    return life.decide(fact).broken();
  };
  CHECK(reminded("2026-04-22", "2026-05-06") == Rules{"order"});
  CHECK(reminded("2026-04-23", "2026-05-07").empty());
}
