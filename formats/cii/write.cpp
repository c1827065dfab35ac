#include "formats/cii/write.hpp"

#include <algorithm>
#include <iterator>

#include "formats/cii/sheet.hpp"
#include "formats/model/permitted.hpp"
#include "formats/model/untdid.hpp"

namespace airut::cii {
namespace {

void write_context(Sheet& sheet, Profile const& profile) {
  auto& out = sheet.xml();
  out.open("rsm:ExchangedDocumentContext");
  sheet.wrapped("ram:BusinessProcessSpecifiedDocumentContextParameter", "ram:ID", profile.process);
  sheet.wrapped("ram:GuidelineSpecifiedDocumentContextParameter", "ram:ID", profile.guideline);
  out.close();
}

void write_exchanged_document(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  out.open("rsm:ExchangedDocument");
  out.leaf_if("ram:ID", invoice.number);
  out.leaf("ram:TypeCode", model::type_code_of(invoice));
  sheet.date("ram:IssueDateTime", invoice.issue_date);
  for (auto const& note : invoice.notes) {
    out.open("ram:IncludedNote");
    out.leaf("ram:Content", note.text);
    out.leaf_if("ram:SubjectCode", note.subject_code);
    out.close();
  }
  out.close();
}

Written write_as_it_is(model::Invoice const& invoice, Profile const& profile) {
  Sheet sheet{profile};
  auto& out = sheet.xml();
  out.open("rsm:CrossIndustryInvoice",
           {{"xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"},
            {"xmlns:ram",
             "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"},
            {"xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"},
            {"xmlns:qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"}});
  write_context(sheet, profile);
  write_exchanged_document(sheet, invoice);
  out.open("rsm:SupplyChainTradeTransaction");
  write_lines(sheet, invoice);
  write_agreement(sheet, invoice);
  write_delivery(sheet, invoice);
  write_settlement(sheet, invoice);
  out.close();
  out.close();
  return {std::move(out).text(), notes_of(invoice, profile.extensions)};
}

// CII refuses an accounting currency that is the invoice's own (BR-53), which UBL lets stand.
void leave_own_currency_out(model::Invoice const& invoice,
                            std::optional<model::Permitted>& fitting) {
  if (invoice.vat_currency != invoice.currency) return;
  if (!fitting) fitting = model::Permitted{invoice, {}};
  fitting->invoice.vat_currency.reset();
  fitting->invoice.totals.vat_accounting.reset();
  fitting->notes.emplace_back(
      "The accounting currency (BT-6) is that of the invoice: CII has none then, it was left out.");
}

// In CII a payee of the seller's legal id is the seller, whatever its name (BR-17).
void leave_shared_legal_id_out(model::Invoice const& invoice,
                               std::optional<model::Permitted>& fitting) {
  auto const& payee = fitting ? fitting->invoice.payee : invoice.payee;
  auto const& own = invoice.seller.legal_id;
  if (!payee || !payee->legal_id || !own || payee->legal_id->value != own->value) return;
  if (!fitting) fitting = model::Permitted{invoice, {}};
  fitting->invoice.payee->legal_id.reset();
  fitting->notes.emplace_back(
      "The payee's legal id (BT-61) is the seller's, which CII takes for the same party: it was "
      "left out.");
}

}  // namespace

Profile as_named(model::Invoice const& invoice) {
  return {invoice.specification, invoice.business_process, true};
}

Profile plain(model::Invoice const& invoice) {
  bool const next = invoice.edition == model::Edition::en_2026;
  return {next ? "urn:cen.eu:en16931:2026" : "urn:cen.eu:en16931:2017", invoice.business_process};
}

Written write(model::Invoice const& invoice, Profile const& profile) {
  auto fitting = model::permitted(invoice);
  leave_own_currency_out(invoice, fitting);
  leave_shared_legal_id_out(invoice, fitting);
  if (!fitting) return write_as_it_is(invoice, profile);
  auto written = write_as_it_is(fitting->invoice, profile);
  std::move(fitting->notes.begin(), fitting->notes.end(), std::back_inserter(written.notes));
  return written;
}

Written write(model::Invoice const& invoice) {
  return write(invoice, invoice.specification.empty() ? plain(invoice) : as_named(invoice));
}

}  // namespace airut::cii
