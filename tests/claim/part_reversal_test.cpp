#include <doctest/doctest.h>

#include "gateway/claim/lay_payment.hpp"
#include "gateway/claim/release_reversal.hpp"
#include "ledger/store/payments.hpp"
#include "tests/claim/bank_files.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// A bank that takes a part of a payment back.
using namespace airut;
using namespace airut::tests;

namespace {

// An invoice of 100 euro that is due on 16 January 2026.
struct Paid100 {
  ClaimHouse house{one_reminder};
  std::string item;

  explicit Paid100(char const* amount = "100.00") {
    house.today(day("2026-01-02"));
    item = house.invoice("1", "100.00", "consumer", "100", "2026-01-16");
    house.deliver();
    house.today(day("2026-01-20"));
    house.bank(day("2026-01-19"),
               {{.receivable_id = item, .amount = amount, .id = "X1", .booked = "2026-01-12"}});
  }

  void take_back(char const* amount, char const* id = "X1") {
    house.bank(day("2026-01-19"),
               {{.receivable_id = item, .amount = amount, .taken_back = true, .id = id}});
  }
  // The same as a file of another format tells it, so often.
  void take_back_elsewhere(char const* amount, int times) {
    auto file = file_about(own_account("FI"), day("2026-01-19"));
    file.format = "ktl";
    model::BankEntry entry;
    entry.account = own_account("FI");
    entry.amount = *model::Money::parse(amount, {});
    entry.is_credit = false;
    entry.is_reversal = true;
    entry.booked = entry.value_date = day("2026-01-19");
    entry.reference = house.item(item).reference;
    for (int i = 1; i <= times; ++i) {
      entry.archive_id = "K" + std::to_string(i);
      file.entries.push_back(entry);
    }
    house.import(file);
  }
  // A person takes so much of the first payment off the invoice; whether it could be done.
  bool take_off(char const* amount) {
    bool done = false;
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = house.context();
      auto const payment = ledger::list_payments(tx, "demo", {}, {100, ""}).rows.back();
      done = gateway::lay_payment(tx, {at.billers, at.law, "demo", "key_test", at.now}, payment,
                                  {{item, -*model::Money::parse(amount, {})}}, "")
                 .has_value();
    });
    return done;
  }
  std::string open() { return house.item(item).principal.text(); }
  ledger::PaymentRow newest() {
    return house.store().read([](ledger::Snapshot& view) {
      return ledger::list_payments(view, "demo", {}, {1, ""}).rows.front();
    });
  }
  ledger::PaymentRow oldest() {
    return house.store().read([](ledger::Snapshot& view) {
      return ledger::list_payments(view, "demo", {}, {100, ""}).rows.back();
    });
  }
};

}  // namespace

TEST_SUITE("claim/part-reversal") {
  TEST_CASE("a part of a payment that is taken back is owed again, until nothing of it is left") {
    Paid100 one;
    one.take_back("40.00");
    CHECK(one.open() == "40.00");
    CHECK(one.newest().reverses == one.oldest().id);
    CHECK(one.oldest().reversed_by.empty());
    check_whole(one.house);
    one.take_back("60.00");
    CHECK(one.open() == "100.00");
    one.take_back("10.00");
    CHECK(one.newest().unallocated_reason == "reversal-unknown");
    CHECK(one.open() == "100.00");
    check_whole(one.house);
    CHECK(on(one.house, "2026-02-03") == 1);
  }

  TEST_CASE("a part is known by the reference alone when one payment came by it") {
    Paid100 one;
    one.take_back("40.00", "X9");
    CHECK(one.open() == "40.00");
    check_whole(one.house);
  }

  TEST_CASE("a part of money that waits in part is for a person, who is told") {
    Paid100 one{"150.00"};
    one.take_back("40.00");
    CHECK(one.open() == "0.00");
    CHECK(one.newest().unallocated_reason == "reversal-unknown");
    CHECK(one.house.deviations() == std::vector<std::string>{"bank.reversal_unknown"});
    check_whole(one.house);
  }

  TEST_CASE("a part reversal that a person parts from its payment leaves both to wait") {
    Paid100 one;
    one.take_back("40.00");
    one.house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = one.house.context();
      auto const reversal = ledger::list_payments(tx, "demo", {}, {1, ""}).rows.front();
      CHECK(gateway::release_reversal(tx, {at.billers, at.law, "demo", "key_test", at.now},
                                      reversal, "")
                .has_value());
    });
    CHECK(one.oldest().unallocated.text() == "40.00");
    CHECK(one.newest().unallocated.text() == "-40.00");
    CHECK(one.open() == "40.00");
    check_whole(one.house);
  }

  TEST_CASE("a person takes off an invoice no more than the bank left of the payment") {
    Paid100 one;
    one.take_back("40.00");
    CHECK_FALSE(one.take_off("80.00"));
    CHECK(one.take_off("60.00"));
    CHECK(one.open() == "100.00");
    check_whole(one.house);
  }

  TEST_CASE("money that a person took off for a reversal that fits nothing holds no reminder") {
    Paid100 one{"60.00"};
    one.house.bank(day("2026-01-19"),
                   {{.receivable_id = one.item, .amount = "40.00", .booked = "2026-01-13"}});
    one.take_back("30.00", "X9");
    REQUIRE(one.newest().unallocated_reason == "reversal-unknown");
    CHECK(one.take_off("30.00"));
    CHECK(one.open() == "30.00");
    CHECK(on(one.house, "2026-02-03") == 1);
    check_whole(one.house);
  }

  TEST_CASE("a payment that the bank does not name gives no part back for the one that it names") {
    ClaimHouse house{one_reminder};
    house.today(day("2026-01-02"));
    house.refer("1232");
    auto const first = house.invoice("1", "100.00", "consumer", "100", "2026-01-16");
    house.deliver();
    house.today(day("2026-01-08"));
    house.bank(day("2026-01-07"), {{.receivable_id = first, .amount = "150.00", .id = "X1"}});
    house.today(day("2026-01-09"));
    auto const second = house.invoice("2", "60.00", "consumer", "100", "2026-01-16");
    house.deliver();
    house.bank(day("2026-01-08"), {{.receivable_id = second, .amount = "60.00", .id = "X2"}});
    REQUIRE(house.item(second).principal.is_zero());
    auto const open_after = [&](char const* amount, char const* id) {
      house.today(house.day_now() + std::chrono::days{1});
      house.bank(house.day_now() - std::chrono::days{1},
                 {{.receivable_id = second, .amount = amount, .taken_back = true, .id = id}});
      return house.item(first).principal.text() + " " + house.item(second).principal.text();
    };
    // Of the one that it names a part waits; without a name there are two.
    CHECK(open_after("40.00", "X1") == "0.00 0.00");
    CHECK(open_after("60.00", "X1") == "0.00 0.00");
    CHECK(open_after("30.00", "X9") == "0.00 0.00");
    CHECK(open_after("20.00", "X2") == "0.00 20.00");
    check_whole(house);
  }

  TEST_CASE("a part is taken back of no payment that is booked after the reversal") {
    Paid100 one;
    one.house.bank(day("2026-01-19"), {{.receivable_id = one.item,
                                        .amount = "40.00",
                                        .taken_back = true,
                                        .id = "X1",
                                        .booked = "2026-01-11"}});
    CHECK(one.newest().unallocated_reason == "reversal-unknown");
    CHECK(one.open() == "0.00");
  }

  TEST_CASE("a part that two formats of the bank tell is taken back once") {
    Paid100 one;
    one.take_back("40.00");
    one.take_back_elsewhere("40.00", 1);
    CHECK(one.open() == "40.00");
    one.take_back_elsewhere("40.00", 2);
    CHECK(one.open() == "80.00");
    check_whole(one.house);
  }
}
