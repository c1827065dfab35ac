#include "formats/model/untdid.hpp"
#include "formats/ubl/ehf.hpp"
#include "formats/ubl/source.hpp"

namespace airut::ubl {
namespace {

void read_kind(xml::Element root, model::Invoice& invoice) {
  bool const credit = root.name() == "CreditNote";
  auto const code = root.view_of(credit ? "CreditNoteTypeCode" : "InvoiceTypeCode");
  auto const kind = kind_of(invoice.specification);
  invoice.type = credit ? model::InvoiceType::credit_note : model::invoice_type_of(code);
  if (code.empty() && kind == Kind::reminder) invoice.type = model::InvoiceType::reminder;
  if (code.empty() && kind == Kind::payment_request) {
    invoice.type = model::InvoiceType::payment_request;
  }
  if (!model::type_says(invoice.type, code)) invoice.type_code = code;
}

void read_currencies(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const element = root.child("DocumentCurrencyCode");
  auto const currency = model::Currency::parse(element.view());
  if (!currency) {
    source.wrong(element ? element : root, "currency-unknown",
                 "DocumentCurrencyCode names no currency.");
  }
  invoice.currency = source.currency = currency.value_or(model::Currency{});
  auto const tax = root.child("TaxCurrencyCode");
  if (tax.view().empty()) return;
  invoice.vat_currency = model::Currency::parse(tax.view());
  if (!invoice.vat_currency) {
    source.wrong(tax, "currency-unknown", "TaxCurrencyCode names no currency.");
  }
}

bool is_code_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// BT-21 has no element in UBL; by custom it stands before the text as "#AAI#".
model::Note note_of(std::string_view text) {
  constexpr std::size_t code_length = 3;
  bool const coded = text.size() > code_length + 1 && text.front() == '#' &&
                     text[code_length + 1] == '#' && is_code_letter(text[1]) &&
                     is_code_letter(text[2]) && is_code_letter(text[3]);
  if (!coded) return {std::string{text}, ""};
  return {std::string{text.substr(code_length + 2)}, std::string{text.substr(1, code_length)}};
}

void read_specification(xml::Element root, model::Invoice& invoice) {
  root.child("UBLVersionID").view();
  invoice.specification = root.view_of("CustomizationID");
  invoice.business_process = root.view_of("ProfileID");
  if (invoice.specification.find("en16931:2026") != std::string::npos) {
    invoice.edition = model::Edition::en_2026;
  }
}

}  // namespace

void read_head(xml::Element root, model::Invoice& invoice, Source& source) {
  read_specification(root, invoice);
  read_kind(root, invoice);
  read_currencies(root, invoice, source);
  invoice.number = root.view_of("ID");
  if (auto const day = source.date(root, "IssueDate")) {
    invoice.issue_date = *day;
  } else if (root.view_of("IssueDate").empty()) {
    source.wrong(root, "required", "IssueDate is missing.");
  }
  invoice.due_date = source.date(root, "DueDate");
  invoice.tax_point_date = source.date(root, "TaxPointDate");
  for (auto note = root.child("Note"); note; note = note.next_sibling("Note")) {
    if (!note.view().empty()) invoice.notes.push_back(note_of(note.view()));
  }
  invoice.buyer_accounting_reference = root.view_of("AccountingCost");
  invoice.buyer_reference = root.view_of("BuyerReference");
  invoice.period = source.period(root);
  invoice.tax_point_code = root.child("InvoicePeriod").view_of("DescriptionCode");
}

}  // namespace airut::ubl
