#include <doctest/doctest.h>

#include "formats/documents/checked.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/rules/complete.hpp"
#include "tests/support/completed.hpp"
#include "tests/support/sample_invoice.hpp"

// What EpiDetails ask to be paid, and what the invoice comes to.

using namespace airut;
using tests::completed;

namespace {

model::Money eur(std::string_view text) { return *model::Money::parse(text, model::Currency{}); }

model::Invoice credit_note() {
  auto invoice = tests::sample_invoice();
  invoice.type = model::InvoiceType::credit_note;
  return completed(invoice);
}

std::string written_without_frame(model::Invoice const& invoice,
                                  finvoice::Version version = finvoice::Version::v3_0) {
  auto result = finvoice::write(invoice, std::nullopt, {version, xml::Encoding::utf8});
  if (!result) FAIL(result.error().text);
  return result->bytes;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  auto const at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string with_sum(std::string const& bytes, std::string_view currency, std::string_view sum) {
  auto const begin = bytes.find("<EpiInstructedAmount");
  auto const end = bytes.find('\n', begin);
  return replaced(bytes, bytes.substr(begin, end - begin),
                  "<EpiInstructedAmount AmountCurrencyIdentifier=\"" + std::string{currency} +
                      "\">" + std::string{sum} + "</EpiInstructedAmount>");
}

std::string with_status(std::string const& bytes, std::string const& code) {
  return replaced(bytes, "<InvoiceRow>",
                  "<PaymentStatusDetails><PaymentStatusCode>" + code +
                      "</PaymentStatusCode></PaymentStatusDetails>\n<InvoiceRow>");
}

// The invoice of a document that must have no error.
model::Invoice taken(std::string const& bytes) {
  auto document = documents::read_document(bytes);
  if (!document) FAIL(document.error().front().detail);
  for (auto const& one : documents::check(*document)) {
    if (one.severity == model::Severity::error) FAIL_CHECK(one.code << ": " << one.detail);
  }
  return std::move(document->invoice);
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("an invoice that is paid already is read as paid, and asks for nothing again") {
  auto const bytes = with_status(
      with_sum(written_without_frame(completed(tests::sample_invoice())), "EUR", "0,00"), "PAID");
  auto const invoice = taken(bytes);
  CHECK(invoice.totals.gross == eur("533.38"));
  CHECK(invoice.totals.paid == eur("533.38"));
  CHECK(invoice.totals.due == eur("0.00"));
  auto const again = written_without_frame(invoice);
  CHECK(contains(again, "<PaymentStatusCode>PAID</PaymentStatusCode>"));
  CHECK(contains(again, "<EpiInstructedAmount AmountCurrencyIdentifier=\"EUR\">0,00<"));
  CHECK(taken(again) == invoice);
}

TEST_CASE("an invoice that is paid in part tells what is paid") {
  auto const bytes = with_status(
      with_sum(written_without_frame(completed(tests::sample_invoice())), "EUR", "500,00"),
      "PARTLYPAID");
  auto const invoice = taken(bytes);
  CHECK(invoice.totals.paid == eur("33.38"));
  CHECK(invoice.totals.due == eur("500.00"));
  CHECK(taken(written_without_frame(invoice)) == invoice);
}

TEST_CASE("an invoice that says it is paid and asks for its sum keeps the sum that it asks for") {
  auto const invoice =
      taken(with_status(written_without_frame(completed(tests::sample_invoice())), "PAID"));
  CHECK(invoice.totals.due == eur("533.38"));
  CHECK_FALSE(invoice.totals.paid);
  CHECK(contains(written_without_frame(invoice), "<PaymentStatusCode>PAID</PaymentStatusCode>"));
}

TEST_CASE("what is paid says so in Finvoice, also in 2.01, which has no sum for it") {
  auto invoice = tests::sample_invoice();
  invoice.totals.paid = eur("33.38");
  auto const partly = completed(invoice);
  invoice.totals.paid = eur("533.38");
  auto const paid = completed(invoice);
  for (auto const version : {finvoice::Version::v3_0, finvoice::Version::v2_01}) {
    auto bytes = written_without_frame(partly, version);
    CHECK(contains(bytes, "<PaymentStatusCode>PARTLYPAID</PaymentStatusCode>"));
    CHECK(taken(bytes).totals == partly.totals);
    bytes = written_without_frame(paid, version);
    CHECK(contains(bytes, "<PaymentStatusCode>PAID</PaymentStatusCode>"));
    CHECK(taken(bytes).totals == paid.totals);
    CHECK_FALSE(taken(bytes).nordic);
  }
}

TEST_CASE("a credit note asks for nothing to be paid and is worth its sum all the same") {
  for (std::string const sum : {"0,00", "533,38"}) {
    CAPTURE(sum);
    auto const invoice = taken(with_sum(written_without_frame(credit_note()), "EUR", sum));
    CHECK(invoice.totals.gross == eur("533.38"));
    CHECK(invoice.totals.due == eur("533.38"));
    auto const again = written_without_frame(invoice);
    CHECK(contains(again, "<EpiInstructedAmount AmountCurrencyIdentifier=\"EUR\">" + sum + "<"));
    CHECK(taken(again) == invoice);
  }
}

TEST_CASE("a sum to pay in another currency is not the sum due") {
  auto const invoice =
      taken(with_sum(written_without_frame(completed(tests::sample_invoice())), "USD", "600,00"));
  CHECK(invoice.totals.due == eur("533.38"));
  auto const again = written_without_frame(invoice);
  CHECK(contains(again, "<EpiInstructedAmount AmountCurrencyIdentifier=\"USD\">600,00<"));
  CHECK(taken(again) == invoice);
}

TEST_CASE("an invoice that gives money asks the bank for none, and is read as it was") {
  auto over = tests::sample_invoice();
  over.totals.paid = eur("600.00");
  auto const invoice = completed(over);
  REQUIRE(invoice.totals.due == eur("-66.62"));
  auto const bytes = written_without_frame(invoice);
  CHECK(contains(bytes, "<EpiInstructedAmount AmountCurrencyIdentifier=\"EUR\">0,00<"));
  CHECK(contains(bytes, "<PaymentStatusCode>PAID</PaymentStatusCode>"));
  CHECK_FALSE(contains(bytes, "VirtualBankBarcode"));
  CHECK(taken(bytes).totals.due == eur("-66.62"));

  auto below = tests::sample_invoice();
  for (auto& line : below.lines) line.quantity = -line.quantity;
  auto const negative = completed(below);
  REQUIRE(negative.totals.due->is_negative());
  auto const text = written_without_frame(negative);
  CHECK(contains(text, "<EpiInstructedAmount AmountCurrencyIdentifier=\"EUR\">0,00<"));
  CHECK(taken(text).totals.due == negative.totals.due);
}
