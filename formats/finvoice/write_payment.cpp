#include <fmt/format.h>

#include "formats/finvoice/epi.hpp"
#include "formats/finvoice/sheet.hpp"
#include "formats/finvoice/words.hpp"

namespace airut::finvoice {

PartyNames const factoring_address{"FactoringPartyPostalAddressDetails", "FactoringPartyStreetName",
                                   "FactoringPartyTownName", "FactoringPartyPostCodeIdentifier",
                                   "FactoringPartyCountrySubdivision"};

namespace {

void write_card_and_debit(Sheet& sheet, model::Payment const& payment) {
  auto& out = sheet.xml();
  if (!payment.card_number.empty()) {
    out.open("PaymentCardInfo");
    sheet.id("PrimaryAccountNumber", payment.card_number, 19);
    sheet.text("CardHolderName", payment.card_holder, 70);
    out.close();
  }
  if (payment.means != model::PaymentMeans::direct_debit && payment.mandate_id.empty()) return;
  out.open("DirectDebitInfo");
  sheet.id("MandateReference", payment.mandate_id, 35);
  sheet.id("CreditorIdentifier", payment.creditor_id, 35);
  auto const& account = payment.debited_account;
  bool const iban = account.size() > 2 && account[0] >= 'A';
  sheet.id("DebitedAccountID", account, 34, {{"IdentificationSchemeName", iban ? "IBAN" : "BBAN"}});
  out.close();
}

// The schema wants all four lists: an instalment without a day or reference cannot be told.
bool can_be_told(model::Instalment const& part, model::Invoice const& invoice) {
  bool const reference =
      !part.reference.empty() || (invoice.payment && !invoice.payment->reference.empty());
  return (part.due_date || invoice.due_date) && reference;
}

// The instalment's own, or its share of the invoice's by the sums with VAT.
model::Money net_of(model::Instalment const& part, model::Invoice const& invoice) {
  if (part.net_amount) return *part.net_amount;
  auto const &without_vat = invoice.totals.net, &with_vat = invoice.totals.gross;
  if (!without_vat || !with_vat || with_vat->minor() <= 0) return part.amount;
  auto const share = model::divide_half_up(
      model::Int128{part.amount.minor()} * without_vat->minor(), with_vat->minor());
  return {static_cast<std::int64_t>(share), part.amount.currency()};
}

void write_instalments(Sheet& sheet, model::Invoice const& invoice) {
  auto const& parts = invoice.nordic->instalments;
  if (parts.empty()) return;
  auto& out = sheet.xml();
  for (auto const& part : parts) {
    if (can_be_told(part, invoice)) continue;
    return sheet.note(
        "The instalments were left out: Finvoice wants the due date and the reference of each.");
  }
  model::Money const nothing{0, invoice.currency};
  out.open("PartialPaymentDetails");
  sheet.amount("PaidAmount", invoice.totals.paid.value_or(nothing));
  sheet.amount("UnPaidAmount", invoice.totals.due.value_or(nothing));
  for (auto const& part : parts) sheet.amount("PartialPaymentVatIncludedAmount", part.amount);
  for (auto const& part : parts)
    sheet.amount("PartialPaymentVatExcludedAmount", net_of(part, invoice));
  for (auto const& part : parts) {
    sheet.date("PartialPaymentDueDate", part.due_date ? part.due_date : invoice.due_date);
  }
  for (auto const& part : parts) {
    sheet.id("PartialPaymentReferenceIdentifier",
             part.reference.empty() ? invoice.payment->reference : part.reference, 35);
  }
  out.close();
}

void write_factoring(Sheet& sheet, model::Factoring const& sold) {
  auto& out = sheet.xml();
  out.open("FactoringAgreementDetails");
  out.leaf("FactoringAgreementIdentifier", sold.agreement_id);
  sheet.id("TransmissionListIdentifier", sold.transmission_list, sheet.is_201() ? 35 : 70);
  sheet.id("EndorsementClauseCode", sold.clause_code, 35);
  sheet.id("FactoringTypeCode", sold.type_code, 35);
  for (auto const& note : sold.notes) sheet.text("FactoringFreeText", note, 70, 99);
  if (sold.party_id) sheet.scheme_id("FactoringPartyIdentifier", *sold.party_id, 35);
  sheet.text("FactoringPartyName", sold.party_name, 35);
  write_address(sheet, factoring_address, sold.party_address);
  out.close();
}

}  // namespace

void write_payment(Sheet& sheet, model::Invoice const& invoice) {
  if (invoice.payment) write_card_and_debit(sheet, *invoice.payment);
  if (auto const status = status_of_terms(invoice); !status.empty()) {
    sheet.xml().open("PaymentStatusDetails");
    sheet.xml().leaf("PaymentStatusCode", status);
    sheet.xml().close();
  }
  if (invoice.nordic) {
    write_instalments(sheet, invoice);
    if (invoice.nordic->factoring) write_factoring(sheet, *invoice.nordic->factoring);
  }
  auto const code = barcode_of_terms(invoice);
  if (code) {
    sheet.xml().leaf("VirtualBankBarcode", *code);
  } else if (invoice.nordic) {
    sheet.id("VirtualBankBarcode", invoice.nordic->virtual_barcode, 512);
  }
}

}  // namespace airut::finvoice
