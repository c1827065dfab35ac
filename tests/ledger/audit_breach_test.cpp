#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/ledger/story.hpp"

// For each row of the law, and each rule of a policy, a journal in which it is broken: the audit
// names it. What is lawful beside it is not named.
using namespace airut;
using namespace airut::tests::story;

TEST_CASE("an audit counts fees by claim, and knows that Norway forgets them after six months") {
  auto const third = [](char const* on, char const* deadline, std::int64_t fee) {
    return Life{norway}
        .letter_on("first_reminder", "2026-01-29", "2026-02-12", 3800)
        .letter_on("second_reminder", "2026-02-13", "2026-02-27", 3800)
        .letter_on("second_reminder", on, deadline, fee)
        .broken();
  };
  CHECK(third("2026-03-02", "2026-03-16", 0).empty());
  CHECK(third("2026-03-02", "2026-03-16", 3800) == Rules{"fee-count"});
  CHECK(third("2026-08-13", "2026-08-27", 3800) == Rules{"fee-count"});
  CHECK(third("2026-08-14", "2026-08-28", 3800).empty());
  // In Finland two is two, however long ago.
  auto const finnish = Life{}
                           .letter_on("first_reminder", "2026-01-29", "2026-02-12", 500)
                           .letter_on("second_reminder", "2026-02-13", "2026-02-27", 500)
                           .letter_on("second_reminder", "2026-09-01", "2026-09-15", 500)
                           .broken();
  CHECK(finnish == Rules{"fee-count"});
}

TEST_CASE("an audit finds a fee that comes too early, too soon, or without a passed deadline") {
  CHECK(Life{norway}.letter_on("first_reminder", "2026-01-28", "2026-02-11", 3800).broken() ==
        Rules{"fee-wait"});
  CHECK(Life{norway}.letter_on("first_reminder", "2026-01-28", "2026-02-11").broken().empty());
  auto const again = Life{company}
                         .letter_on("first_reminder", "2026-01-22", "2026-01-29", 1200)
                         .letter_on("second_reminder", "2026-01-30", "2026-02-06", 1200)
                         .broken();
  CHECK(again == Rules{"fee-gap"});
  // Sent two days before it was due: no fee, and due only fourteen days after it was sent.
  Claim const late{"FI", "consumer", "2026-01-13"};
  CHECK(Life{late}.letter_on("first_reminder", "2026-02-10", "2026-02-24", 500).broken() ==
        Rules{"fee-lead"});
  CHECK(Life{late}.letter_on("first_reminder", "2026-01-27", "2026-02-10").broken() ==
        Rules{"due"});
}

TEST_CASE("an audit finds a letter that left too late for the time to pay that it gives") {
  Life punctual{norway};
  punctual.decide(punctual.letter_of("first_reminder", "2026-02-02", "2026-02-16"), "2026-02-02");
  CHECK(punctual.broken().empty());
  Life delayed{norway};
  delayed.decide(delayed.letter_of("first_reminder", "2026-02-02", "2026-02-16"), "2026-02-05");
  CHECK(delayed.broken() == Rules{"deadline"});
  CHECK(Life{norway}.letter_on("first_reminder", "2026-02-02", "2026-02-13").broken() ==
        Rules{"deadline"});
}

TEST_CASE("an audit finds the interest, and the rates, of the wrong half-year") {
  Claim const summer{"NO", "consumer", "2026-06-01", "2026-06-15", 1'000'000};
  auto const told = [&](std::int64_t interest, char const* rates) {
    Life life{summer};
    auto fact = life.letter_of("first_reminder", "2026-07-14", "2026-07-28");
    fact.interest_from = day("2026-06-16");
    fact.interest_until = day("2026-07-14");
    fact.interest = money(summer, interest);
    fact.interest_rates = rates;
    return life.decide(fact).broken();
  };
  constexpr auto* right = "2026-06-16/2026-06-30 12;2026-07-01/2026-07-14 12.25";  // 49.32 + 46.99
  CHECK(told(9630, right).empty());
  CHECK(told(9534, right) == Rules{"interest"});  // 12 % all the time
  CHECK(told(9630, "2026-06-16/2026-07-14 12") == Rules{"rates"});
  CHECK(told(9630, "2026-06-16/2026-06-30 12") == Rules{"rates"});
  CHECK(told(9630, "2026-06-16/2026-06-29 12;2026-07-01/2026-07-14 12.25") == Rules{"rates"});
}

TEST_CASE("an audit finds what is charged beyond caps, ceilings and compensation") {
  CHECK(Life{company}.letter_on("first_reminder", "2026-01-22", "2026-01-29", 1201).broken() ==
        Rules{"fee-cap"});
  auto const demand = [](std::int64_t first, std::int64_t second) {
    return Life{}
        .letter_on("first_reminder", "2026-01-29", "2026-02-12")
        .letter_on("payment_demand", "2026-02-13", "2026-02-27", first)
        .letter_on("payment_demand", "2026-03-02", "2026-03-16", second)
        .broken();
  };
  CHECK(demand(500, 250).empty());
  CHECK(demand(501, 250) == Rules{"fee-cap"});
  CHECK(demand(500, 251) == Rules{"fee-cap"});  // the second at half price
  auto const compensated = [](std::int64_t cost, std::int64_t fee, char const* debtor) {
    Life life{{"FI", debtor}};
    auto fact = life.letter_of("first_reminder", "2026-01-29", "2026-02-12", fee);
    fact.cost = money({}, cost);
    return life.decide(fact).broken();
  };
  CHECK(compensated(4000, 0, "business").empty());
  CHECK(compensated(4001, 0, "business") == Rules{"compensation"});
  CHECK(compensated(4000, 1200, "business") == Rules{"compensation"});
  CHECK(compensated(4000, 0, "consumer") == Rules{"compensation"});
}

TEST_CASE("an audit knows the lower ceiling of what is enforceable without a judgment") {
  auto const charged = [](std::int64_t fee, std::string const& proof) {
    Life life{{"FI", "consumer", "2026-01-01", "2026-01-15", 1'000'000}};
    auto fact = life.letter_of("first_reminder", "2026-01-29", "2026-02-12", fee);
    fact.proof = proof;
    return life.decide(fact).broken();
  };
  std::string const enforceable = R"([{"rule":"no-fee"},{"rule":"directly-enforceable"}])";
  CHECK(charged(500, enforceable).empty());
  CHECK(charged(5101, "") == Rules{"fee-cap"});  // and the ceiling of others, 210 euro, holds
  CHECK(charged(5100, enforceable) == Rules{"fee-cap"});
  CHECK(charged(5101, enforceable) == Rules{"fee-cap", "cost-ceiling"});
}

TEST_CASE("an audit finds a Norwegian creditor's demand that no letter announced") {
  auto const demanded = [](bool announced, Claim const& claim, char const* on) {
    Life life{claim};
    auto first = life.letter_of("first_reminder", "2026-01-29", "2026-02-12");
    if (announced) first.proof = R"([{"rule":"collection-notice"}])";
    return life.decide(first).letter_on("payment_demand", on, "2026-03-02").broken();
  };
  CHECK(demanded(true, norway, "2026-02-13").empty());
  CHECK(demanded(false, norway, "2026-02-13") == Rules{"collection-notice"});
  CHECK(demanded(true, norway, "2026-02-12").count("collection-notice") == 1);  // time to pay runs
  CHECK(demanded(false, {}, "2026-02-13").empty());  // in Finland a demand needs no notice
}

TEST_CASE("an audit finds an electronic payment demand without a consent that holds") {
  auto const sent_by = [](char const* channel, char const* consent) {
    Life life;
    life.letter_on("first_reminder", "2026-01-29", "2026-02-12");
    auto fact = life.letter_of("payment_demand", "2026-02-13", "2026-02-27");
    if (consent != nullptr) fact.consent_on = day(consent);
    return life.decide(fact, nullptr, channel).broken();
  };
  CHECK(sent_by("print", nullptr).empty());
  CHECK(sent_by("email", "2025-02-13").empty());
  CHECK(sent_by("email", nullptr) == Rules{"e-consent"});
  CHECK(sent_by("email", "2025-02-12") == Rules{"e-consent"});
  CHECK(sent_by("email", "2026-02-14") == Rules{"e-consent"});
}

TEST_CASE("an audit finds letters of claims that rest, whatever rests them") {
  auto const after = [](ledger::Fact const& fact) {
    Life life;
    life.begin().add("2026-01-20", fact);
    return life.letter_on("first_reminder", "2026-01-29", "2026-02-12").broken();
  };
  ledger::ReceivablePaused paused{"rcv_1", "inv_1", "pause", "asked", day("2026-01-29"), ""};
  CHECK(after(paused) == Rules{"held"});
  paused.until = day("2026-01-28");
  CHECK(after(paused).empty());
  paused.action = "dispute";
  paused.until.reset();
  CHECK(after(paused) == Rules{"held"});
  ledger::PromiseMade promise{"prm_1",       "rcv_1",           "inv_1",    "biller",
                              euro(100'000), day("2026-01-29"), "operator", ""};
  CHECK(after(promise) == Rules{"promise"});
  ledger::CustomerTermsSet terms;
  terms.client = "biller";
  terms.customer_number = "100";
  terms.hold_reason = "asked";
  CHECK(after(terms) == Rules{"customer-held"});
  terms.hold_reason.clear();
  terms.stopped = "deceased";
  CHECK(after(terms) == Rules{"stopped"});
  ledger::DeviationOpened deviation;
  deviation.deviation_id = "dev_1";
  deviation.invoice_id = "inv_1";
  CHECK(after(deviation) == Rules{"deviation"});
}

TEST_CASE("an audit finds a letter to a customer whose credit waits") {
  auto const letter = [](char const* resolved) {
    ledger::InvoiceAccepted note;
    note.invoice_id = "inv_note";
    note.client = "biller";
    note.customer_number = "100";
    note.type = "credit_note";
    note.track = false;
    note.gross = note.due = euro(5000);
    ledger::DeviationOpened waits;
    waits.deviation_id = "dev_1";
    waits.invoice_id = "inv_note";
    waits.code = "claim.credit_waits";
    Life life;
    life.begin().add("2026-01-19", note).add("2026-01-20", waits);
    if (*resolved != 0)
      life.add(resolved, ledger::DeviationResolved{"dev_1", "", "inv_note", "close_no_action", ""});
    return life.letter_on("first_reminder", "2026-01-29", "2026-02-12").broken();
  };
  CHECK(letter("") == Rules{"customer-held"});
  CHECK(letter("2026-01-28").empty());
}

TEST_CASE("an audit finds steps that nobody might take by himself") {
  auto const with = [](char const* reminders, char const* collection, bool approved,
                       char const* kind) {
    Life life;
    life.invoiced().reminders = reminders;
    life.invoiced().collection = collection;
    if (std::string_view{kind} == "collection_order") {
      life.letter_on("first_reminder", "2026-01-29", "2026-02-12");
    }
    life.begin();
    if (approved) {
      life.add("2026-02-20", ledger::ReceivablePaused{"rcv_1", "inv_1", "approve", "", {}, ""});
    }
    return life.letter_on(kind, "2026-03-02", "2026-03-16").broken();
  };
  CHECK(with("never", "auto", false, "first_reminder") == Rules{"never"});
  CHECK(with("manual", "auto", false, "first_reminder") == Rules{"approval"});
  CHECK(with("manual", "auto", true, "first_reminder").empty());
  CHECK(with("", "", false, "collection_order") == Rules{"approval"});
  CHECK(with("", "", true, "collection_order").empty());
  CHECK(with("", "never", true, "collection_order") == Rules{"never"});
  Life abroad;
  abroad.invoiced().buyer_country = "SE";
  CHECK(abroad.letter_on("first_reminder", "2026-01-29", "2026-02-12").broken() ==
        Rules{"foreign-debtor"});
}

TEST_CASE("an audit finds collection that comes too soon, or after the claim's time") {
  CHECK(Life{company}
            .letter_on("first_reminder", "2026-01-22", "2026-01-29")
            .letter_on("collection_order", "2026-01-30", "2026-02-06")
            .broken() == Rules{"order"});
  CHECK(Life{}
            .letter_on("first_reminder", "2026-01-29", "2026-02-12")
            .letter_on("collection_order", "2026-02-13", "2026-02-27", 500)
            .broken() == Rules{"fee"});
  Claim const old{"NO", "consumer", "2024-01-02", "2024-01-16"};
  CHECK(Life{old}.letter_on("first_reminder", "2027-01-15", "2027-01-29").broken().empty());
  CHECK(Life{old}.letter_on("first_reminder", "2027-01-18", "2027-02-01").broken() ==
        Rules{"time-bar"});
}

namespace {

ledger::PolicyRecorded recorded(std::string const& more, std::string const& step = "") {
  ledger::PolicyRecorded fact;
  fact.policy = "policy";
  fact.definition = "{" + more + R"("steps":[{"action":"first_reminder","after_days":14,)" + step +
                    R"("deadline_days":14,"fee":true}]})";
  return fact;
}

Rules by_policy(ledger::PolicyRecorded const& policy, char const* on = "2026-01-30",
                std::int64_t fee = 0, char const* bank = nullptr) {
  Life life;
  life.begin().add("2026-01-02", policy);
  auto fact = life.letter_of("first_reminder", on, "2026-02-20", fee);
  fact.policy = "policy";
  fact.policy_version = 1;
  if (bank == nullptr) return life.decide(fact).broken();
  ledger::PaymentFileImported file;
  file.coverage = {{"FI2112345600000785", day(bank)}};
  return life.add(on, file).add(on, fact).broken();
}

}  // namespace

TEST_CASE("an audit holds a letter against its policy as it was recorded") {
  CHECK(by_policy(recorded("")).empty());
  CHECK(by_policy(recorded(""), "2026-01-28") == Rules{"policy"});
  CHECK(by_policy(recorded(R"("grace_days":3,)"), "2026-01-31") == Rules{"policy"});
  CHECK(by_policy(recorded(R"("grace_days":3,)"), "2026-02-02").empty());
  CHECK(by_policy(recorded(R"("minimum_minor":100001,)")) == Rules{"policy"});
  CHECK(by_policy(recorded("", R"("fee_minor":300,)"), "2026-01-30", 301) == Rules{"policy"});
  CHECK(by_policy(recorded(R"("bank_data_age_days":1,)"), "2026-01-30", 0, "2026-01-28").empty());
  CHECK(by_policy(recorded(R"("bank_data_age_days":1,)"), "2026-01-30", 0, "2026-01-27") ==
        Rules{"bank-data"});
  CHECK(by_policy(recorded(R"("delivery_proof":"delivered",)")) == Rules{"delivered"});
  auto later = recorded("");
  later.valid_from = day("2026-02-01");
  CHECK(by_policy(later) == Rules{"policy"});
}

namespace {

// A first reminder that is told to announce collection, or not, with a proof that says so, or not.
Rules announced(Claim const& claim, char const* on, bool told, bool proved,
                char const* next = nullptr) {
  Life life{claim};
  life.begin();
  auto fact = life.letter_of("first_reminder", on, "2027-02-26");
  fact.announces_collection = told;
  if (proved)
    fact.proof = R"([{"rule":"deadline","text":"\"collection-notice\""},)"
                 R"({"rule":"collection-notice","text":""}])";
  if (next == nullptr) return life.decide(fact).broken();
  auto policy = recorded("");
  auto const step =
      fmt::format(R"(,{{"action":"{}","after_days":14,"deadline_days":14}}]}})", next);
  policy.definition.replace(policy.definition.rfind("]}"), 2, step);
  life.add(on, policy);
  fact.policy = "policy";
  fact.policy_version = 1;
  return life.decide(fact).broken();
}

}  // namespace

TEST_CASE("an audit finds what is told of a notice of collection and is not so") {
  Rules const wrong{"announcement"};
  CHECK(announced({}, "2026-01-30", true, true).empty());
  CHECK(announced({}, "2026-01-30", false, false).empty());
  CHECK(announced({}, "2026-01-30", true, false) == wrong);
  CHECK(announced({}, "2026-01-30", false, true) == wrong);
  // By the policy, too: collection is its next step, or it is not.
  CHECK(announced({}, "2026-01-30", true, true, "collection_order").empty());
  CHECK(announced({}, "2026-01-30", false, false, "collection_order") == wrong);
  CHECK(announced({}, "2026-01-30", true, true, "second_reminder") == wrong);
  CHECK(announced({}, "2026-01-30", true, true, "payment_demand") == wrong);
  CHECK(announced(norway, "2026-01-30", true, true, "payment_demand").empty());
  CHECK(announced(norway, "2026-01-30", false, false, "payment_demand") == wrong);
  // An order and a plan's letter announce nothing.
  Life life;
  auto order = life.letter_of("collection_order", "2026-03-02", "2026-03-16");
  order.announces_collection = true;
  order.proof = R"([{"rule":"collection-notice"}])";
  CHECK(life.decide(order).broken().count("announcement") == 1);
}
