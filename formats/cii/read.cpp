#include "formats/cii/read.hpp"

#include "formats/cii/source.hpp"
#include "formats/model/untdid.hpp"
#include "formats/xml/leftovers.hpp"

namespace airut::cii {
namespace {

void read_context(xml::Element context, model::Invoice& invoice) {
  invoice.business_process =
      context.child("BusinessProcessSpecifiedDocumentContextParameter").view_of("ID");
  invoice.specification = context.child("GuidelineSpecifiedDocumentContextParameter").view_of("ID");
  if (invoice.specification.find("en16931:2026") != std::string::npos) {
    invoice.edition = model::Edition::en_2026;
  }
}

void read_document(xml::Element document, model::Invoice& invoice, Source& source) {
  invoice.number = document.view_of("ID");
  auto const code = document.view_of("TypeCode");
  invoice.type = model::invoice_type_of(code);
  if (!model::type_says(invoice.type, code)) invoice.type_code = code;
  if (auto const day = source.date(document, "IssueDateTime")) {
    invoice.issue_date = *day;
  } else if (document.child("IssueDateTime").peek().empty()) {
    source.wrong(document, "required", "IssueDateTime is missing.");
  }
  constexpr std::string_view name = "IncludedNote";
  for (auto one = document.child(name); one; one = one.next_sibling(name)) {
    auto text = source.lines(one, "Content");
    if (!text.empty()) invoice.notes.push_back({std::move(text), one.text_of("SubjectCode")});
  }
}

void read_currencies(xml::Element settlement, model::Invoice& invoice, Source& source) {
  auto const element = settlement.child("InvoiceCurrencyCode");
  auto const currency = model::Currency::parse(element.view());
  if (!currency) {
    source.wrong(element ? element : settlement, "currency-unknown",
                 "InvoiceCurrencyCode names no currency.");
  }
  invoice.currency = source.currency = currency.value_or(model::Currency{});
  auto const tax = settlement.child("TaxCurrencyCode");
  if (tax.view().empty()) return;
  invoice.vat_currency = model::Currency::parse(tax.view());
  if (!invoice.vat_currency) {
    source.wrong(tax, "currency-unknown", "TaxCurrencyCode names no currency.");
  }
}

}  // namespace

bool is_cii(xml::Element root) {
  constexpr std::string_view space = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:";
  return root.name() == "CrossIndustryInvoice" &&
         root.name_space().substr(0, space.size()) == space;
}

tl::expected<Read, model::Findings> read(xml::Element const& root) {
  Read result;
  model::Findings findings;
  Source source{findings};
  if (!is_cii(root)) {
    source.wrong(root, "format-unknown", "The root is no CrossIndustryInvoice.");
    return tl::unexpected(std::move(findings));
  }
  auto& invoice = result.invoice;
  auto const transaction = root.child("SupplyChainTradeTransaction");
  auto const settlement = transaction.child("ApplicableHeaderTradeSettlement");
  read_context(root.child("ExchangedDocumentContext"), invoice);
  read_currencies(settlement, invoice, source);
  read_document(root.child("ExchangedDocument"), invoice, source);
  read_agreement(transaction.child("ApplicableHeaderTradeAgreement"), invoice, source);
  read_delivery(transaction.child("ApplicableHeaderTradeDelivery"), invoice, source);
  read_settlement(settlement, invoice, source);
  invoice.lines = read_lines(transaction, source);
  if (!findings.empty()) return tl::unexpected(std::move(findings));
  result.notes = xml::leftovers(root);
  return result;
}

}  // namespace airut::cii
