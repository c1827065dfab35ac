#include <doctest/doctest.h>

#include "tests/ledger/story.hpp"

using namespace airut;
using namespace airut::tests::story;
using std::chrono::days;

namespace {

std::set<std::string> first_letter(std::function<void(ledger::LetterDecided&)> const& change) {
  Story story;
  auto fact = letter();
  change(fact);
  return ready(story).add("2026-03-30", fact).broken_rules();
}

}  // namespace

TEST_CASE("an audit finds nothing in a lawful letter") {
  CHECK(first_letter([](auto&) {}).empty());
}

TEST_CASE("an audit finds each rule that a first letter breaks") {
  CHECK(first_letter([](auto& f) { f.fee = euro(501); }) == Rules{"fee-cap"});
  CHECK(first_letter([](auto& f) { f.interest = euro(53); }) == Rules{"interest"});
  CHECK(first_letter([](auto& f) { f.interest_from = day("2026-03-16"); }) == Rules{"interest"});
  CHECK(first_letter([](auto& f) { f.principal_open = euro(14306); }) == Rules{"open"});
  CHECK(first_letter([](auto& f) { f.deadline = day("2026-04-10"); }) == Rules{"deadline"});
  CHECK(first_letter([](auto& f) { f.deadline = day("2026-04-18"); }) == Rules{"deadline"});
  CHECK(first_letter([](auto& f) { f.cost = euro(4000); }) == Rules{"compensation"});
  CHECK(first_letter([](auto& f) { f.round = 2; }) == Rules{"order"});
  CHECK(first_letter([](auto& f) { f.kind = "collection_order"; }) == Rules{"fee", "order"});
  CHECK(first_letter([](auto& f) { f.debtor = "business"; }).count("debtor") == 1);
  CHECK(first_letter([](auto& f) {
          f.day = *(f.interest_until = day("2026-03-29"));
          f.interest = euro(48);
        }) == Rules{"fee-wait"});
}

TEST_CASE("an audit finds a letter that ought not to have been sent at all") {
  auto const with = [](std::function<void(Story&)> const& before) {
    Story story;
    ready(story);
    before(story);
    return story.add("2026-03-30", letter()).broken_rules();
  };
  CHECK(with([](Story& s) {
          s.add("2026-03-20", ledger::ReceivablePaused{"rcv_1", "inv_1", "dispute", "", {}, ""});
        }) == Rules{"held"});
  CHECK(with([](Story& s) {
          s.add("2026-03-20", ledger::ReceivablePaused{"rcv_1", "inv_1", "dispute", "", {}, ""})
              .add("2026-03-21", ledger::ReceivablePaused{"rcv_1", "inv_1", "resume", "", {}, ""});
        }).empty());
  CHECK(with([](Story& s) {
          ledger::DeviationOpened fact;
          fact.deviation_id = "dev_1";
          fact.invoice_id = "inv_1";
          s.add("2026-03-20", fact);
        }) == Rules{"deviation"});
  CHECK(with([](Story& s) {
          auto back = sent("dlv_1");
          back.event = "negative_feedback";
          back.to = "held";
          s.add("2026-03-20", back);
        }) == Rules{"delivered", "fee-lead"});
  Story blind;
  blind.add("2026-03-02", invoice())
      .add("2026-03-02", routed("dlv_1", "invoice", "inv_1"))
      .add("2026-03-02", sent("dlv_1"))
      .add("2026-03-30", letter());
  CHECK(blind.broken_rules() == Rules{"bank-data"});
}

TEST_CASE("an audit asks for the bank data of every account that the letter was decided by") {
  constexpr auto* second = "FI7944052020036082";
  auto const by = [&](std::vector<std::string> asked, std::vector<std::string> covered) {
    auto shown = invoice();
    shown.more_accounts = {second};
    Story story;
    story.add("2026-03-02", shown)
        .add("2026-03-02", routed("dlv_1", "invoice", "inv_1"))
        .add("2026-03-02", sent("dlv_1"));
    for (auto const& account : covered) {
      ledger::PaymentFileImported file;
      file.coverage = {{account, day("2026-03-29")}};
      story.add("2026-03-30", file);
    }
    auto decided = letter();
    decided.bank_accounts = std::move(asked);
    return story.add("2026-03-30", decided).broken_rules();
  };
  constexpr auto* first = "FI2112345600000785";
  CHECK(by({first, second}, {first, second}).empty());
  CHECK(by({first, second}, {first}) == Rules{"bank-data"});
  CHECK(by({first}, {"12345600000785"}).empty());  // the other is the client's no more
  CHECK(by({}, {first, second}) == Rules{"bank-data"});
  CHECK(by({"FI0950000120000123"}, {"FI0950000120000123"}) == Rules{"bank-data"});
}

TEST_CASE("an audit knows what came before a second letter") {
  auto const second = [](std::function<void(ledger::LetterDecided&)> const& change) {
    Story story;
    ready(story)
        .add("2026-03-30", letter())
        .add("2026-03-30", routed("dlv_2", "reminder", "ltr_1"))
        .add("2026-03-30", sent("dlv_2"));
    auto fact = letter();
    fact.letter_id = "ltr_2";
    fact.kind = "second_reminder";
    fact.round = 2;
    fact.day = day("2026-04-14");
    fact.deadline = day("2026-04-28");
    fact.interest_from = day("2026-03-31");
    fact.interest_until = day("2026-04-14");
    fact.interest = euro(56);
    change(fact);
    return story.add("2026-04-14", fact).broken_rules();
  };
  CHECK(second([](auto&) {}).empty());
  CHECK(second([](auto& f) { f.interest_from = day("2026-03-30"); }) == Rules{"interest"});
  CHECK(second([](auto& f) {
          f.day = *(f.interest_until = day("2026-04-12"));
          f.interest = euro(48);
        }) == Rules{"order", "fee-gap"});
  // 20 days are 0.7447 by themselves, 34 are 1.2661 with the 0.52 before. A letter that says that
  // it goes on charges the difference; one of before, which does not, what its own days are.
  auto const later = [&](std::int64_t interest, char const* proof) {
    return second([&](auto& f) {
      f.day = *(f.interest_until = day("2026-04-19"));
      f.deadline = day("2026-05-04");
      f.interest = euro(interest);
      f.proof = proof;
    });
  };
  auto const* goes_on = R"([{"rule":"interest-so-far","text":"It is rounded together."}])";
  CHECK(later(75, goes_on).empty());
  CHECK(later(74, goes_on) == Rules{"interest"});
  CHECK(later(74, "[]").empty());
  CHECK(later(75, "[]") == Rules{"interest"});
}

TEST_CASE("an audit says where an export cannot be read") {
  std::stringstream broken{"{\"tenant\":\"demo\",\"kind\":\"nonsense\",\"body\":\"{}\"}\n"};
  CHECK(ledger::audit::audit(broken, law()).unreadable.find("line 1") == 0);
}
