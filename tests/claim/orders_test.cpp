#include <algorithm>
#include <array>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/books/feed.hpp"
#include "ledger/store/payments.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// The same events in another order give the same money.
using namespace airut;
using namespace airut::tests;

namespace {

// An invoice of 12 550 euro, due on 20 April 2026 and reminded of on 4 May: 5.00 and 45.73 in
// Finland.
struct Story {
  ClaimHouse house;
  std::string item;

  explicit Story(std::string const& country = "FI") : house{two_reminders, country} {
    house.today(day("2026-04-02"));
    item = house.invoice("1", "12550.00", "consumer", "", "2026-04-20");
    house.deliver();
    REQUIRE(on(house, "2026-05-04") == 1);
    house.today(day("2026-06-15"));
  }

  void credit(std::string const& amount) { house.credit_note("C" + amount, "1", amount); }
  void pay(std::string const& amount, char const* booked = "2026-06-10") {
    house.bank(day("2026-06-12"), {{item, amount, false, "", "", "", "", booked}});
  }
  void take_back(std::string const& amount) {
    house.bank(day("2026-06-12"), {{item, amount, true, "", "", "", "", "2026-06-11"}});
  }
  void feed(std::string const& amount) {
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = house.context();
      gateway::FeedItem told;
      told.id = "F" + amount;
      told.kind = "credit";
      told.invoice_number = "1";
      told.amount = amount;
      gateway::take_feed_item(tx, {at.billers, at.law, at.tenant, at.actor, at.now}, "biller",
                              told);
    });
  }

  // What the debtor owes less what he gets, and what letters charged and kept.
  std::string money() {
    check_whole(house);
    auto const row = house.item(item);
    auto due = row.principal + row.interest + row.fee + row.cost - row.credit_balance;
    for (auto const& one : house.store().read([](ledger::Snapshot& view) {
           return ledger::list_payments(view, "demo", {}, {100, ""}).rows;
         }))
      due -= one.unallocated;
    auto fee = row.fee - row.fee, interest = fee;
    for (auto const& letter : house.letters(item)) {
      fee += letter.fee - letter.back_fee;
      interest += letter.interest - letter.back_interest;
    }
    return fmt::format("{} with fees {} and interest {}", due.text(), fee.text(), interest.text());
  }
};

}  // namespace

TEST_CASE("interest on what was never owed is given back, though it was paid") {
  Story first;
  first.pay("2000.00");
  first.credit("11295.00");
  Story second;
  second.credit("11295.00");
  second.pay("2000.00");
  CHECK(first.money() == second.money());
  CHECK(first.money() == "-735.43 with fees 5.00 and interest 4.57");
  CHECK(first.house.item(first.item).credit_balance.text() == "735.43");
}

TEST_CASE("a payment and a credit note give the same money in either order") {
  for (auto const* country : {"FI", "NO"}) {
    for (auto const* credited : {"1000.00", "11295.00", "12550.00", "13000.00"}) {
      for (auto const* paid : {"3.00", "30.00", "2000.00", "12550.00", "12700.00"}) {
        CAPTURE(country);
        CAPTURE(credited);
        CAPTURE(paid);
        Story first{country}, second{country};
        first.pay(paid);
        first.credit(credited);
        second.credit(credited);
        second.pay(paid);
        CHECK(first.money() == second.money());
      }
    }
  }
}

TEST_CASE("who had paid before the letter gets its charges back, though later money paid them") {
  for (auto const* country : {"FI", "NO"}) {
    for (auto const* late : {"30.00", "2000.00"}) {
      CAPTURE(country);
      CAPTURE(late);
      Story first{country}, second{country};
      first.pay("12550.00", "2026-04-20");
      first.pay(late);
      second.pay(late);
      second.pay("12550.00", "2026-04-20");
      CHECK(first.money() == second.money());
      CHECK(second.money().find("fees 0.00 and interest 0.00") != std::string::npos);
    }
  }
}

TEST_CASE("two payments and the biller's own credit give the same money in each order") {
  std::array<int, 3> order{0, 1, 2};
  std::string before;
  do {
    Story story;
    for (auto const one : order) {
      if (one == 0) story.pay("2000.00");
      if (one == 1) story.pay("700.00", "2026-05-20");
      if (one == 2) story.feed("11295.00");
    }
    auto const money = story.money();
    if (!before.empty()) CHECK(money == before);
    before = money;
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE(
    "a payment, the bank's taking it back and a credit note give the same money in any order") {
  for (auto const* country : {"FI", "NO"}) {
    for (auto const* credited : {"1000.00", "11295.00", "12550.00", "13000.00"}) {
      for (auto const* paid : {"30.00", "2000.00", "12550.00"}) {
        CAPTURE(country);
        CAPTURE(credited);
        CAPTURE(paid);
        std::array<int, 3> order{0, 1, 2};
        std::string before;
        do {
          Story story{country};
          for (auto const one : order) {
            if (one == 0) story.pay(paid);
            if (one == 1) story.take_back(paid);
            if (one == 2) story.credit(credited);
          }
          auto const row = story.house.item(story.item);
          auto const money = fmt::format("{}, {} open, {} to give back", story.money(),
                                         row.principal.text(), row.credit_balance.text());
          if (!before.empty()) CHECK(money == before);
          before = money;
        } while (std::next_permutation(order.begin(), order.end()));
      }
    }
  }
}
