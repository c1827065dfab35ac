#include <doctest/doctest.h>

#include "gateway/dispatch/apply.hpp"
#include "gateway/letters/letter_document.hpp"
#include "ledger/store/deliveries.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"
#include "tests/support/text.hpp"

// What a letter tells of the payments, credits and interest of its claim.
using namespace airut;
using namespace airut::tests;

namespace {

struct Claimed {
  ClaimHouse house{up_to_collection};
  std::string item;

  Claimed() {
    house.today(day("2025-05-01"));
    item = house.invoice("1", "1000.00", "consumer", "100", "2025-05-15");
    house.deliver();
  }

  // The newest letter's document.
  model::Letter letter() {
    auto const at = house.context();
    return house.store().read([&](ledger::Snapshot& view) {
      auto const newest = ledger::list_letters(view, "demo", item).back();
      auto const row = ledger::find_delivery(view, "demo", newest.delivery_id);
      REQUIRE(row);
      auto const submission = gateway::stored_submission(view, "demo", newest.invoice_id);
      return gateway::letter_document(view, *row, submission, *at.billers.client("demo", "biller"),
                                      at.law);
    });
  }
  std::string order_json() {
    auto const document = letter();
    return gateway::collection_order_json(document, {});
  }
};

}  // namespace

TEST_SUITE("claim/told") {
  TEST_CASE("a letter names the days of the interest that is still open, not of what was paid") {
    Claimed claimed;
    auto& house = claimed.house;
    REQUIRE(on(house, "2025-05-30") == 1);
    auto const first = claimed.letter();
    CHECK(first.rows.front().interest_from == day("2025-05-16"));
    auto const charged = house.item(claimed.item).interest;
    // A part pays the interest until then, and some of the principal.
    CHECK(on(house, "2025-05-31", {{claimed.item, "400.00"}}) == 0);
    REQUIRE(on(house, "2025-06-16") == 1);
    auto const second = claimed.letter();
    CHECK(second.interest == house.item(claimed.item).interest);
    CHECK(second.rows.front().interest_from == day("2025-05-31"));
    CHECK(second.rows.front().interest_until == day("2025-06-16"));
    REQUIRE(second.interest_rates.size() == 1);
    CHECK(second.interest_rates.front().first == day("2025-05-31"));
    REQUIRE(second.settled.size() == 1);
    CHECK(second.settled.front().paid_interest == charged);
    CHECK(second.settled.front().credited.is_zero());
    CHECK(second.rows.front().paid.text() == "400.00");
    REQUIRE(on(house, "2025-07-01") == 1);
    auto const order = claimed.order_json();
    CHECK(has(order, "\"interest_from\":\"2025-05-31\""));
    CHECK(has(order, "\"paid_interest\":\"" + charged.text() + "\""));
    check_whole(house);
  }

  TEST_CASE("interest that was paid in part is named from the day on that is still open") {
    Claimed claimed;
    auto& house = claimed.house;
    REQUIRE(on(house, "2025-05-30") == 1);
    auto const charged = house.item(claimed.item).interest;
    CHECK(on(house, "2025-06-02", {{claimed.item, "2.00"}}) == 0);
    REQUIRE(on(house, "2025-06-16") == 1);
    auto const second = claimed.letter();
    auto const from = second.rows.front().interest_from;
    REQUIRE(from);
    CHECK(*from > day("2025-05-16"));
    CHECK(*from < day("2025-05-30"));
    CHECK(second.settled.front().paid_interest.text() == "2.00");
    CHECK(charged.text() > "2.00");
  }

  TEST_CASE("what was credited does not count as paid") {
    Claimed claimed;
    auto& house = claimed.house;
    house.today(day("2025-05-10"));
    house.credit_note("C1", "1", "300.00");
    house.deliver();
    REQUIRE(on(house, "2025-05-30", {{claimed.item, "100.00"}}) == 1);
    auto const letter = claimed.letter();
    CHECK(letter.rows.front().paid.text() == "100.00");
    REQUIRE(letter.settled.size() == 1);
    CHECK(letter.settled.front().credited.text() == "300.00");
  }

  TEST_CASE("a letter tells of the payment that was returned, and of interest since then alone") {
    Claimed claimed;
    auto& house = claimed.house;
    CHECK(on(house, "2025-05-15", {{claimed.item, "1000.00"}}) == 0);
    house.today(day("2025-06-20"));
    house.bank(day("2025-06-20"), {{claimed.item, "1000.00", true}});
    REQUIRE(house.item(claimed.item).principal.text() == "1000.00");
    CHECK(on(house, "2025-06-23") == 0);
    CHECK(house.reason(claimed.item) == "too-early");
    CHECK(on(house, "2025-07-03") == 0);
    REQUIRE(on(house, "2025-07-04") == 1);
    auto const letter = claimed.letter();
    REQUIRE(letter.returned.size() == 1);
    CHECK(letter.returned.front().amount.text() == "1000.00");
    CHECK(letter.returned.front().paid_on == day("2025-05-14"));
    CHECK(letter.returned.front().returned_on == day("2025-06-20"));
    CHECK(letter.rows.front().interest_from == day("2025-06-21"));
    check_whole(house);
  }

  TEST_CASE("a payment returned after the last reminder is told before the claim is handed over") {
    Claimed claimed;
    auto& house = claimed.house;
    REQUIRE(on(house, "2025-05-30") == 1);
    REQUIRE(on(house, "2025-06-16") == 1);
    auto const owed = house.item(claimed.item);
    auto const all = owed.principal + owed.interest + owed.fee;
    CHECK(on(house, "2025-06-26", {{claimed.item, all.text()}}) == 0);
    house.today(day("2025-07-07"));
    house.bank(day("2025-07-07"), {{claimed.item, all.text(), true}});
    for (auto const* text : {"2025-07-08", "2025-07-20"}) CHECK(on(house, text) == 0);
    REQUIRE(on(house, "2025-07-21") == 1);
    CHECK(house.letters(claimed.item).back().kind == "second_reminder");
    CHECK(claimed.letter().returned.size() == 1);
    CHECK(claimed.letter().announces_collection);
    CHECK(on(house, "2025-08-04") == 0);
    REQUIRE(on(house, "2025-08-05") == 1);
    CHECK(house.letters(claimed.item).back().kind == "collection_order");
    CHECK(has(claimed.order_json(), "\"returned_payments\":[{\"amount\":\"" + all.text()));
    check_whole(house);
  }
}
