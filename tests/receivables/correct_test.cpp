#include "ledger/receivables/correct.hpp"

#include <doctest/doctest.h>

#include "tests/receivables/days_and_sums.hpp"

using namespace airut;
using namespace airut::ledger;
using namespace airut::tests;
using std::chrono::days;

namespace {

ChargedLetter letter(char const* id, char const* decided, bool left = true) {
  return {id,          day(decided), left, euro(500), euro(52), euro(0), day(decided) - days{13},
          day(decided)};
}

// All of the principal is open since the invoice.
ChargedItem owed(std::int64_t principal, std::int64_t interest, std::int64_t fee) {
  ChargedItem item{nothing_owed({}), nothing_owed({}), {euro(principal), {}}};
  item.open.principal = euro(principal);
  item.open.interest = euro(interest);
  item.open.fee = euro(fee);
  return item;
}

}  // namespace

TEST_CASE("a payment made before the reminder that comes to light later leaves it without ground") {
  auto const one =
      unfounded({letter("a", "2026-03-30")}, owed(14307, 52, 500), euro(14307), day("2026-03-28"));
  REQUIRE(one.size() == 1);
  CHECK(one[0].fee == euro(500));
  CHECK(one[0].interest == euro(52));
  CHECK_FALSE(one[0].withdrawn);
}

TEST_CASE("a payment on the reminder's own day counts as before it, the day after does not") {
  auto const on = [](char const* paid) {
    return unfounded({letter("a", "2026-03-30")}, owed(14307, 52, 500), euro(14307), day(paid))
        .size();
  };
  CHECK(on("2026-03-30") == 1);
  CHECK(on("2026-03-31") == 0);
}

TEST_CASE("a part payment takes no ground from a reminder") {
  CHECK(unfounded({letter("a", "2026-03-30")}, owed(14307, 52, 500), euro(14306), day("2026-03-28"))
            .empty());
}

TEST_CASE("a letter that has not left is withdrawn, whenever the payment was made") {
  auto const one = unfounded({letter("a", "2026-03-30", false)}, owed(14307, 52, 500), euro(14307),
                             day("2026-04-01"));
  REQUIRE(one.size() == 1);
  CHECK(one[0].withdrawn);
}

TEST_CASE(
    "only the letters from the payment's day on fall away; earlier charges must be paid too") {
  std::vector const letters{letter("a", "2026-03-30"), letter("b", "2026-04-14")};
  auto const sums = owed(14307, 104, 1000);
  CHECK(unfounded(letters, sums, euro(14307), day("2026-04-10")).empty());
  auto const one = unfounded(letters, sums, euro(14307 + 52 + 500), day("2026-04-10"));
  REQUIRE(one.size() == 1);
  CHECK(one[0].letter_id == "b");
}

TEST_CASE("a letter is judged by what was owed on its day, not by what was paid since") {
  auto item = owed(200000, 52, 500);
  item.open.principal = euro(100);
  item.history.changes.push_back({day("2026-04-10"), euro(-199900)});
  auto const after = [&](std::int64_t minor) {
    return unfounded({letter("a", "2026-03-30")}, item, euro(minor), day("2026-03-28")).size();
  };
  CHECK(after(100) == 0);
  CHECK(after(199999) == 0);
  CHECK(after(200000) == 1);
}

TEST_CASE("what was paid of a charge without ground is taken back, too") {
  auto item = owed(14307, 0, 0);
  item.paid.interest = euro(52);
  item.paid.fee = euro(300);
  auto const one = unfounded({letter("a", "2026-03-30")}, item, euro(14307), day("2026-03-28"));
  REQUIRE(one.size() == 1);
  CHECK(one[0].interest == euro(52));
  CHECK(one[0].fee == euro(300));
}

TEST_CASE("never more is taken back than is open") {
  auto const one =
      unfounded({letter("a", "2026-03-30")}, owed(14307, 20, 0), euro(20000), day("2026-03-28"));
  REQUIRE(one.size() == 1);
  CHECK(one[0].fee.is_zero());
  CHECK(one[0].interest == euro(20));
}

TEST_CASE("interest of days after a part payment is taken back to the cent") {
  auto const law = config::Law::load(AIRUT_SOURCE "/config/tables", "");
  REQUIRE(law);
  auto const rates = law->rates("FI", config::Debtor::consumer);
  PrincipalHistory history{euro(100000), {}};
  ChargedLetter one{"a",
                    day("2026-03-30"),
                    true,
                    euro(500),
                    euro(0),
                    euro(0),
                    day("2026-03-17"),
                    day("2026-03-30")};
  one.interest = interest(history, *one.interest_from, *one.interest_until, rates)->amount;
  CHECK(overcharged({one}, history, *one.interest_from, one.interest, rates)->empty());
  history.changes.push_back({day("2026-03-20"), euro(-60000)});
  auto const back = overcharged({one}, history, *one.interest_from, one.interest, rates);
  REQUIRE(back->size() == 1);
  auto const right = interest(history, *one.interest_from, *one.interest_until, rates)->amount;
  CHECK(one.interest - back->front().interest == right);
  CHECK(overcharged({one}, history, *one.interest_from, euro(1), rates)->front().interest ==
        euro(1));
}

TEST_CASE("letters of before that were rounded alone keep what they charged, to the cent") {
  auto const law = config::Law::load(AIRUT_SOURCE "/config/tables", "");
  REQUIRE(law);
  auto const rates = law->rates("FI", config::Debtor::business);
  PrincipalHistory history{euro(100000), {}};
  auto const charged = [](char const* id, char const* from, char const* until, std::int64_t minor) {
    return ChargedLetter{id,          day(until), true,      euro(0),
                         euro(minor), euro(0),    day(from), day(until)};
  };
  // 10.5 % of 1 000.00 for 14, 17 and 15 days: 4.027, 4.890, 4.315; of all 46 days 13.233.
  std::vector letters{charged("a", "2026-01-17", "2026-01-30", 403),
                      charged("b", "2026-01-31", "2026-02-16", 489),
                      charged("c", "2026-02-17", "2026-03-03", 432)};
  auto const begins = day("2026-01-17");
  CHECK(overcharged(letters, history, begins, euro(1324), rates)->empty());
  letters[2].goes_on = true;
  auto const together = overcharged(letters, history, begins, euro(1324), rates);
  REQUIRE(together->size() == 1);
  CHECK(together->front().interest == euro(1));
  // What the principal lost meanwhile is taken back all the same.
  letters[2].goes_on = false;
  history.changes.push_back({day("2026-02-20"), euro(-50000)});
  auto const back = overcharged(letters, history, begins, euro(1324), rates);
  REQUIRE(back->size() == 1);
  auto const right = interest(history, day("2026-02-17"), day("2026-03-03"), rates)->amount;
  CHECK(euro(432) - back->front().interest == right);
}

TEST_CASE("interest of days before those on which it begins is not owed") {
  auto const law = config::Law::load(AIRUT_SOURCE "/config/tables", "");
  REQUIRE(law);
  auto const rates = law->rates("FI", config::Debtor::consumer);
  PrincipalHistory const history{euro(100000), {}};
  auto one = letter("a", "2026-03-30");
  one.interest_from = day("2026-03-17");
  one.interest = euro(364);  // 14 days at 9.5 %
  CHECK(overcharged({one}, history, day("2026-03-17"), euro(364), rates)->empty());
  auto const kept = [&](char const* begins) {
    auto const back = overcharged({one}, history, day(begins), euro(364), rates);
    return one.interest - (back->empty() ? euro(0) : back->front().interest);
  };
  CHECK(kept("2026-03-30") == euro(26));
  CHECK(kept("2026-03-31") == euro(0));
  one.goes_on = true;
  CHECK(kept("2026-03-30") == euro(26));
}
