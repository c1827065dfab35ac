#include "formats/binding/binding.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "formats/cii/write.hpp"
#include "formats/documents/checked.hpp"
#include "formats/rules/complete.hpp"
#include "formats/rules/sentences.hpp"
#include "formats/ubl/write.hpp"
#include "formats/xml/document.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;

namespace {

model::Invoice sample() {
  auto invoice = tests::sample_invoice();
  invoice.notes = {{"Thanks", ""}};
  invoice.contract = "C-1";
  invoice.seller.legal_id = model::Identifier{"2617416-4", "0212"};
  invoice.lines.front().note = "At night";
  invoice.lines.front().description = "All floors";
  invoice.lines.front().origin_country = "FI";
  invoice.lines.front().attributes = {{"colour", "red"}};
  invoice.attachments.push_back({"A-1", "Hours", "", "a.pdf", "application/pdf", "%PDF"});
  model::AllowanceCharge freight;
  freight.is_charge = true;
  freight.amount = *model::Money::parse("10.00", {});
  freight.reason = "Freight";
  freight.vat = invoice.lines.front().vat;
  invoice.adjustments.push_back(freight);
  (void)rules::complete(invoice, {});
  return invoice;
}

std::string ubl_text() { return ubl::write(sample())->bytes; }
std::string cii_text() { return cii::write(sample(), cii::plain(sample())).bytes; }

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  auto const at = text.find(from);
  REQUIRE_MESSAGE(at != text.npos, from);
  return text.replace(at, from.size(), to);
}

// Takes the first element of the name out, with all that is in it.
std::string without(std::string text, std::string const& name) {
  auto const begin = text.find("<" + name);
  auto const end = text.find("</" + name + ">", begin);
  REQUIRE_MESSAGE(end != text.npos, name);
  return text.erase(begin, end + name.size() + 3 - begin);
}

std::string twice(std::string text, std::string const& name) {
  auto const begin = text.find("<" + name);
  auto const end = text.find("</" + name + ">", begin);
  REQUIRE_MESSAGE(end != text.npos, name);
  auto const element = text.substr(begin, end + name.size() + 3 - begin);
  return text.insert(begin, element);
}

model::Findings found(std::string const& text, rules::Ask peppol = rules::Ask::refuse) {
  auto const document = xml::Document::parse(text);
  REQUIRE(document);
  auto const root = document->root();
  return root.name() == "CrossIndustryInvoice" ? binding::check_cii(root)
                                               : binding::check_ubl(root, peppol);
}

void breaks(std::string const& text, std::string_view rule) {
  auto const findings = found(text);
  INFO(rule);
  auto const hit = std::find_if(findings.begin(), findings.end(),
                                [&](auto const& one) { return one.rule == rule; });
  REQUIRE(hit != findings.end());
  CHECK(hit->severity == model::Severity::error);
  CHECK(hit->pointer.starts_with("/"));
  CHECK(hit->line > 0);
  CHECK(rules::sentence(*hit, "nb") != hit->detail);
}

}  // namespace

TEST_CASE("what Airut writes keeps the rules about its XML") {
  for (auto const& text : {ubl_text(), cii_text()}) {
    auto const findings = found(text);
    CHECK_MESSAGE(findings.empty(), (findings.empty() ? "" : findings.front().detail));
    auto read = documents::read_document(text);
    REQUIRE(read);
    auto const all = documents::check(*read);
    for (auto const& one : all) INFO(one.rule, one.detail);
    CHECK_FALSE(model::has_errors(all));
  }
}

TEST_CASE("UBL: elements that must be there") {
  auto const text = ubl_text();
  breaks(without(text, "cbc:CustomizationID"), "BR-01");
  breaks(without(text, "cbc:InvoiceTypeCode"), "BR-04");
  breaks(without(text, "cbc:RegistrationName"), "BR-06");
  breaks(without(text, "cbc:InvoicedQuantity"), "BR-22");
  breaks(without(text, "cac:Price"), "BR-26");
  breaks(without(text, "cac:PayeeFinancialAccount"), "BR-61");
  breaks(without(text, "cbc:PaymentMeansCode"), "BR-49");
  breaks(without(text, "cac:TaxSubtotal"), "PEPPOL-EN16931-R053");
  breaks(without(text, "cac:TaxTotal"), "BR-CO-15");
  breaks(without(text, "cac:ClassifiedTaxCategory"), "UBL-SR-48");
  breaks(replaced(text, " filename=\"a.pdf\"", ""), "UBL-DT-07");
}

TEST_CASE("UBL: elements that stand once only") {
  auto const text = ubl_text();
  breaks(twice(text, "cac:ContractDocumentReference"), "UBL-SR-01");
  breaks(twice(text, "cac:PaymentTerms"), "UBL-SR-05");
  breaks(twice(text, "cac:PartyTaxScheme"), "UBL-SR-12");
  breaks(twice(text, "cbc:PaymentID"), "UBL-SR-26");
  breaks(twice(text, "cbc:AllowanceChargeReason"), "UBL-SR-30");
  breaks(twice(text, "cac:ClassifiedTaxCategory"), "UBL-SR-48");
  breaks(twice(text, "cbc:Description"), "UBL-SR-50");
}

TEST_CASE("UBL: values that do not stand in the model") {
  auto const text = ubl_text();
  auto const row = text.find("<cac:TaxSubtotal>");
  REQUIRE(row != text.npos);
  breaks(text.substr(0, row) +
             replaced(text.substr(row), "<cbc:ID>VAT</cbc:ID>", "<cbc:ID>GST</cbc:ID>"),
         "BR-47");
  breaks(replaced(text, ">2026-11-22</cbc:IssueDate>", ">2026-11-22Z</cbc:IssueDate>"),
         "PEPPOL-EN16931-F001");
  breaks(replaced(text, ">10.00</cbc:Amount>", ">10.000</cbc:Amount>"), "UBL-DT-01");
  breaks(replaced(text, ">Thanks</cbc:Note>", "></cbc:Note>"), "PEPPOL-EN16931-R008");
  breaks(replaced(text, ">380</cbc:InvoiceTypeCode>", ">381</cbc:InvoiceTypeCode>"), "BR-CL-01");
  breaks(replaced(text, "application/pdf", "text/html"), "BR-CL-24");
}

TEST_CASE("UBL: Peppol's rules are errors, warnings or not asked, as the document is bound") {
  auto const text =
      replaced(ubl_text(), ">2026-11-22</cbc:IssueDate>", ">2026-11-22Z</cbc:IssueDate>");
  auto const warned = found(text, rules::Ask::warn);
  REQUIRE(warned.size() == 1);
  CHECK(warned.front().severity == model::Severity::warning);
  CHECK(warned.front().pointer == "/Invoice/IssueDate");
  CHECK(found(text, rules::Ask::no).empty());
}

TEST_CASE("CII: what must be there, once, and what must not") {
  auto const text = cii_text();
  breaks(without(text, "ram:GuidelineSpecifiedDocumentContextParameter"), "CII-SR-009");
  breaks(without(text, "ram:BilledQuantity"), "BR-22");
  breaks(twice(text, "ram:GrandTotalAmount"), "CII-SR-482");
  breaks(twice(text, "ram:PaymentReference"), "CII-SR-469");
  breaks(replaced(text, "<ram:TypeCode>VAT<", "<ram:TypeCode>GST<"), "CII-DT-037");
  breaks(replaced(text, "format=\"102\"", "format=\"610\""), "BR-03");
  breaks(replaced(text, "<ram:LineTotalAmount>", "<ram:LineTotalAmount currencyID=\"EUR\">"),
         "CII-DT-031");
  breaks(replaced(text, "<ram:CityName>", "<ram:StreetName>x</ram:StreetName><ram:CityName>"),
         "CII-DT-088");
  breaks(without(text, "ram:TypeCode"), "BR-04");
}

TEST_CASE("a document of many faults gives no more findings than anyone reads") {
  auto const line = std::string{"<InvoiceLine><ID/></InvoiceLine>"};
  std::string text = "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\">";
  for (int i = 0; i < 10'000; ++i) text += line;
  CHECK(found(text + "</Invoice>").size() == 500);
}
