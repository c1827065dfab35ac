#include "gateway/dispatch/open_rest.hpp"

#include <doctest/doctest.h>

#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

// An invoice of 100.00 of which 30.00 was paid and 20.00 credited since.
class PartPaid {
 public:
  explicit PartPaid(std::string reference = "")
      : store_(ledger::Store::open(place_in(home_.path()), {})) {
    auto const invoice = accepted("1");
    delivery_ = routed(invoice);
    ledger::PaymentReceived payment;
    payment.payment_id = payment.fingerprint = model::new_id("pay", noon);
    payment.client = invoice.client;
    payment.reference_key = std::move(reference);
    payment.amount = eur(3000);
    payment.unallocated = eur(0);
    payment.booked = *model::parse_date("2026-09-10");
    payment.parts = {{invoice.receivable_id, invoice.invoice_id, "principal", eur(3000)}};
    ledger::ReceivableCredited credit;
    credit.receivable_id = invoice.receivable_id;
    credit.invoice_id = invoice.invoice_id;
    credit.credit_note_id = model::new_id("inv", noon);
    credit.amount = eur(2000);
    credit.beyond = eur(0);
    store_->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "key_1", noon, invoice);
      tx.append("fi", "key_1", noon, delivery_);
      tx.append("fi", "system", noon, payment);
      tx.append("fi", "system", noon, credit);
    });
  }

  model::Invoice asked(model::PartyType buyer, std::string format = "pdf",
                       model::Invoice invoice = {}) {
    model::Submission submission;
    submission.invoice = std::move(invoice);
    submission.invoice.buyer.type = buyer;
    submission.invoice.totals.due = eur(10000);
    store_->look([&](ledger::Snapshot& view) {
      auto row = ledger::find_delivery(view, "fi", delivery_.delivery_id).value();
      row.format = std::move(format);
      auto const invoice = ledger::find_invoice(view, "fi", row.invoice_id).value();
      gateway::ask_for_rest(view, row, invoice, "en", submission);
      return true;
    });
    return submission.invoice;
  }

 private:
  TempDirectory home_;
  std::unique_ptr<ledger::Store> store_;
  ledger::DeliveryRouted delivery_;
};

}  // namespace

TEST_SUITE("dispatch/open_rest") {
  TEST_CASE("an invoice that leaves part paid asks for the rest and says what was paid") {
    PartPaid item;
    auto const business = item.asked(model::PartyType::business);
    CHECK(business.totals.due == eur(7000));
    CHECK(business.totals.paid == eur(3000));
    REQUIRE(business.notes.size() == 1);
    CHECK(business.notes.front().text == "Paid: 30.00 EUR");
    // A consumer pays what he is shown; a business deducts its credit note itself.
    auto const consumer = item.asked(model::PartyType::consumer);
    CHECK(consumer.totals.due == eur(5000));
    CHECK(consumer.totals.paid == eur(5000));
    CHECK(consumer.notes.front().text == "Paid: 30.00 EUR. Credited: 20.00 EUR");
  }

  TEST_CASE("Peppol's one note takes up what was paid, and what was prepaid stays") {
    PartPaid item;
    model::Invoice invoice;
    invoice.notes.emplace_back();
    invoice.notes.front().text = "Thank you.";
    invoice.totals.paid = eur(500);
    auto const asked = item.asked(model::PartyType::business, "ubl", invoice);
    REQUIRE(asked.notes.size() == 1);
    CHECK(asked.notes.front().text == "Thank you.\nPaid: 30.00 EUR");
    CHECK(asked.totals.paid == eur(3500));
  }

  TEST_CASE("a credit note stays as it is") {
    PartPaid item;
    model::Invoice credit;
    credit.type = model::InvoiceType::credit_note;
    CHECK(item.asked(model::PartyType::consumer, "pdf", credit).totals.due == eur(10000));
  }

  TEST_CASE("instalments that are paid are not asked for again") {
    auto const in_parts = [](std::int64_t first, std::int64_t second) {
      model::Invoice parts;
      parts.nordic.made().instalments = {
          {eur(second), eur(second - 100), model::parse_date("2026-11-01"), "1245"},
          {eur(first), eur(first - 100), model::parse_date("2026-10-01"), "1232"}};
      return parts;
    };
    auto const left = [](model::Invoice const& invoice) {
      std::string text;
      for (auto const& one : invoice.nordic->instalments)
        text += one.reference + " " + one.amount.text() + ", ";
      return text;
    };
    // 30.00 paid by no instalment's reference, and 20.00 credited: those that are due first.
    PartPaid item;
    auto const some = item.asked(model::PartyType::consumer, "pdf", in_parts(6000, 4000));
    CHECK(left(some) == "1232 10.00, 1245 40.00, ");
    CHECK(some.totals.due == eur(5000));
    CHECK(some.notes.front().text == "Paid: 30.00 EUR. Credited: 20.00 EUR");
    CHECK_FALSE(some.nordic->instalments.front().net_amount);
    CHECK(left(item.asked(model::PartyType::consumer, "pdf", in_parts(5000, 5000))) ==
          "1245 50.00, ");
    // The second one by its own reference.
    PartPaid by_reference{"1245"};
    CHECK(left(by_reference.asked(model::PartyType::business, "pdf", in_parts(7000, 3000))) ==
          "1232 70.00, ");
    CHECK(left(by_reference.asked(model::PartyType::business, "pdf", in_parts(8000, 2000))) ==
          "1232 70.00, ");
    // Parts that do not make up the sum are no instalments: the whole is asked for.
    auto const differing = item.asked(model::PartyType::business, "pdf", in_parts(1000, 2000));
    CHECK(differing.totals.due == eur(7000));
    CHECK(differing.nordic->instalments.size() == 2);
  }
}
