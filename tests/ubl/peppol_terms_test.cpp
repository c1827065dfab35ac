#include <algorithm>

#include <doctest/doctest.h>

#include "formats/rules/check.hpp"
#include "formats/ubl/write.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/text.hpp"
#include "tests/ubl/documents.hpp"

using namespace airut;
using tests::check_ubl_schema, tests::completed, tests::dec, tests::read_ubl;
using tests::has;

// What EN 16931 lets an invoice say and Peppol BIS Billing 3.0 wants said in another way.

namespace {

ubl::Written for_peppol(model::Invoice const& invoice) {
  auto written = ubl::write(invoice);
  REQUIRE(written);
  check_ubl_schema(written->bytes);
  return *std::move(written);
}

model::Invoice read_back(std::string const& bytes) {
  auto read = read_ubl(bytes);
  REQUIRE(read);
  return std::move(read->invoice);
}

bool tells(ubl::Written const& written, std::string_view part) {
  return std::any_of(written.notes.begin(), written.notes.end(),
                     [&](auto const& note) { return has(note, part); });
}

model::AllowanceCharge discount(std::string_view amount) {
  model::AllowanceCharge one;
  one.amount = *model::Money::parse(amount, {});
  one.reason = "Alennus";
  one.vat.code = "S";
  one.vat.rate = dec("25.5");
  return one;
}

// Of an allowance on the line of 10 x 42.50.
model::Invoice with_line_discount(model::AllowanceCharge one) {
  auto invoice = tests::sample_invoice();
  one.vat = {};
  invoice.lines.front().adjustments.push_back(std::move(one));
  return completed(invoice);
}

// What Peppol's rules say of the document that was written.
model::Findings refused(std::string const& bytes) {
  auto const invoice = read_back(bytes);
  auto findings = rules::check(invoice, {});
  std::erase_if(findings, [](auto const& one) { return one.severity != model::Severity::error; });
  return findings;
}

}  // namespace

TEST_CASE("several notes become one for Peppol, with their subjects, and stay several elsewhere") {
  auto invoice = tests::sample_invoice();
  invoice.notes = {{"Kiitos tilauksesta", ""}, {"Katso ehdot", "AAI"}};
  auto const made = completed(invoice);
  auto const written = for_peppol(made);
  CHECK(has(written.bytes, "<cbc:Note>Kiitos tilauksesta\n#AAI#Katso ehdot</cbc:Note>"));
  CHECK(refused(written.bytes).empty());
  auto const plain = ubl::write(made, ubl::plain(made));
  REQUIRE(plain);
  CHECK(read_back(plain->bytes).notes == made.notes);
}

TEST_CASE("notes of one subject keep it when they become one, and within Germany they stay") {
  auto invoice = completed(tests::sample_invoice());
  invoice.notes = {{"Yksi", "AAI"}, {"Kaksi", "AAI"}};
  auto const joined = read_back(for_peppol(invoice).bytes).notes;
  REQUIRE(joined.size() == 1);
  CHECK(joined.front() == model::Note{"Yksi\nKaksi", "AAI"});
  invoice.seller.address.country = invoice.buyer.address.country = "DE";
  CHECK(read_back(for_peppol(invoice).bytes).notes == invoice.notes);
}

TEST_CASE("an accounting currency that is the invoice's own is not written for Peppol") {
  auto invoice = completed(tests::sample_invoice());
  invoice.vat_currency = invoice.currency;
  invoice.totals.vat_accounting = invoice.totals.vat;
  auto const written = for_peppol(invoice);
  CHECK_FALSE(has(written.bytes, "TaxCurrencyCode"));
  CHECK(read_back(written.bytes).totals.vat == invoice.totals.vat);
  CHECK(refused(written.bytes).empty());
}

TEST_CASE("a percentage whose base is the line or the sum of lines gets it") {
  auto one = discount("42.50");
  one.percent = dec("10");
  auto const written = for_peppol(with_line_discount(one));
  auto const line = read_back(written.bytes).lines.front();
  REQUIRE(line.adjustments.size() == 1);
  CHECK(line.adjustments.front().base_amount->text() == "425.00");
  CHECK(line.adjustments.front().percent == dec("10"));
  CHECK(refused(written.bytes).empty());

  auto invoice = tests::sample_invoice();
  invoice.adjustments.push_back(one);
  auto const whole = for_peppol(completed(invoice));
  CHECK(read_back(whole.bytes).adjustments.front().base_amount->text() == "425.00");
  CHECK(refused(whole.bytes).empty());
}

TEST_CASE("a percentage of something else is left out and told, and the amount stays") {
  auto one = discount("40.00");
  one.percent = dec("10");
  auto const written = for_peppol(with_line_discount(one));
  auto const kept = read_back(written.bytes).lines.front().adjustments.front();
  CHECK_FALSE(kept.percent);
  CHECK(kept.amount.text() == "40.00");
  CHECK(tells(written, "percentage"));
  CHECK(refused(written.bytes).empty());
}

TEST_CASE("a base amount gets its percentage when four decimals say it, else it is left out") {
  auto one = discount("40.00");
  one.base_amount = *model::Money::parse("320.00", {});
  auto const exact = for_peppol(with_line_discount(one));
  CHECK(read_back(exact.bytes).lines.front().adjustments.front().percent == dec("12.5"));
  CHECK(exact.notes == for_peppol(completed(tests::sample_invoice())).notes);
  one.base_amount = *model::Money::parse("300.00", {});
  auto const inexact = for_peppol(with_line_discount(one));
  CHECK_FALSE(read_back(inexact.bytes).lines.front().adjustments.front().base_amount);
  CHECK(tells(inexact, "base amount"));
  CHECK(refused(exact.bytes).empty());
  CHECK(refused(inexact.bytes).empty());
}

TEST_CASE("a means of payment that is not stated is written as the code that says so") {
  auto invoice = completed(tests::sample_invoice());
  invoice.payment->means = model::PaymentMeans::unstated;
  auto const written = for_peppol(invoice);
  CHECK(has(written.bytes, "<cbc:PaymentMeansCode>1</cbc:PaymentMeansCode>"));
  CHECK(refused(written.bytes).empty());
}

TEST_CASE(
    "a credit note that names no account names no transfer, and no means when it says no more") {
  auto invoice = tests::sample_invoice();
  invoice.type = model::InvoiceType::credit_note;
  invoice.payment->accounts.clear();
  auto const written = for_peppol(completed(invoice));
  CHECK(has(written.bytes, "<cbc:PaymentMeansCode>1</cbc:PaymentMeansCode>"));
  CHECK(refused(written.bytes).empty());
  invoice.payment->reference.clear();
  invoice.due_date.reset();
  auto const bare = for_peppol(completed(invoice));
  CHECK_FALSE(has(bare.bytes, "PaymentMeans"));
  CHECK(has(bare.bytes, "<cbc:Note>14 pv netto</cbc:Note>"));
  invoice.seller.address.country = "DE";
  CHECK(
      has(for_peppol(completed(invoice)).bytes, "<cbc:PaymentMeansCode>1</cbc:PaymentMeansCode>"));
}
