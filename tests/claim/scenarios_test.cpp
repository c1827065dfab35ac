#include <doctest/doctest.h>

#include "tests/claim/case_news.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Whole lives of claims, day by day, as a lawyer may check them: what was sent when, what it cost
// and by which rule. Sums are in the claim's currency. Letters: kind, fee, interest, last day to
// pay.
using namespace airut;
using namespace airut::tests;
using gateway::CaseNews;
using ledger::collection::By;
using std::chrono::days;

namespace {

CaseNews reported(char const* report) {
  auto one = news("payment_reported");
  one.report_id = report;
  return one;
}

ledger::Components parts(char const* principal, char const* interest, char const* fee,
                         model::Currency currency = {}) {
  auto const money = [&](char const* text) { return *model::Money::parse(text, currency); };
  return {money(principal), money(interest), money(fee), money("0")};
}

std::string state(ClaimHouse& house, std::string const& id) { return house.collection(id)->state; }

}  // namespace

TEST_CASE("the life of a Finnish consumer's bill of 200 euro, with a plan that he breaks") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  auto const id = house.invoice("1", "200.00", "consumer", "100", "2026-03-16");
  house.deliver();
  // 14 days after the due date: the first reminder with the 5 euro of 10 a §, and interest of
  // 9.5 % (reference rate 2.5 + 7) from 17 to 30 March, 14 days: 0.73.
  CHECK(on(house, "2026-03-29") == 0);
  CHECK(on(house, "2026-03-30") == 1);
  CHECK(house.last_letter(id) == "first_reminder 5.00 0.73 2026-04-13");
  // The debtor asks for four instalments. The law's fee for so many is 20 euro; interest stops on
  // the day of the plan: 8 days since the reminder, 0.42.
  house.today(day("2026-04-07"));
  house.store().write_now([&](ledger::Transaction& tx) {
    ledger::plan::Wish wish;
    wish.made_by = "operator";
    wish.count = 4;
    wish.first = day("2026-05-04");
    REQUIRE(gateway::make_plan(tx, house.context(), {house.item(id)}, wish));
  });
  house.deliver();
  CHECK(house.last_letter(id) == "plan_confirmation 20.00 0.42 2026-08-04");
  CHECK((house.item(id).fee + house.item(id).interest).text() == "26.15");
  // Dunning rests. The first instalment, 226.15 / 4, is paid; the second and third are not.
  CHECK(on(house, "2026-04-20") == 0);
  CHECK(house.reason(id) == "payment-plan");
  house.bank(day("2026-05-04"), {{id, "56.53"}});
  CHECK(on(house, "2026-06-12") == 0);
  CHECK(house.last_letter(id) == "instalment_reminder 0.00 0.00 2026-06-26");
  // One missed instalment is the policy's tolerance, two break the plan.
  on(house, "2026-07-10");
  CHECK(house.last_letter(id) == "plan_broken 0.00 0.00 2026-07-24");
  // The claim is what it was, its letters count; the rate of the second half of 2026 is not in the
  // tables, and so no second reminder with interest leaves: it is said which row is missing.
  on(house, "2026-07-27");
  CHECK(house.reason(id) == "missing-law-row");
  check_whole(house);
}

TEST_CASE("the life of a Finnish company's invoice of 1 000 euro, to the published tratta") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-01-02"));
  auto const id = house.invoice("1", "1000.00", "business", "200", "2026-01-16");
  house.deliver();
  // 12 euro a reminder; 10.5 % (2.5 + 8) for 14 days: 4.03.
  CHECK(on(house, "2026-01-30") == 1);
  CHECK(house.last_letter(id) == "first_reminder 12.00 4.03 2026-02-13");
  CHECK(on(house, "2026-02-16") == 1);
  CHECK(house.last_letter(id) == "second_reminder 12.00 4.89 2026-03-02");
  CHECK(on(house, "2026-03-03") == 1);
  CHECK(house.last_letter(id) == "collection_order 0.00 4.31 2026-03-17");
  CHECK(on(house, "2026-03-04") == 0);
  CHECK(state(house, id) == "sent");
  CHECK(house.tell(id, By::agency, news("accept")) == "");
  CHECK(house.tell(id, By::agency, news("start")) == "");
  // The threat to publish needs ten days since the last reminder (16 February), and publication 14
  // more in which the debtor may object.
  CHECK(house.tell(id, By::agency, news("publish")) == "not-now");
  CHECK(house.tell(id, By::agency, news("threaten")) == "");
  house.today(day("2026-03-18"));
  CHECK(house.tell(id, By::agency, news("publish")) == "tratta");
  house.today(day("2026-03-19"));
  CHECK(house.tell(id, By::agency, news("publish")) == "");
  CHECK(state(house, id) == "tratta_published");
  // The debtor pays the agency, which tells how it splits the money; told again it is the same.
  auto paid = reported("S-1");
  paid.paid = parts("600.00", "13.23", "24.00");
  CHECK(house.tell(id, By::agency, paid) == "");
  CHECK(house.tell(id, By::agency, paid) == "");
  CHECK(house.item(id).principal.text() == "400.00");
  auto rest = reported("S-2");
  rest.paid = parts("400.01", "0.00", "0.00");
  CHECK(house.tell(id, By::agency, rest) == "");
  CHECK(state(house, id) == "closed_paid");
  check_whole(house);
}

TEST_CASE("a consumer's claim is never published, whatever the agency tells") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-01-02"));
  auto const id = house.invoice("1", "500.00", "consumer", "", "2026-01-16");
  house.deliver();
  for (auto const* text : {"2026-01-30", "2026-02-16", "2026-03-03"}) on(house, text);
  for (auto const* event : {"accept", "start"}) {
    CHECK(house.tell(id, By::agency, news(event)) == "");
  }
  house.today(day("2026-04-30"));
  CHECK(house.tell(id, By::agency, news("threaten")) == "tratta");
  check_whole(house);
}

TEST_CASE("the life of a Norwegian consumer's bill of 1 250 kroner, recalled from collection") {
  ClaimHouse house{up_to_collection, "NO"};
  house.today(day("2026-04-01"));
  auto const id = house.invoice("1", "1250.00", "consumer", "300", "2026-04-15");
  house.deliver();
  // 38 kroner is a twentieth of the inkassosats of 750; 12 % for 14 days: 5.75.
  CHECK(on(house, "2026-04-29") == 1);
  CHECK(house.last_letter(id) == "first_reminder 38.00 5.75 2026-05-13");
  // The second is the inkassovarsel: its fee is the second and last of that kind.
  CHECK(on(house, "2026-05-14") == 1);
  CHECK(house.last_letter(id) == "second_reminder 38.00 6.17 2026-05-28");
  CHECK(house.letters(id).back().announces_collection);
  CHECK(on(house, "2026-05-29") == 1);
  CHECK(house.letters(id).back().kind == "collection_order");
  CHECK(on(house, "2026-06-01") == 0);
  CHECK(house.tell(id, By::agency, news("accept")) == "");
  CHECK(house.tell(id, By::agency, news("recall")) == "not-permitted");
  CHECK(house.tell(id, By::client, news("recall")) == "");
  // Recalled is given back, not given up: everything is still owed.
  CHECK(state(house, id) == "closed_recalled");
  CHECK(house.item(id).principal.text() == "1250.00");
  check_whole(house);
}

TEST_CASE("the life of a Norwegian company's invoice of 10 000 kroner, given up in the end") {
  auto with_compensation = std::string{up_to_collection};
  auto const at = with_compensation.find("collection_automatic");
  with_compensation.insert(at, "compensation = true\n");
  ClaimHouse house{with_compensation, "NO"};
  house.today(day("2026-02-02"));
  auto const id = house.invoice("1", "10000.00", "business", "400", "2026-02-16");
  house.deliver();
  // The standard compensation of the first half of 2026, 460 kroner, stands in the place of fees.
  CHECK(on(house, "2026-03-02") == 1);
  CHECK(house.last_letter(id) == "first_reminder 0.00 46.03 2026-03-16");
  CHECK(house.item(id).cost.text() == "460.00");
  CHECK(on(house, "2026-03-17") == 1);
  CHECK(house.last_letter(id) == "second_reminder 0.00 49.31 2026-03-31");
  CHECK(on(house, "2026-04-07") == 1);
  CHECK(on(house, "2026-04-08") == 0);
  for (auto const* event : {"accept", "go_legal", "enforce", "surveil"}) {
    CHECK(house.tell(id, By::agency, news(event)) == "");
  }
  CHECK(house.tell(id, By::client, news("credit_loss")) == "");
  CHECK(state(house, id) == "closed_credit_loss");
  CHECK(house.item(id).status == "closed");
  auto const row = *house.collection(id);
  CHECK(row.claimed.principal == row.written_off.principal);
  CHECK(row.claimed.cost == row.written_off.cost);
  check_whole(house);
}
