#include "formats/ubl/write.hpp"

#include <iterator>

#include "formats/model/permitted.hpp"
#include "formats/model/untdid.hpp"
#include "formats/ubl/ehf.hpp"
#include "formats/ubl/peppol_terms.hpp"
#include "formats/ubl/sheet.hpp"

namespace airut::ubl {
namespace {

constexpr std::string_view billing =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
constexpr std::string_view billing_process = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
constexpr std::string_view self_billing =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0";
constexpr std::string_view pint_family = "urn:peppol:pint:",
                           pint_billing_process = "urn:peppol:bis:billing",
                           pint_self_billing_process = "urn:peppol:bis:selfbilling";
constexpr std::string_view self_billing_process = "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0";

bool is_credit_note(model::Invoice const& invoice) {
  return invoice.type == model::InvoiceType::credit_note;
}

// BT-21 has no element in UBL; by custom it stands before the text.
std::string note_text(model::Note const& note) {
  return note.subject_code.empty() ? note.text : '#' + note.subject_code + '#' + note.text;
}

// The customization says what it is.
bool has_type_code(Kind kind) { return kind != Kind::reminder && kind != Kind::payment_request; }

void write_head(Sheet& sheet, model::Invoice const& invoice, Profile const& profile) {
  auto& out = sheet.xml();
  out.leaf_if("cbc:CustomizationID", profile.customization);
  out.leaf_if("cbc:ProfileID", profile.process);
  out.leaf("cbc:ID", invoice.number);
  sheet.date("cbc:IssueDate", invoice.issue_date);
  if (is_credit_note(invoice)) {
    sheet.date("cbc:TaxPointDate", invoice.tax_point_date);
    out.leaf("cbc:CreditNoteTypeCode", model::type_code_of(invoice));
  } else {
    sheet.date("cbc:DueDate", invoice.due_date);
    if (has_type_code(profile.kind)) out.leaf("cbc:InvoiceTypeCode", model::type_code_of(invoice));
  }
  for (auto const& note : invoice.notes) out.leaf("cbc:Note", note_text(note));
  if (!is_credit_note(invoice)) sheet.date("cbc:TaxPointDate", invoice.tax_point_date);
  out.leaf("cbc:DocumentCurrencyCode", invoice.currency.code());
  if (invoice.vat_currency) out.leaf("cbc:TaxCurrencyCode", invoice.vat_currency->code());
  out.leaf_if("cbc:AccountingCost", invoice.buyer_accounting_reference);
  out.leaf_if("cbc:BuyerReference", invoice.buyer_reference);
  write_period(sheet, invoice.period, invoice.tax_point_code);
}

void write_document_body(Sheet& sheet, model::Invoice const& invoice, Profile const& profile) {
  write_head(sheet, invoice, profile);
  write_references(sheet, invoice);
  write_seller(sheet, invoice);
  write_buyer(sheet, invoice.buyer, profile.extensions);
  if (invoice.payee) write_payee(sheet, *invoice.payee);
  if (invoice.tax_representative) write_tax_representative(sheet, *invoice.tax_representative);
  if (invoice.delivery) write_delivery(sheet, *invoice.delivery);
  write_payment(sheet, invoice);
  for (auto const& one : invoice.adjustments) write_adjustment(sheet, one, true);
  write_totals(sheet, invoice);
  for (auto const& line : invoice.lines) write_line(sheet, line, invoice, profile.extensions);
}

std::optional<model::Problem> missing_address(model::Invoice const& invoice) {
  using model::Fault;
  using model::Problem;
  if (!invoice.seller.electronic_address) {
    return Problem{Fault::missing, "Peppol needs the seller's electronic address (BT-34)."};
  }
  if (!invoice.buyer.electronic_address) {
    return Problem{Fault::missing, "Peppol needs the buyer's electronic address (BT-49)."};
  }
  return std::nullopt;
}

Written write_fitting(model::Invoice const& invoice, Profile const& profile) {
  Sheet sheet{invoice};
  bool const credit = is_credit_note(invoice);
  sheet.xml().open(
      credit ? "CreditNote" : "Invoice",
      {{"xmlns", credit ? "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
                        : "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"},
       {"xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"},
       {"xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"}});
  write_document_body(sheet, invoice, profile);
  sheet.xml().close();
  return {std::move(sheet.xml()).text(), notes_of(invoice, profile.extensions)};
}

void add_notes(Written& written, std::vector<std::string>&& notes) {
  std::move(notes.begin(), notes.end(), std::back_inserter(written.notes));
}

model::Result<Written> write_kind(model::Invoice const& invoice, Profile const& profile) {
  if (profile.kind == Kind::billing) {
    auto fitting = model::permitted(invoice);
    if (!fitting) return write_fitting(invoice, profile);
    auto written = write_fitting(fitting->invoice, profile);
    add_notes(written, std::move(fitting->notes));
    return written;
  }
  auto fitted = fit(invoice, profile.kind);
  if (!fitted) return tl::unexpected(std::move(fitted.error()));
  auto written = write_fitting(fitted->invoice, profile);
  add_notes(written, std::move(fitted->notes));
  return written;
}

// PINT, Peppol's international model, as the invoice itself names it; its process where it names
// none.
Profile pint(model::Invoice const& invoice) {
  std::string_view process = invoice.business_process;
  if (process.empty())
    process = model::is_self_billed(invoice) ? pint_self_billing_process : pint_billing_process;
  return {invoice.specification, process, true, false};
}

}  // namespace

Profile peppol(model::Invoice const& invoice) {
  if (model::is_self_billed(invoice)) return {self_billing, self_billing_process, true, false};
  return {billing, billing_process, true, false};
}

Profile usual(model::Invoice const& invoice) {
  if (invoice.type == model::InvoiceType::reminder) return ehf(Kind::reminder);
  if (invoice.type == model::InvoiceType::payment_request) return ehf(Kind::payment_request);
  if (std::string_view{invoice.specification}.starts_with(pint_family)) return pint(invoice);
  auto const named = kind_of(invoice.specification);
  return named == Kind::forward_billing ? ehf(named) : peppol(invoice);
}

Profile as_named(model::Invoice const& invoice) {
  return {invoice.specification, invoice.business_process, false, true,
          kind_of(invoice.specification)};
}

Profile plain(model::Invoice const& invoice) {
  bool const next = invoice.edition == model::Edition::en_2026;
  return {next ? "urn:cen.eu:en16931:2026" : "urn:cen.eu:en16931:2017", invoice.business_process};
}

model::Result<Written> write(model::Invoice const& invoice, Profile const& profile) {
  if (!profile.addresses_needed) return write_kind(invoice, profile);
  if (auto problem = missing_address(invoice)) return tl::unexpected(std::move(*problem));
  auto mended = mended_for_peppol(invoice);
  if (!mended) return write_kind(invoice, profile);
  auto written = write_kind(mended->invoice, profile);
  if (written) add_notes(*written, std::move(mended->notes));
  return written;
}

model::Result<Written> write(model::Invoice const& invoice) {
  return write(invoice, usual(invoice));
}

}  // namespace airut::ubl
