#include <doctest/doctest.h>

#include "gateway/dispatch/apply.hpp"
#include "gateway/dispatch/offer.hpp"
#include "gateway/letters/letter_document.hpp"
#include "gateway/letters/reminder_invoice.hpp"
#include "ledger/store/deliveries.hpp"
#include "tests/claim/house.hpp"
#include "tests/support/text.hpp"

// Letters of a debtor that leave as one sheet, when one of their claims is paid before it leaves.
using namespace airut;
using namespace airut::tests;
using std::chrono::days;

namespace {

constexpr auto* one_letter_policy = R"(
[[tenant.policy]]
name = "policy"
one_letter = true
grace_days = 0
bank_data_age_days = 4
[[tenant.policy.step]]
action = "first_reminder"
after_days = 14
[[tenant.policy.step]]
action = "second_reminder"
after_days = 14
)";

// Two claims of a customer, and the sheet that reminds of both, which has not left.
struct Sheet {
  ClaimHouse house{one_letter_policy};
  std::string a, b;

  Sheet() {
    house.today(day("2026-03-02"));
    a = house.invoice("A1", "100.00", "business", "300", "2026-03-16");
    b = house.invoice("B2", "200.00", "business", "300", "2026-03-16");
    house.deliver();
    house.today(day("2026-03-31"));
    house.bank(day("2026-03-30"), {});
    CHECK(house.decide() == 2);
    CHECK(house.letters(b).back().sheet_id == house.letters(a).back().id);
  }

  ledger::DeliveryRow delivery() {
    auto const letter = house.letters(a).back();
    return *house.store().read([&](ledger::Snapshot& view) {
      return ledger::find_delivery(view, "demo", letter.delivery_id);
    });
  }

  // The sheet as JSON, whatever way it goes.
  std::string offered() {
    gateway::Clock clock;
    gateway::RenderTools const tools;
    auto const at = house.context();
    auto row = delivery();
    row.channel = "agency";
    auto const offer =
        gateway::make_offer({house.store(), at.billers, at.codes, clock, tools, at.law}, row);
    REQUIRE_FALSE(offer.problem);
    return offer.parcel.files.front().bytes;
  }
};

}  // namespace

TEST_SUITE("claim/sheets") {
  TEST_CASE("the payment of a sheet's first claim leaves the letters of the others to go") {
    Sheet sheet;
    auto& house = sheet.house;
    house.bank(day("2026-03-31"), {{.receivable_id = sheet.a, .amount = "100.00"}});
    CHECK(sheet.delivery().state == "queued");
    house.deliver();
    CHECK(house.letters(sheet.a).back().withdrawn);
    CHECK_FALSE(house.letters(sheet.b).back().withdrawn);
    CHECK(house.letters(sheet.b).back().sent_on == day("2026-03-31"));
    house.today(day("2026-05-04"));
    house.bank(day("2026-05-03"), {});
    CHECK(house.run() == 1);
    CHECK(house.last_letter(sheet.b).starts_with("second_reminder"));
    CHECK(house.broken().empty());
    CHECK(house.audit().empty());
  }

  TEST_CASE("a credit note for a sheet's first claim leaves the letters of the others to go") {
    Sheet sheet;
    auto& house = sheet.house;
    house.credit_note("C3", "A1", "100.00");
    CHECK(sheet.delivery().state == "queued");
    CHECK(house.letters(sheet.a).back().withdrawn);
    house.deliver();
    CHECK(house.letters(sheet.b).back().sent_on == day("2026-03-31"));
    CHECK(house.audit().empty());
  }

  TEST_CASE("a sheet of which every claim is paid does not leave") {
    Sheet sheet;
    auto& house = sheet.house;
    house.bank(day("2026-03-31"), {{.receivable_id = sheet.a, .amount = "100.00"},
                                   {.receivable_id = sheet.b, .amount = "200.00"}});
    CHECK(sheet.delivery().state == "cancelled");
  }

  TEST_CASE("a claim's letter that waits alone is withdrawn by a credit note") {
    ClaimHouse house{one_letter_policy};
    house.today(day("2026-03-02"));
    auto const item = house.invoice("A1", "100.00", "business", "300", "2026-03-16");
    house.deliver();
    house.today(day("2026-03-31"));
    house.bank(day("2026-03-30"), {});
    CHECK(house.decide() == 1);
    house.credit_note("C3", "A1", "100.00");
    auto const letter = house.letters(item).back();
    CHECK(letter.withdrawn);
    auto const delivery = house.store().read([&](ledger::Snapshot& view) {
      return ledger::find_delivery(view, "demo", letter.delivery_id);
    });
    CHECK(delivery->state == "cancelled");
    CHECK(house.audit().empty());
  }

  TEST_CASE("the ground of a sheet is what each of its invoices was for") {
    Sheet sheet;
    auto const row = sheet.delivery();
    auto const letter = sheet.house.store().read([&](ledger::Snapshot& view) {
      auto const first = gateway::leading_letter(view, "demo", row.document_id);
      auto const submission = gateway::stored_submission(view, "demo", first.invoice_id);
      auto const* client = sheet.house.context().billers.client("demo", "biller");
      return gateway::letter_document(view, row, submission, *client, sheet.house.law());
    });
    REQUIRE(letter.rows.size() == 2);
    CHECK(letter.description == "A1: Sähkö A1; B2: Sähkö B2");
  }

  TEST_CASE("a sheet of which one claim is left asks for it by its own reference and number") {
    Sheet sheet;
    auto& house = sheet.house;
    auto const left = house.item(sheet.b);
    house.bank(day("2026-03-31"), {{.receivable_id = sheet.a, .amount = "100.00"}});
    auto const text = sheet.offered();
    CHECK(has(text, "\"payment_reference\":\"" + left.reference + "\""));
    CHECK(has(text, "\"invoice_number\":\"B2\""));
    CHECK_FALSE(has(text, house.item(sheet.a).reference));
    auto const row = sheet.delivery();
    house.store().read([&](ledger::Snapshot& view) {
      auto const first = gateway::leading_letter(view, "demo", row.document_id);
      CHECK(first.receivable_id == sheet.b);
      auto const submission = gateway::stored_submission(view, "demo", first.invoice_id);
      auto const* client = house.context().billers.client("demo", "biller");
      auto const letter = gateway::letter_document(view, row, submission, *client, house.law());
      CHECK(letter.reference == left.reference);
      CHECK(letter.total == left.principal + left.interest + left.fee);
      CHECK(letter.id == row.document_id);
      for (auto const& one : {gateway::reminder_invoice(letter, submission.invoice),
                              gateway::ehf_reminder(letter, submission.invoice)}) {
        CHECK(one.number == "B2-M1");
        CHECK(one.payment->reference == left.reference);
        CHECK(one.preceding.front().number == "B2");
      }
    });
  }
}
