#include <algorithm>

#include <doctest/doctest.h>

#include "formats/json/submission.hpp"
#include "formats/ubl/write.hpp"
#include "tests/support/difference.hpp"
#include "tests/support/invoice_generator.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/ubl/documents.hpp"
#include "tests/ubl/written.hpp"

using namespace airut;
using tests::check_ubl_schema, tests::completed, tests::read_ubl;
using tests::written;

namespace {

std::string written_as_named(model::Invoice const& invoice) {
  auto result = ubl::write(invoice, ubl::as_named(invoice));
  REQUIRE(result);
  return result->bytes;
}

// Every whole UBL document in the shared material.
std::vector<std::filesystem::path> real_documents() {
  std::vector<std::filesystem::path> files;
  for (auto const& entry :
       std::filesystem::recursive_directory_iterator(tests::shared("data/en16931/whole"))) {
    if (entry.path().extension() == ".xml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool is_ubl(xml::Element root) {
  auto const space = root.name_space();
  return space == "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" ||
         space == "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";
}

}  // namespace

TEST_CASE("what is written is valid against the schemas of UBL 2.1") {
  if (!tests::has_shared("data/schema/ubl-2.1")) return;
  auto invoice = tests::sample_invoice();
  check_ubl_schema(written(completed(invoice)));
  invoice.type = model::InvoiceType::credit_note;
  invoice.project = "PROJ";
  invoice.preceding = {{"2026-1", std::nullopt}};
  check_ubl_schema(written(completed(invoice)));
}

TEST_CASE("every whole UBL document is read, written valid, and read again to the same invoice") {
  if (!tests::has_shared("data/en16931/whole") || !tests::has_shared("data/schema/ubl-2.1")) return;
  int seen = 0;
  for (auto const& file : real_documents()) {
    CAPTURE(file.string());
    auto const document = xml::Document::parse(tests::slurp(file));
    if (!document || !is_ubl(document->root())) continue;
    auto first = ubl::read(document->root());
    if (!first) {
      // Its sums are in euros and the document says crowns: nobody can know which is meant.
      bool const two_currencies = file.filename() == "PaymentRequest-example-2.xml";
      for (auto const& one : first.error()) MESSAGE(one.line << ": " << one.detail);
      CHECK(two_currencies);
      continue;
    }
    auto& invoice = first->invoice;
    ++seen;
    auto const bytes = written_as_named(invoice);
    check_ubl_schema(bytes);
    auto const second = read_ubl(bytes);
    REQUIRE(second);
    // What one of them leaves empty is written as the code that says so (BR-49).
    auto& payment = invoice.payment;
    bool const unstated = payment && payment->means == model::PaymentMeans::unstated;
    if (unstated && !payment->reference.empty()) payment->means = model::PaymentMeans::other;
    CAPTURE(tests::difference(json::write_invoice(second->invoice), json::write_invoice(invoice)));
    CHECK(second->invoice == invoice);
    CHECK(second->notes.empty());
  }
  CHECK(seen > 100);
}

TEST_CASE("a generated invoice is valid UBL and comes back the same") {
  if (!tests::has_shared("data/schema/ubl-2.1")) return;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    auto invoice = tests::InvoiceGenerator{seed}.invoice();
    auto const peppol = ubl::peppol(invoice);
    // With its names alone: Peppol has some things said otherwise (peppol_terms_test).
    ubl::Profile const profile{peppol.customization, peppol.process};
    auto const document = ubl::write(invoice, profile);
    REQUIRE(document);
    auto const& bytes = document->bytes;
    check_ubl_schema(bytes);
    auto const result = read_ubl(bytes);
    REQUIRE(result);
    invoice.specification = profile.customization;
    invoice.business_process = profile.process;
    CAPTURE(tests::difference(json::write_invoice(result->invoice), json::write_invoice(invoice)));
    CHECK(result->invoice == invoice);
    for (auto const& one : result->notes) FAIL_CHECK(one.pointer << ": " << one.actual);
  }
}

TEST_CASE("what the model does not know is told with its place, and nothing else is") {
  auto const bytes = written(completed(tests::sample_invoice()));
  auto const plain = read_ubl(bytes);
  REQUIRE(plain);
  CHECK(plain->notes.empty());
  auto more = bytes;
  more.replace(more.find("</cac:Item>"), 0,
               "<cac:ManufacturerParty><cac:PartyName><cbc:Name>Tehdas</cbc:Name></cac:PartyName>"
               "</cac:ManufacturerParty>");
  auto const result = read_ubl(more);
  REQUIRE(result);
  CHECK(result->invoice == plain->invoice);
  REQUIRE(result->notes.size() == 1);
  auto const& note = result->notes.front();
  CHECK(note.code == "not-carried-over");
  CHECK(note.pointer == "/Invoice/InvoiceLine/Item/ManufacturerParty/PartyName/Name");
  CHECK(note.actual == "Tehdas");
  CHECK(note.line > 50);
  CHECK(note.severity == model::Severity::warning);
}

TEST_CASE("an amount in another currency than the document is an error with its line") {
  auto bytes = written(completed(tests::sample_invoice()));
  auto const at = bytes.find("<cbc:PayableAmount currencyID=\"EUR\"");
  REQUIRE(at != std::string::npos);
  bytes.replace(bytes.find("EUR", at), 3, "NOK");
  auto const result = read_ubl(bytes);
  REQUIRE_FALSE(result);
  CHECK(result.error().front().code == "currency-mismatch");
  CHECK(result.error().front().line > 0);
}

TEST_CASE(
    "a day is read with or without a time zone, and anything else is an error with its line") {
  auto const bytes = written(completed(tests::sample_invoice()));
  auto const with = [&](std::string const& day) {
    auto text = bytes;
    auto const at = text.find("<cbc:IssueDate>") + 15;
    return read_ubl(text.replace(at, 10, day));
  };
  for (auto const* right : {"2026-11-22", "2026-11-22Z", "2026-11-22+02:00"}) {
    auto const result = with(right);
    REQUIRE_MESSAGE(result, right);
    CHECK(result->invoice.issue_date == *model::parse_date("2026-11-22"));
  }
  for (auto const* wrong : {"EUR", "2026-11-2", "2026-02-30", "2026-11-22T10:00", "20261122"}) {
    auto const result = with(wrong);
    REQUIRE_FALSE_MESSAGE(result, wrong);
    CHECK(result.error().front().code == "date-format");
    CHECK(result.error().front().line > 0);
  }
}

TEST_CASE("a document that the buyer issued goes out as self-billing") {
  auto invoice = completed(tests::sample_invoice());
  invoice.type_code = "389";
  CHECK(written(invoice).find("poacc:selfbilling:3.0") != std::string::npos);
  invoice.type = model::InvoiceType::credit_note;
  invoice.type_code = "261";
  auto const bytes = written(invoice);
  CHECK(bytes.find("<cbc:CreditNoteTypeCode>261</cbc:CreditNoteTypeCode>") != std::string::npos);
  auto const back = read_ubl(bytes);
  REQUIRE(back);
  CHECK(model::is_self_billed(back->invoice));
}

TEST_CASE("a document without a means of payment gets none") {
  auto invoice = completed(tests::sample_invoice());
  invoice.payment = model::Payment{};
  invoice.payment->means = model::PaymentMeans::unstated;
  invoice.payment->terms_text = "Maksettu";
  auto const bytes = written(invoice);
  CHECK(bytes.find("PaymentMeans") == std::string::npos);
  auto const back = read_ubl(bytes);
  REQUIRE(back);
  CHECK(back->invoice.payment == invoice.payment);
}

TEST_CASE("a Norwegian seller shows its VAT number and the register of business enterprises") {
  auto invoice = tests::sample_invoice();
  invoice.currency = *model::Currency::parse("NOK");
  invoice.seller.legal_id = model::Identifier{"974760673", "0192"};
  invoice.seller.vat_id = "NO974760673MVA";
  invoice.seller.tax_registration_id = "Foretaksregisteret";
  invoice.seller.electronic_address = model::Identifier{"974760673", "0192"};
  invoice.seller.address.country = "NO";
  invoice.payment->accounts = {{"NO9386011117947", "", ""}};
  invoice.payment->reference_kind = model::ReferenceKind::no_kid;
  invoice.payment->reference = "000104233018";
  auto const bytes = written(completed(invoice));
  CHECK(bytes.find("<cbc:CompanyID>NO974760673MVA</cbc:CompanyID>") != std::string::npos);
  CHECK(bytes.find("<cbc:CompanyID>Foretaksregisteret</cbc:CompanyID>") != std::string::npos);
  CHECK(bytes.find("<cbc:CompanyID schemeID=\"0192\">974760673<") != std::string::npos);
  if (tests::has_shared("data/schema/ubl-2.1")) check_ubl_schema(bytes);
}

TEST_CASE("Peppol has no documents without addresses") {
  auto invoice = completed(tests::sample_invoice());
  invoice.buyer.electronic_address.reset();
  auto const result = ubl::write(invoice);
  REQUIRE_FALSE(result);
  CHECK(result.error().fault == model::Fault::missing);
}

TEST_CASE("another vocabulary is no UBL") {
  auto const result = read_ubl("<Invoice xmlns=\"urn:other\"/>");
  REQUIRE_FALSE(result);
  CHECK(result.error().front().code == "format-unknown");
}
