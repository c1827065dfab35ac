#include "ledger/receivables/propose.hpp"

#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "ledger/receivables/clues.hpp"
#include "tests/receivables/days_and_sums.hpp"

using namespace airut;
using namespace airut::ledger;
using namespace airut::tests;

namespace {

Suspect suspect(std::string number, std::int64_t owed, std::set<Clue> clues,
                char const* due = "2026-03-16") {
  Suspect one;
  one.item.receivable_id = "rcv_" + number;
  one.item.invoice_id = "inv_" + number;
  one.item.invoice_number = std::move(number);
  one.item.due_date = day(due);
  one.item.owed = nothing_owed({});
  one.item.owed.principal = euro(owed);
  one.buyer_name = "Matti Virtanen";
  one.clues = std::move(clues);
  return one;
}

std::vector<Proposal> proposed(std::int64_t amount, std::vector<Suspect> const& suspects,
                               std::string_view payer = "") {
  return propose(euro(amount), day("2026-03-20"), payer, suspects);
}

std::vector<std::string> numbers_of(Proposal const& proposal) {
  std::vector<std::string> numbers;
  for (auto const& share : proposal.shares) numbers.push_back(share.invoice_number);
  return numbers;
}

}  // namespace

TEST_SUITE("receivables/clues") {
  TEST_CASE("a reference with one slip is among the slips of what was written") {
    auto const has = [](std::string_view written, std::string const& meant) {
      auto const slips = slips_of(written);
      return std::find(slips.begin(), slips.end(), meant) != slips.end();
    };
    CHECK(has("1234571", "1234561"));   // wrong
    CHECK(has("123461", "1234561"));    // missing
    CHECK(has("12345661", "1234561"));  // too many
    CHECK(has("1243561", "1234561"));   // swapped
    CHECK_FALSE(has("1243651", "1234561"));
    CHECK_FALSE(has("1234561", "1234561"));
    CHECK(slips_of("12").empty());
    CHECK(slips_of("RF18").empty());
  }

  TEST_CASE("numbers in a text are found whole and as digits, short ones are left") {
    CHECK(numbers_in({"Lasku 2026-00017, asiakas 10042. Kiitos 123"}) ==
          std::vector<std::string>{"2026-00017", "202600017", "10042"});
    CHECK(numbers_in({"INV/2026/77."}) == std::vector<std::string>{"INV/2026/77", "202677"});
    CHECK(numbers_in({"", "åäö"}).empty());
  }

  TEST_CASE("names are alike whatever their order, case, accents and legal form") {
    CHECK(likeness("VIRTANEN MATTI", "Matti Virtanen") == 100);
    CHECK(likeness("Sodankylan Sahko Oy", "Sodankylän Sähkö") == 100);
    CHECK(likeness("Čáhcegáisá AS", "CAHCEGAISA") == 100);
    CHECK(likeness("Matti Virtanen", "Maija Meikäläinen") == 0);
    CHECK(likeness("Matti Virtanen", "Matti Johannes Virtanen") < 100);
    CHECK(likeness("Oy", "Oy Ab") == 0);
  }
}

TEST_SUITE("receivables/propose") {
  TEST_CASE("an equal amount alone proves nothing") {
    CHECK(proposed(10000, {suspect("1", 10000, {})}).empty());
    CHECK(proposed(10000, {}).empty());
  }

  TEST_CASE("a reference with a slip is proposed only when amount and payer agree") {
    auto const one = suspect("1", 10000, {Clue::reference_slip});
    CHECK(proposed(10000, {one}, "Somebody Else").empty());
    CHECK(proposed(9999, {one}, "Matti Virtanen").empty());
    auto const found = proposed(10000, {one}, "VIRTANEN MATTI");
    REQUIRE_FALSE(found.empty());
    CHECK(found.front().rule == "3");
    CHECK_FALSE(found.front().is_certain);
  }

  TEST_CASE("a number in the text with the exact sum is certain when there is one way alone") {
    auto const clue = std::set<Clue>{Clue::number_in_text};
    auto const found = proposed(10000, {suspect("1", 10000, clue), suspect("2", 7000, clue)});
    REQUIRE(found.size() == 1);
    CHECK(found.front().rule == "4");
    CHECK(found.front().is_certain);
    CHECK(found.front().explanation ==
          "Invoice 1 owes exactly this sum; the payer's text names it.");
    auto const unclear = proposed(10000, {suspect("1", 10000, clue), suspect("2", 10000, clue)});
    CHECK_FALSE(unclear.front().is_certain);
    CHECK(unclear.front().rivals == 1);
  }

  TEST_CASE("an account that paid before pays the fewest items of the exact sum, oldest first") {
    auto const clue = std::set<Clue>{Clue::payer_account};
    std::vector<Suspect> const suspects{
        suspect("1", 3000, clue, "2026-01-10"), suspect("2", 2000, clue, "2026-02-10"),
        suspect("3", 5000, clue, "2026-03-10"), suspect("4", 1500, clue, "2026-04-10")};
    auto const single = proposed(5000, suspects);
    CHECK(numbers_of(single.front()) == std::vector<std::string>{"3"});  // not 1 and 2
    CHECK(single.front().is_certain);
    auto const three = proposed(6500, suspects);
    CHECK(three.front().shares.size() == 2);  // 3 and 4, not 1, 2 and 4
    auto const all = proposed(11500, suspects);
    CHECK(numbers_of(all.front()) == std::vector<std::string>{"1", "2", "3", "4"});
  }

  TEST_CASE("a name alike is for a person, and only near the due day") {
    auto const clue = std::set<Clue>{Clue::payer_name};
    auto const found = proposed(10000, {suspect("1", 10000, clue)}, "Virtanen Matti");
    REQUIRE(found.size() == 1);
    CHECK(found.front().rule == "6");
    CHECK_FALSE(found.front().is_certain);
    CHECK(proposed(10000, {suspect("1", 10000, clue, "2025-11-01")}, "Virtanen Matti").empty());
  }

  TEST_CASE("a name alike pays the exact sum of one debtor's items, never of two debtors") {
    auto const clue = std::set<Clue>{Clue::payer_name};
    auto first = suspect("1", 13100, clue), second = suspect("2", 25202, clue);
    first.customer = second.customer = "100";
    auto const found = proposed(38302, {first, second}, "Virtanen Matti");
    REQUIRE(found.size() == 1);
    CHECK(found.front().rule == "6");
    CHECK(numbers_of(found.front()) == std::vector<std::string>{"1", "2"});
    second.customer = "200";
    CHECK(proposed(38302, {first, second}, "Virtanen Matti").empty());
  }

  TEST_CASE("the debtor whom the exact reference names comes first, and is for a person") {
    auto const found = proposed(10000, {suspect("1", 10000, {Clue::payer_account}),
                                        suspect("2", 10000, {Clue::reference_owner})});
    REQUIRE(found.size() == 2);
    CHECK(found.front().rule == "2d");
    CHECK(numbers_of(found.front()) == std::vector<std::string>{"2"});
    CHECK_FALSE(found.front().is_certain);
  }

  TEST_CASE("equal ways name each other's items") {
    auto const clue = std::set<Clue>{Clue::payer_account};
    auto const found = proposed(
        5000, {suspect("1", 5000, clue, "2026-01-10"), suspect("2", 5000, clue, "2026-02-10")});
    REQUIRE(found.size() == 1);
    CHECK(numbers_of(found.front()) == std::vector<std::string>{"1"});
    CHECK(found.front().rival_items == std::vector<std::string>{"rcv_2"});
  }

  TEST_CASE("a sum counts as it was on the payment's day, and else as it is today") {
    auto one = suspect("1", 10500, {Clue::number_in_text});
    one.owed_then = euro(10000);
    auto const then = proposed(10000, {one}), today = proposed(10500, {one});
    REQUIRE(then.size() == 1);
    CHECK(then.front().shares.front().amount == euro(10000));
    REQUIRE(today.size() == 1);
    CHECK(today.front().shares.front().amount == euro(10500));
    CHECK(proposed(10250, {one}).empty());
  }

  TEST_CASE("five of two hundred items that alone make the sum are found in time") {
    // Sums of these have no way but one: each amount has a digit of its own kind.
    std::vector<Suspect> suspects;
    for (int i = 0; i < 195; ++i)
      suspects.push_back(suspect("e" + std::to_string(i), 2000 + 2 * i, {Clue::payer_account}));
    for (int i = 0; i < 5; ++i)
      suspects.push_back(
          suspect("o" + std::to_string(i), 100'001 + 10'000 * i, {Clue::payer_account}));
    auto const found = proposed(100'001 * 5 + 10'000 * 10, suspects);
    REQUIRE(found.size() == 1);
    CHECK(found.front().shares.size() == 5);
    CHECK(found.front().is_certain);
    CHECK(proposed(1'000'003, suspects).empty());
  }

  TEST_CASE("shares always sum to the payment, and no order of the suspects changes them") {
    std::mt19937 random{11};
    for (int round = 0; round < 300; ++round) {
      std::vector<Suspect> suspects;
      auto const count = 1 + random() % 12;
      for (std::size_t i = 0; i < count; ++i)
        suspects.push_back(
            suspect(std::to_string(i), 100 + 100 * static_cast<int>(random() % 20),
                    {random() % 2 == 0 ? Clue::payer_account : Clue::number_in_text}));
      auto const amount = 100 + 100 * static_cast<int>(random() % 60);
      auto const found = proposed(amount, suspects);
      auto mixed = suspects;
      std::shuffle(mixed.begin(), mixed.end(), random);
      auto const again = proposed(amount, mixed);
      REQUIRE(again.size() == found.size());
      for (std::size_t i = 0; i < found.size(); ++i) {
        auto sum = euro(0);
        for (auto const& share : found[i].shares) sum += share.amount;
        CHECK(sum == euro(amount));
        CHECK(found[i].shares == again[i].shares);
        CHECK((found[i].rivals == 0 || !found[i].is_certain));
      }
    }
  }
}

TEST_SUITE("receivables/together") {
  TEST_CASE("a payment less a credit balance, or together with another, pays one item") {
    std::vector<Suspect> const suspects{suspect("1", 10000, {Clue::payer_account}),
                                        suspect("2", 7000, {Clue::payer_name})};
    auto const with = [&](std::int64_t amount, std::vector<CreditBalance> const& credits,
                          std::vector<WaitingPayment> const& waiting) {
      return propose_together(euro(amount), "Somebody Else", suspects, credits, waiting);
    };
    auto const netted = with(8000, {{"rcv_9", "inv_9", "9", euro(2000)}}, {});
    REQUIRE(netted.size() == 1);
    CHECK(netted.front().rule == "7");
    CHECK_FALSE(netted.front().is_certain);
    CHECK(netted.front().shares.front().amount == euro(8000));
    CHECK(netted.front().credits.front().amount == euro(2000));
    CHECK(with(8000, {{"rcv_9", "inv_9", "9", euro(1999)}}, {}).empty());
    // A part of a larger balance fits too, but after one that fits whole.
    auto const both =
        with(8000, {{"rcv_8", "inv_8", "8", euro(5000)}, {"rcv_9", "inv_9", "9", euro(2000)}}, {});
    REQUIRE(both.size() == 2);
    CHECK(both.front().credits.front().invoice_number == "9");
    CHECK(both.front().rivals == 1);
    auto const two =
        with(4000, {}, {{"pay_1", euro(6000)}, {"pay_2", euro(2500)}, {"pay_3", euro(3500)}});
    REQUIRE(two.size() == 2);
    CHECK(two[0].with_payments == std::vector<std::string>{"pay_1"});
    CHECK(two[1].with_payments == std::vector<std::string>{"pay_2", "pay_3"});
    // The second invoice's payer is not known by its name here.
    CHECK(with(5000, {{"rcv_9", "inv_9", "9", euro(2000)}}, {}).empty());
    CHECK(with(10000, {}, {{"pay_1", euro(0)}}).empty());
  }
}
