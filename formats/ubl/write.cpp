#include "formats/ubl/write.hpp"

#include "formats/ubl/sheet.hpp"

namespace airut::ubl {
namespace {

constexpr std::string_view customization =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
constexpr std::string_view profile = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

bool is_credit_note(model::Invoice const& invoice) {
  return invoice.type == model::InvoiceType::credit_note;
}

std::string_view type_code(model::Invoice const& invoice) {
  if (!invoice.type_code.empty()) return invoice.type_code;
  switch (invoice.type) {
    case model::InvoiceType::credit_note:
      return "381";
    case model::InvoiceType::corrected:
      return "384";
    case model::InvoiceType::invoice:
    case model::InvoiceType::reminder:
    case model::InvoiceType::payment_request:
      return "380";
  }
  return "380";
}

void write_head(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  out.leaf("cbc:CustomizationID", customization);
  out.leaf("cbc:ProfileID", profile);
  out.leaf("cbc:ID", invoice.number);
  sheet.date("cbc:IssueDate", invoice.issue_date);
  if (is_credit_note(invoice)) {
    sheet.date("cbc:TaxPointDate", invoice.tax_point_date);
    out.leaf("cbc:CreditNoteTypeCode", type_code(invoice));
  } else {
    sheet.date("cbc:DueDate", invoice.due_date);
    out.leaf("cbc:InvoiceTypeCode", type_code(invoice));
  }
  for (auto const& note : invoice.notes) out.leaf("cbc:Note", note.text);
  if (!is_credit_note(invoice)) sheet.date("cbc:TaxPointDate", invoice.tax_point_date);
  out.leaf("cbc:DocumentCurrencyCode", invoice.currency.code());
  if (invoice.vat_currency) out.leaf("cbc:TaxCurrencyCode", invoice.vat_currency->code());
  out.leaf_if("cbc:AccountingCost", invoice.buyer_accounting_reference);
  out.leaf_if("cbc:BuyerReference", invoice.buyer_reference);
  write_period(sheet, invoice.period, invoice.tax_point_code);
}

void write_body(Sheet& sheet, model::Invoice const& invoice) {
  write_head(sheet, invoice);
  write_references(sheet, invoice);
  write_seller(sheet, invoice);
  write_buyer(sheet, invoice.buyer);
  if (invoice.payee) write_payee(sheet, *invoice.payee);
  if (invoice.tax_representative) write_tax_representative(sheet, *invoice.tax_representative);
  if (invoice.delivery) write_delivery(sheet, *invoice.delivery);
  write_payment(sheet, invoice);
  for (auto const& one : invoice.adjustments) write_adjustment(sheet, one, true);
  write_totals(sheet, invoice);
  for (auto const& line : invoice.lines) write_line(sheet, line, invoice);
}

std::optional<model::Problem> refusal(model::Invoice const& invoice) {
  using model::Fault;
  using model::Problem;
  if (invoice.type == model::InvoiceType::reminder ||
      invoice.type == model::InvoiceType::payment_request) {
    return Problem{Fault::unsupported, "Peppol BIS Billing has no reminders or payment requests."};
  }
  if (!invoice.seller.electronic_address) {
    return Problem{Fault::missing, "Peppol needs the seller's electronic address (BT-34)."};
  }
  if (!invoice.buyer.electronic_address) {
    return Problem{Fault::missing, "Peppol needs the buyer's electronic address (BT-49)."};
  }
  return std::nullopt;
}

std::vector<std::string> notes_of(model::Invoice const& invoice) {
  std::vector<std::string> notes;
  if (invoice.payment && invoice.payment->late_interest_percent) {
    notes.emplace_back("The rate of late interest has no place of its own in UBL.");
  }
  if (!invoice.buyer.customer_number.empty()) {
    notes.emplace_back("The customer number has no place of its own in UBL.");
  }
  return notes;
}

}  // namespace

model::Result<Written> write(model::Invoice const& invoice) {
  if (auto problem = refusal(invoice)) return tl::unexpected(std::move(*problem));
  Sheet sheet{invoice};
  bool const credit = is_credit_note(invoice);
  sheet.xml().open(
      credit ? "CreditNote" : "Invoice",
      {{"xmlns", credit ? "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
                        : "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"},
       {"xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"},
       {"xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"}});
  write_body(sheet, invoice);
  sheet.xml().close();
  return Written{std::move(sheet.xml()).text(), notes_of(invoice)};
}

}  // namespace airut::ubl
