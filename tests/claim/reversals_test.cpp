#include <doctest/doctest.h>

#include "gateway/claim/lay_payment.hpp"
#include "gateway/claim/release_reversal.hpp"
#include "ledger/store/payments.hpp"
#include "ledger/store/query.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// What a bank takes back: which payment it was, and what that means for the claim.
using namespace airut;
using namespace airut::tests;
using std::chrono::days;

namespace {

// An invoice of 100 that was sent on 2 January 2025.
struct Sent {
  ClaimHouse house{one_reminder};
  std::string item;

  Sent() {
    house.today(day("2025-01-02"));
    item = house.invoice("1", "100.00", "consumer", "", "2025-01-16");
    house.deliver();
    house.today(day("2025-01-10"));
  }

  std::string open() { return house.item(item).principal.text(); }

  std::vector<ledger::PaymentRow> payments() {
    return house.store().read([](ledger::Snapshot& view) {
      return ledger::list_payments(view, "demo", {}, {100, ""}).rows;
    });
  }
  // The newest one.
  ledger::PaymentRow payment() { return payments().front(); }

  std::string lay(ledger::PaymentRow const& payment, char const* amount) {
    std::string why;
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = house.context();
      auto const done =
          gateway::lay_payment(tx, {at.billers, at.law, "demo", "key_test", at.now}, payment,
                               {{item, *model::Money::parse(amount, {})}}, "");
      why = done ? std::string{} : done.error();
    });
    return why;
  }

  std::string release(ledger::PaymentRow const& payment) {
    std::string why;
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = house.context();
      auto const done = gateway::release_reversal(
          tx, {at.billers, at.law, "demo", "key_test", at.now}, payment, "");
      why = done ? std::string{} : done.error();
    });
    return why;
  }

  void check_whole() { tests::check_whole(house); }
};

}  // namespace

TEST_SUITE("claim/reversals") {
  TEST_CASE("a reversal without its payment does not take back one that is booked later") {
    Sent sent;
    sent.house.bank(day("2025-01-03"), {{sent.item, "40.00", true}});
    sent.house.bank(day("2025-01-06"), {{sent.item, "40.00"}});
    CHECK(sent.open() == "60.00");
    sent.check_whole();
  }

  TEST_CASE("a payment that comes after its reversal is taken back when it was booked before") {
    Sent sent;
    sent.house.bank(day("2025-01-03"), {{sent.item, "40.00", true}});
    sent.house.bank(day("2025-01-06"),
                    {{.receivable_id = sent.item, .amount = "40.00", .booked = "2025-01-02"}});
    CHECK(sent.open() == "100.00");
    CHECK(sent.payment().unallocated_reason == "reversed");
    sent.check_whole();
  }

  TEST_CASE("a reversal takes back no payment that is booked after it") {
    Sent sent;
    sent.house.bank(day("2025-01-08"), {{sent.item, "40.00"}});
    sent.house.bank(day("2025-01-09"), {{.receivable_id = sent.item,
                                         .amount = "40.00",
                                         .taken_back = true,
                                         .booked = "2025-01-07"}});
    CHECK(sent.open() == "60.00");
    CHECK(sent.payment().unallocated_reason == "reversal-unknown");
  }

  TEST_CASE("a person parts a payment from the reversal that it was taken for and lays it") {
    Sent sent;
    sent.house.bank(day("2025-01-03"), {{sent.item, "40.00", true}});
    sent.house.bank(day("2025-01-06"),
                    {{.receivable_id = sent.item, .amount = "40.00", .booked = "2025-01-02"}});
    auto const payment = sent.payment();
    CHECK_FALSE(sent.lay(payment, "40.00").empty());
    CHECK(sent.release(payment).empty());
    CHECK(sent.payment().unallocated_reason == "reversal-released");
    CHECK(sent.lay(sent.payment(), "40.00").empty());
    CHECK(sent.open() == "60.00");
    CHECK(sent.payments().back().unallocated_reason == "reversal-unknown");
    CHECK_FALSE(sent.release(sent.payment()).empty());
    sent.check_whole();
  }

  TEST_CASE("what a reversal took off an invoice waits again when the two are parted") {
    Sent sent;
    sent.house.bank(day("2025-01-06"), {{sent.item, "40.00"}});
    auto const payment = sent.payment();
    sent.house.bank(day("2025-01-08"), {{sent.item, "40.00", true}});
    CHECK(sent.open() == "100.00");
    CHECK(sent.release(sent.payments().back()).empty());
    auto const parted = sent.payments().back();
    CHECK(parted.unallocated.text() == "40.00");
    CHECK(sent.open() == "100.00");
    CHECK(sent.lay(parted, "40.00").empty());
    CHECK(sent.open() == "60.00");
    CHECK(sent.payment().unallocated.text() == "-40.00");
    sent.check_whole();
  }

  TEST_CASE("a reversal without a reference takes back only what its payer had paid") {
    Sent sent;
    sent.house.bank(day("2025-01-06"), {{.receivable_id = sent.item,
                                         .amount = "40.00",
                                         .reference = "none",
                                         .payer_account = "FI7944052020036082"}});
    auto const payment = sent.payment();
    CHECK(sent.lay(payment, "40.00").empty());
    sent.house.bank(day("2025-01-07"), {{.receivable_id = sent.item,
                                         .amount = "40.00",
                                         .taken_back = true,
                                         .reference = "none",
                                         .payer_account = "FI0950000120000123"}});
    CHECK(sent.payment().unallocated_reason == "reversal-unknown");
    CHECK(sent.open() == "60.00");
    sent.house.bank(day("2025-01-07"), {{.receivable_id = sent.item,
                                         .amount = "40.00",
                                         .taken_back = true,
                                         .reference = "none",
                                         .payer_account = "FI79 4405 2020 0360 82"}});
    CHECK(sent.payment().reverses == payment.id);
    CHECK(sent.open() == "100.00");
    sent.check_whole();
  }

  TEST_CASE("a reversal without reference and payer takes back nothing but the bank's own id") {
    Sent sent;
    sent.house.bank(
        day("2025-01-06"),
        {{.receivable_id = sent.item, .amount = "40.00", .id = "X1", .reference = "none"}});
    auto const payment = sent.payment();
    sent.house.bank(day("2025-01-07"), {{.receivable_id = sent.item,
                                         .amount = "40.00",
                                         .taken_back = true,
                                         .id = "X2",
                                         .reference = "none"}});
    CHECK(sent.payment().unallocated_reason == "reversal-unknown");
    sent.house.bank(day("2025-01-07"), {{.receivable_id = sent.item,
                                         .amount = "40.00",
                                         .taken_back = true,
                                         .id = "X1",
                                         .reference = "none"}});
    CHECK(sent.payment().reverses == payment.id);
  }

  TEST_CASE("a reversal takes back no reminder, nor its fee and interest") {
    Sent sent;
    auto& house = sent.house;
    house.today(day("2025-01-20"));
    house.bank(day("2025-01-20"), {{sent.item, "60.00"}});
    house.today(day("2025-02-04"));
    house.bank(day("2025-02-03"), {});
    CHECK(house.decide() == 1);
    auto const before = house.item(sent.item);
    CHECK(before.fee.text() == "5.00");
    house.bank(day("2025-02-04"), {{sent.item, "60.00", true}});
    auto const after = house.item(sent.item);
    CHECK(after.principal.text() == "100.00");
    CHECK(after.fee == before.fee);
    CHECK(after.interest == before.interest);
    CHECK_FALSE(house.letters(sent.item).back().withdrawn);
    sent.check_whole();
  }

  TEST_CASE("an entry that meets a fault waits, and the rest of its file is taken") {
    Sent sent;
    auto& house = sent.house;
    auto const other = house.invoice("2", "30.00", "consumer", "", "2025-01-24");
    house.bank(day("2025-01-06"), {{.receivable_id = sent.item, .amount = "40.00", .id = "X1"}});
    // A row that a program of old could have left.
    house.store().write_now([&](ledger::Transaction& tx) {
      ledger::Query query{tx.connection(),
                          "UPDATE payments SET parts = replace(parts, ?, 'rcv_0')"};
      query.bind(sent.item).run();
    });
    house.bank(day("2025-01-09"),
               {{.receivable_id = other, .amount = "10.00"},
                {.receivable_id = sent.item, .amount = "40.00", .taken_back = true, .id = "X1"},
                {.receivable_id = other, .amount = "20.00"}});
    CHECK(house.item(other).principal.is_zero());
    CHECK(house.deviations() == std::vector<std::string>{"bank.entry_not_laid"});
    auto const rows = sent.payments();
    REQUIRE(rows.size() == 4);
    CHECK(rows[1].unallocated_reason == "not-laid");
    CHECK(rows[1].unallocated.text() == "-40.00");
  }
}
