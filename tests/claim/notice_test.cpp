#include <doctest/doctest.h>

#include "gateway/books/feed.hpp"
#include "tests/claim/case_news.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/other_ledger.hpp"
#include "tests/claim/whole.hpp"

// What must have been said before a claim goes to collection, however policies change meanwhile.
using namespace airut;
using namespace airut::tests;

namespace {

// Steps of a policy without a reminder's days of grace.
std::string steps(std::initializer_list<char const*> actions, bool automatic = true) {
  std::string toml = R"(
[[tenant.policy]]
name = "policy"
grace_days = 0
bank_data_age_days = 4
)";
  if (automatic) toml += "collection_automatic = true\n";
  for (auto const* action : actions) {
    toml += std::string{"[[tenant.policy.step]]\nafter_days = 14\naction = \""} + action + "\"\n";
  }
  return toml;
}

bool announces(ClaimHouse& house, std::string const& id) {
  return house.letters(id).back().announces_collection;
}

}  // namespace

TEST_CASE("in Norway a shorter policy sends the notice first, and only then collects") {
  ClaimHouse house{steps({"first_reminder", "second_reminder", "collection_order"}), "NO"};
  house.today(day("2026-04-01"));
  auto const id = house.invoice("1", "1250.00", "consumer", "300", "2026-04-15");
  house.deliver();
  CHECK(on(house, "2026-04-29") == 1);
  CHECK_FALSE(announces(house, id));
  house.configure(steps({"first_reminder", "collection_order"}));
  CHECK(on(house, "2026-05-14") == 1);
  CHECK(house.letters(id).back().kind == "second_reminder");
  CHECK(house.last_letter(id) == "second_reminder 38.00 6.17 2026-05-28");
  CHECK(announces(house, id));
  CHECK(on(house, "2026-05-28") == 0);
  CHECK(on(house, "2026-05-29") == 1);
  CHECK(house.letters(id).back().kind == "collection_order");
  check_whole(house);
}

TEST_CASE("an approval of collection outlives the notice that had to go before") {
  ClaimHouse house{steps({"first_reminder", "second_reminder", "collection_order"}, false), "NO"};
  house.today(day("2026-04-01"));
  auto const id = house.invoice("1", "1250.00", "consumer", "300", "2026-04-15");
  house.deliver();
  CHECK(on(house, "2026-04-29") == 1);
  CHECK(on(house, "2026-05-14") == 1);
  CHECK(on(house, "2026-05-29") == 0);
  CHECK(house.tell(id, ledger::collection::By::client, news("approve")) == "");
  // The biller gives time until June: the notice came before the claim was due.
  give_time(house, "1", "2026-06-01");
  CHECK(on(house, "2026-06-02") == 1);
  CHECK(house.letters(id).back().kind == "second_reminder");
  CHECK(announces(house, id));
  CHECK(on(house, "2026-06-17") == 1);
  CHECK(house.letters(id).back().kind == "collection_order");
  CHECK(on(house, "2026-06-18") == 0);
  CHECK(house.collection(id)->state == "sent");
  check_whole(house);
}

TEST_CASE("in Finland a shorter policy collects after any reminder, but never before one") {
  ClaimHouse house{steps({"first_reminder", "second_reminder", "collection_order"})};
  house.today(day("2026-01-02"));
  auto const id = house.invoice("1", "200.00", "consumer", "100", "2026-01-16");
  auto const later = house.invoice("2", "200.00", "consumer", "100", "2026-02-16");
  house.deliver();
  CHECK(on(house, "2026-01-30") == 1);
  house.configure(steps({"collection_order"}));
  CHECK(on(house, "2026-02-16") == 0);
  CHECK(house.reason(id) == "no-step-left");
  CHECK(on(house, "2026-03-02") == 1);
  CHECK(house.letters(later).back().kind == "first_reminder");
  house.configure(steps({"first_reminder", "collection_order"}));
  CHECK(on(house, "2026-03-03") == 1);
  CHECK(house.letters(id).back().kind == "collection_order");
  check_whole(house);
}
