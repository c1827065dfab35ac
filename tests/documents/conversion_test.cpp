#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "formats/cii/write.hpp"
#include "formats/documents/checked.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/rules/complete.hpp"
#include "formats/ubl/write.hpp"
#include "formats/xml/schema.hpp"
#include "tests/support/invoice_generator.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/shared_data.hpp"

// What a valid invoice becomes in another format is valid there, and worth the same.

using namespace airut;

namespace {

using Notes = std::vector<std::string>;

model::Invoice completed(model::Invoice invoice) {
  REQUIRE(rules::complete(invoice, {}).empty());
  return invoice;
}

ubl::Written as_ubl(model::Invoice const& invoice) {
  auto result = ubl::write(invoice);
  if (!result) FAIL(result.error().text);
  return *std::move(result);
}

// The invoice of a document that must have no error.
model::Invoice taken(std::string const& bytes) {
  auto document = documents::read_document(bytes);
  if (!document) FAIL(document.error().front().detail);
  for (auto const& one : documents::check(*document)) {
    if (one.severity == model::Severity::error) FAIL_CHECK(one.rule << one.code << one.detail);
  }
  return std::move(document->invoice);
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

bool tells(Notes const& notes, std::string_view part) {
  return std::any_of(notes.begin(), notes.end(),
                     [&](auto const& note) { return note.find(part) != note.npos; });
}

model::Invoice with_two_accounts() {
  auto invoice = tests::sample_invoice();
  invoice.payment->means_text = "SEPA";
  invoice.payment->accounts.push_back({"FI1410093000123458", "NDEAFIHH", "Toinen"});
  return invoice;
}

}  // namespace

TEST_CASE("several accounts to pay to are several groups that say the rest once") {
  auto const invoice = completed(with_two_accounts());
  auto const ubl = as_ubl(invoice);
  CHECK(count(ubl.bytes, "name=\"SEPA\"") == 1);
  CHECK_FALSE(tells(ubl.notes, "SEPA"));
  CHECK(taken(ubl.bytes).payment->accounts == invoice.payment->accounts);
  CHECK(taken(ubl.bytes).further_payments.empty());
  auto const cii = taken(cii::write(invoice).bytes);
  CHECK(cii.payment->accounts == invoice.payment->accounts);
  CHECK(cii.payment->means_text == "SEPA");
  CHECK(cii.further_payments.empty());
}

TEST_CASE("a credit note with several accounts tells its due date once") {
  auto invoice = with_two_accounts();
  invoice.type = model::InvoiceType::credit_note;
  invoice.preceding = {{"2026-1", std::nullopt}};
  auto const ubl = as_ubl(completed(invoice));
  CHECK(count(ubl.bytes, "<cbc:PaymentDueDate>") == 1);
  CHECK(taken(ubl.bytes).payment->accounts.size() == 2);
}

TEST_CASE("a direct debit has one mandate, and with it one account") {
  auto invoice = with_two_accounts();
  invoice.payment->means = model::PaymentMeans::direct_debit;
  invoice.payment->mandate_id = "M-1";
  invoice.payment->creditor_id = "FI97ZZZ0123456789";
  invoice.payment->debited_account = "FI1410093000123458";
  invoice = completed(invoice);
  auto const ubl = as_ubl(invoice);
  CHECK(taken(ubl.bytes).payment->mandate_id == "M-1");
  CHECK(tells(ubl.notes, "second account of a direct debit"));
  CHECK(taken(cii::write(invoice).bytes).payment->debited_account == "FI1410093000123458");
}

TEST_CASE("a further means with another code or reference is left out and told") {
  auto invoice = with_two_accounts();
  model::Payment card;
  card.means = model::PaymentMeans::card;
  card.card_number = "1234";
  model::Payment other;
  other.accounts = {{"FI2112345600000785", "NDEAFIHH", ""}};
  other.reference_kind = model::ReferenceKind::fi_viite;
  other.reference = "1245";
  for (auto const& further : {card, other}) {
    invoice.further_payments = {further};
    auto const made = completed(invoice);
    auto const ubl = as_ubl(made);
    CHECK(tells(ubl.notes, "A further means of payment"));
    CHECK(taken(ubl.bytes).payment->accounts.size() == 2);
    auto const cii = cii::write(made);
    CHECK(tells(cii.notes, "A further means of payment"));
    CHECK(taken(cii.bytes).payment->accounts.size() == 2);
  }
}

TEST_CASE("a buyer with two identifiers is known by the first in UBL") {
  auto invoice = tests::sample_invoice();
  invoice.buyer.identifiers = {{"K-1", ""}, {"K-2", ""}};
  auto const ubl = as_ubl(completed(invoice));
  CHECK(tells(ubl.notes, "A second identifier of the buyer"));
  CHECK(taken(ubl.bytes).buyer.identifiers.front().value == "K-1");
}

TEST_CASE("an invoice outside VAT leaves without VAT ids and says so") {
  auto invoice = tests::sample_invoice();
  auto& vat = invoice.lines.front().vat;
  vat = {"O", std::nullopt, "", "Ei arvonlisäveroa"};
  auto made = completed(invoice);
  auto ubl = as_ubl(made);
  CHECK(tells(ubl.notes, "names no VAT ids"));
  CHECK(taken(ubl.bytes).seller.vat_id.empty());
  CHECK(taken(ubl.bytes).seller.legal_id == invoice.seller.legal_id);
  CHECK(taken(cii::write(made).bytes).buyer.vat_id.empty());
  made.seller.legal_id.reset();
  CHECK(taken(as_ubl(made).bytes).seller.identifiers.front().value == "FI26174164");
  made.seller.vat_id.clear();
  made.buyer.vat_id.clear();
  made.seller.legal_id = invoice.seller.legal_id;
  CHECK_FALSE(tells(as_ubl(made).notes, "VAT ids"));
}

TEST_CASE("a credit note that asks for money never becomes one that gives it") {
  auto invoice = tests::sample_invoice();
  invoice.type = model::InvoiceType::credit_note;
  invoice.lines.front().quantity = tests::dec("-10");
  auto const made = completed(invoice);
  auto const finvoice = finvoice::write(made, std::nullopt);
  REQUIRE_FALSE(finvoice);
  CHECK(finvoice.error().fault == model::Fault::unsupported);
}

TEST_CASE("what only Finvoice says of a line and of the payment goes along or is told") {
  auto invoice = tests::sample_invoice();
  invoice.lines.front().note = "Ensin";
  invoice.lines.front().nordic.made().specification = {"Toiseksi", "Kolmanneksi"};
  model::Epi epi;
  epi.instruction_id = "SI-123";
  epi.charge_option = "SLEV";
  invoice.nordic.made().epi = epi;
  auto const made = completed(invoice);
  auto const ubl = as_ubl(made);
  CHECK(taken(ubl.bytes).lines.front().note == "Ensin\nToiseksi\nKolmanneksi");
  CHECK(tells(ubl.notes, "EPI part says of its own (instruction id, bank charges)"));
  auto const cii = cii::write(made);
  CHECK(taken(cii.bytes).lines.front().note == "Ensin\nToiseksi\nKolmanneksi");
  CHECK(tells(cii.notes, "EPI part"));
}

namespace {

finvoice::Style const style_201{finvoice::Version::v2_01, xml::Encoding::iso_8859_15};

void check_schema_201(std::string const& bytes) {
  static auto const schema =
      xml::Schema::load(tests::shared("data/schema/finvoice/Finvoice2.01.xsd"));
  REQUIRE(schema);
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  for (auto const& one : schema->validate(*document)) FAIL_CHECK(one.line << ": " << one.detail);
}

}  // namespace

TEST_CASE("Finvoice 2.01 counts characters in its own encoding") {
  if (!tests::has_shared("data/schema/finvoice/Finvoice2.01.xsd")) return;
  auto invoice = tests::sample_invoice();
  std::string euros;
  for (int i = 0; i < 120; ++i) euros += "€ž";  // both above A0 and below C0 in ISO-8859-15
  invoice.seller.name = euros.substr(0, 100);
  invoice.seller.contact.name = euros;
  invoice.buyer.contact.name = euros;
  invoice.lines.front().name = euros;
  auto const result = finvoice::write(completed(invoice), std::nullopt, style_201);
  REQUIRE(result);
  check_schema_201(result->bytes);
}

TEST_CASE("Finvoice 2.01 refuses a charge on a line, which it could only drop") {
  auto invoice = tests::sample_invoice();
  model::AllowanceCharge charge;
  charge.is_charge = true;
  charge.amount = *model::Money::parse("5.00", {});
  charge.reason = "Kuljetus";
  invoice.lines.front().adjustments = {charge};
  auto const result = finvoice::write(completed(invoice), std::nullopt, style_201);
  REQUIRE_FALSE(result);
  CHECK(result.error().fault == model::Fault::unsupported);
}

TEST_CASE("the VAT category of a discount is known in Finvoice 2.01 by the breakdown") {
  auto invoice = tests::sample_invoice();
  invoice.lines.push_back(tests::sample_line("Kirja", "1", "100.00", "10"));
  model::AllowanceCharge discount;
  discount.reason = "Alennus";
  for (auto const* sum : {"12.00", "7.00"}) {
    discount.amount = *model::Money::parse(sum, {});
    discount.vat = invoice.lines[invoice.adjustments.size()].vat;
    invoice.adjustments.push_back(discount);
  }
  auto const made = completed(invoice);
  auto const result = finvoice::write(made, std::nullopt, style_201);
  REQUIRE(result);
  auto const read = taken(result->bytes);
  REQUIRE(read.adjustments.size() == 2);
  CHECK(read.adjustments[0].vat == made.adjustments[0].vat);
  CHECK(read.adjustments[1].vat == made.adjustments[1].vat);
  CHECK(read.totals.due == made.totals.due);
}
