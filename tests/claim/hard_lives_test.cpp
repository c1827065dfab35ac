#include <doctest/doctest.h>

#include "gateway/claim/claim_facts.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/owed.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Hard lives of claims, reckoned by hand: money that comes and goes around a half-year, a credit
// after the hand-over, a plan that breaks on the day on which it is paid.
using namespace airut;
using namespace airut::tests;
using gateway::CaseNews;
using ledger::collection::By;

namespace {

// Everything that is not in the last letter, and when: the house's bank tells of the day itself.
void bank_on(ClaimHouse& house, char const* text, std::vector<Paid> const& paid) {
  house.today(day(text));
  house.bank(day(text), paid);
  check_whole(house);
}

}  // namespace

TEST_CASE("money that is paid, taken back and paid again around a half-year keeps its interest") {
  ClaimHouse house{policy_of({"first_reminder", "second_reminder"})};
  house.today(day("2025-05-12"));
  auto const id = house.invoice("1", "1000.00", "consumer", "100", "2025-05-30");
  house.deliver();
  // 17 days of 10.5 %: 4.8904.
  CHECK(on(house, "2025-06-16") == 1);
  CHECK(house.last_letter(id) == "first_reminder 5.00 4.89 2025-06-30");
  bank_on(house, "2025-06-29", {{.receivable_id = id, .amount = "400.00", .id = "P1"}});
  CHECK(owed(house.item(id)) == "604.89 0.00 5.00");  // interest, then the debt, costs last
  // 13 days more of 1000.00, a day of 604.89 at 10.5 % and one at 9.5 %: 8.9616 in all.
  CHECK(on(house, "2025-07-01") == 1);
  CHECK(house.last_letter(id) == "second_reminder 5.00 4.07 2025-07-15");
  bank_on(house, "2025-07-02",
          {{.receivable_id = id, .amount = "400.00", .taken_back = true, .id = "P1"}});
  CHECK(owed(house.item(id)) == "1000.00 8.96 10.00");
  // A day of 604.89 and seven of 1000.00 since: 10.9409 in all. He pays in time what the letter
  // and the bank ask, and the rest is waived by name.
  bank_on(house, "2025-07-09", {{.receivable_id = id, .amount = "1018.96", .id = "P2"}});
  CHECK(owed(house.item(id)) == "0.00 0.00 0.00");
  CHECK(house.item(id).status == "paid");
  bank_on(house, "2025-07-11",
          {{.receivable_id = id, .amount = "1018.96", .taken_back = true, .id = "P2"}});
  CHECK(owed(house.item(id)) == "1000.00 10.94 10.00");
  CHECK(house.item(id).status == "open");
}

TEST_CASE("a credit note after the hand-over leaves the agency what is really owed") {
  ClaimHouse house{policy_of({"first_reminder", "second_reminder", "collection_order"})};
  house.today(day("2026-01-02"));
  auto const id = house.invoice("1", "200.00", "consumer", "100", "2026-01-16");
  house.deliver();
  CHECK(on(house, "2026-01-30") == 1);
  CHECK(on(house, "2026-02-16") == 1);
  CHECK(on(house, "2026-03-03") == 1);
  REQUIRE(house.item(id).stage == "in_collection");
  // 46 days of 9.5 %: 2.3945.
  CHECK(owed(house.item(id)) == "200.00 2.39 10.00");
  house.today(day("2026-03-10"));
  house.credit_note("K1", "1", "50.00");
  house.deliver();
  // Of 150.00, which alone was ever owed: 1.7959.
  CHECK(owed(house.item(id)) == "150.00 1.80 10.00");
  check_whole(house);
  // Interest first, then the debt, costs last.
  bank_on(house, "2026-03-12", {{.receivable_id = id, .amount = "100.00", .id = "P1"}});
  CHECK(owed(house.item(id)) == "51.80 0.00 10.00");
  CHECK(house.collection(id)->open.total().text() == "61.80");
  // Nothing was ever owed: nor were the letters' charges, and his money is his.
  house.today(day("2026-03-20"));
  house.credit_note("K2", "1", "150.00");
  house.deliver();
  CHECK(owed(house.item(id)) == "0.00 0.00 0.00");
  CHECK(house.item(id).credit_balance.text() == "100.00");
  check_whole(house);
  CHECK(on(house, "2026-03-23") == 0);
  CHECK(house.collection(id)->state == "closed_paid");
  CHECK(house.deviations().empty());
  check_whole(house);
}

TEST_CASE("a plan that breaks on the day on which all of it is paid asks for nothing more") {
  ClaimHouse house{policy_of({"first_reminder", "second_reminder"})};
  house.today(day("2025-01-02"));
  auto const id = house.invoice("1", "300.00", "consumer", "100", "2025-01-17");
  house.deliver();
  CHECK(on(house, "2025-01-31") == 1);
  house.today(day("2025-02-03"));
  house.store().write_now([&](ledger::Transaction& tx) {
    ledger::plan::Wish wish;
    wish.made_by = "operator";
    wish.count = 3;
    wish.first = day("2025-02-17");
    REQUIRE(gateway::make_plan(tx, house.context(), {house.item(id)}, wish));
  });
  house.deliver();
  // 14 and 17 days of 10.5 %: 1.2082 and 1.4671.
  CHECK(owed(house.item(id)) == "300.00 1.47 25.00");
  auto const open = house.item(id).open();
  CHECK(on(house, "2025-02-19") == 0);
  on(house, "2025-03-19");
  CHECK(house.last_letter(id) == "instalment_reminder 0.00 0.00 2025-04-02");
  on(house, "2025-03-24");
  CHECK(house.last_letter(id) == "plan_broken 0.00 0.00 2025-04-07");
  CHECK(owed(house.item(id)) == "300.00 1.47 25.00");
  // The same day, after the run.
  house.bank(day("2025-03-24"), {{.receivable_id = id, .amount = open.text(), .id = "P1"}});
  CHECK(owed(house.item(id)) == "0.00 0.00 0.00");
  CHECK(house.item(id).status == "paid");
  check_whole(house);
  CHECK(on(house, "2025-03-25") == 0);
  CHECK(house.deviations().empty());
  check_whole(house);
}

TEST_CASE("a letter is judged with the days before it only when its proof says that it goes on") {
  ClaimHouse house{policy_of({"first_reminder", "second_reminder"})};
  house.today(day("2026-01-02"));
  auto const id = house.invoice("1", "1000.00", "business", "200", "2026-01-16");
  house.deliver();
  CHECK(on(house, "2026-01-30") == 1);
  CHECK(on(house, "2026-02-16") == 1);
  auto const row = house.item(id);
  auto const letters = house.store().read(
      [&](ledger::Snapshot& view) { return gateway::charged_letters(view, row); });
  REQUIRE(letters.size() == 2);
  CHECK_FALSE(letters[0].goes_on);
  CHECK(letters[1].goes_on);
  check_whole(house);
}
