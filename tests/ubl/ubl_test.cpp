#include <algorithm>

#include <doctest/doctest.h>

#include "formats/json/submission.hpp"
#include "formats/rules/complete.hpp"
#include "formats/ubl/read.hpp"
#include "formats/ubl/write.hpp"
#include "formats/xml/schema.hpp"
#include "tests/support/difference.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;

namespace {

model::Invoice completed(model::Invoice invoice) {
  REQUIRE(rules::complete(invoice, {}).empty());
  return invoice;
}

void check_schema(std::string const& bytes) {
  static auto const invoices =
      xml::Schema::load(tests::shared("data/schema/ubl-2.1/maindoc/UBL-Invoice-2.1.xsd"));
  static auto const credit_notes =
      xml::Schema::load(tests::shared("data/schema/ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd"));
  if (!invoices) FAIL(invoices.error().text);
  REQUIRE(credit_notes);
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  auto const& schema = document->root().name() == "Invoice" ? *invoices : *credit_notes;
  for (auto const& one : schema.validate(*document)) {
    FAIL_CHECK(one.line << ": " << one.detail);
  }
}

tl::expected<ubl::Read, model::Findings> read(std::string const& bytes) {
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  return ubl::read(document->root());
}

std::string written(model::Invoice const& invoice) {
  auto result = ubl::write(invoice);
  if (!result) MESSAGE(result.error().text);
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
  check_schema(written(completed(invoice)));
  invoice.type = model::InvoiceType::credit_note;
  invoice.project = "PROJ";
  invoice.preceding = {{"2026-1", std::nullopt}};
  check_schema(written(completed(invoice)));
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
      for (auto const& one : first.error()) MESSAGE(one.line << ": " << one.detail);
      CHECK(first);
      continue;
    }
    auto& invoice = first->invoice;
    if (!invoice.seller.electronic_address || !invoice.buyer.electronic_address) continue;
    ++seen;
    auto const bytes = written(invoice);
    check_schema(bytes);
    auto const second = read(bytes);
    REQUIRE(second);
    CAPTURE(tests::difference(json::write_invoice(second->invoice), json::write_invoice(invoice)));
    CHECK(second->invoice == invoice);
  }
  CHECK(seen > 50);
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
  if (tests::has_shared("data/schema/ubl-2.1")) check_schema(bytes);
}

TEST_CASE("Peppol has no reminders and no documents without addresses") {
  auto invoice = completed(tests::sample_invoice());
  invoice.type = model::InvoiceType::reminder;
  CHECK_FALSE(ubl::write(invoice));
  invoice = completed(tests::sample_invoice());
  invoice.buyer.electronic_address.reset();
  auto const result = ubl::write(invoice);
  REQUIRE_FALSE(result);
  CHECK(result.error().fault == model::Fault::missing);
}

TEST_CASE("another vocabulary is no UBL") {
  auto const result = read("<Invoice xmlns=\"urn:other\"/>");
  REQUIRE_FALSE(result);
  CHECK(result.error().front().code == "format-unknown");
}
