#include <doctest/doctest.h>

#include "tests/claim/case_news.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Rows of the law that are not there, or that an act brings.
using namespace airut;
using namespace airut::tests;

namespace {

constexpr auto* town = R"(
[[tenant.client]]
ref = "town"
directly_enforceable = true
dunning_policy = "policy"
channel_order_consumer = ["print"]
[tenant.client.seller]
name = "Kaupunki"
legal_id = "0112038-9"
legal_id_scheme = "0212"
vat_id = "FI01120389"
[tenant.client.seller.address]
line1 = "Katu 2"
postal_code = "00100"
city = "Helsinki"
country = "FI"
[[tenant.client.account]]
iban = "FI2112345600000785"
)";

}  // namespace

TEST_SUITE("claim/law-rows") {
  TEST_CASE("a letter of what is enforceable without a judgment says so in its proof") {
    ClaimHouse house{policy_of({"first_reminder"})};
    house.configure(policy_of({"first_reminder"}) + town);
    house.today(day("2026-03-02"));
    auto const other = house.invoice("1", "100.00", "consumer", "100", "2026-03-16");
    house.bill_as("town");
    auto const charge = house.invoice("2", "100.00", "consumer", "100", "2026-03-16");
    house.deliver();
    CHECK(on(house, "2026-03-30") == 2);
    auto const says_so = [&](std::string const& id) {
      return house.letters(id).back().proof.find("\"rule\":\"directly-enforceable\"") !=
             std::string::npos;
    };
    CHECK(says_so(charge));
    CHECK_FALSE(says_so(other));
    check_whole(house);
  }

  TEST_CASE("a half-year without a rate is told once, until its row is there") {
    ClaimHouse house{policy_of({"first_reminder"})};
    house.today(day("2028-09-03"));
    auto const first = house.invoice("1", "100.00", "consumer", "100", "2028-09-17");
    auto const second = house.invoice("2", "200.00", "consumer", "200", "2028-09-17");
    house.deliver();
    CHECK(on(house, "2028-10-02") == 0);
    CHECK(house.reason(first) == "missing-law-row");
    CHECK(house.deviations() == std::vector<std::string>{"claim.law_row_missing"});
    CHECK(on(house, "2028-10-03") == 0);
    CHECK(house.deviations().size() == 1);
    house.legislate("interest_rates",
                    "country\tfrom\tto\tpercent\tsource\n"
                    "FI\t2028-07-01\t2028-12-31\t2.5\ta test\n");
    CHECK(on(house, "2028-10-04") == 2);
    CHECK(house.letters(second).size() == 1);
    CHECK(house.deviations().empty());
    check_whole(house);
  }

  TEST_CASE("from the collection act's day a Norwegian claim goes to collection past the demand") {
    ClaimHouse house{policy_of({"first_reminder", "payment_demand", "collection_order"}), "NO"};
    house.legislate("law_changes", "change\tfrom\tsource\nno-collection-act\t2026-02-01\ta test\n");
    house.today(day("2026-01-02"));
    auto const by_itself = house.invoice("1", "1000.00", "consumer", "100", "2026-01-16");
    house.deliver();
    CHECK(on(house, "2026-01-31") == 1);
    CHECK(house.letters(by_itself).back().kind == "first_reminder");
    SUBCASE("by itself") {
      for (auto const* text : {"2026-02-16", "2026-02-27", "2026-03-03"}) on(house, text);
    }
    SUBCASE("when a person asks") {
      house.today(day("2026-02-16"));
      house.bank(day("2026-02-15"), {});
      for (auto at = day("2026-02-16"); at < day("2026-03-10"); at += std::chrono::days{1}) {
        house.today(at);
        house.bank(at - std::chrono::days{1}, {});
        if (transfer(house, by_itself).empty()) break;
      }
    }
    CHECK(house.letters(by_itself).back().kind == "collection_order");
    CHECK(house.item(by_itself).stage == "in_collection");
    check_whole(house);
  }

  TEST_CASE("after the collection act each reminder of a Norwegian policy goes once") {
    ClaimHouse house{
        policy_of({"first_reminder", "payment_demand", "second_reminder", "collection_order"}),
        "NO"};
    house.legislate("law_changes", "change\tfrom\tsource\nno-collection-act\t2026-02-01\ta test\n");
    house.legislate("fee_caps",
                    "country\tdebtor\tfrom\tclaim_due_from\tminor\tcurrency\tsource\n"
                    "NO\tconsumer\t2026-02-01\t2026-01-01\t3800\tNOK\ta test\n");
    house.today(day("2026-02-02"));
    auto const claim = house.invoice("1", "1000.00", "consumer", "100", "2026-02-16");
    house.deliver();
    for (auto at = day("2026-02-17"); at < day("2026-06-01"); at += std::chrono::days{3})
      on(house, model::date_text(at).c_str());
    std::string kinds;
    for (auto const& letter : house.letters(claim)) kinds += letter.kind + " ";
    CHECK(kinds == "first_reminder second_reminder collection_order ");
    check_whole(house);
  }
}
