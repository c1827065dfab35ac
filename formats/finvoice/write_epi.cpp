#include "formats/finvoice/sheet.hpp"

namespace airut::finvoice {
namespace {

bool is_iban_shaped(std::string_view account) { return account.size() > 2 && account[0] >= 'A'; }

void write_epi_parties(Sheet& sheet, model::Invoice const& invoice,
                       model::PaymentAccount const& account) {
  auto& out = sheet.xml();
  out.open("EpiPartyDetails");
  out.open("EpiBfiPartyDetails");
  sheet.id("EpiBfiIdentifier", account.bic, 11, {{"IdentificationSchemeName", "BIC"}});
  out.close();
  out.open("EpiBeneficiaryPartyDetails");
  auto const& payee = invoice.payee ? invoice.payee->name : invoice.seller.name;
  sheet.name("EpiNameAddressDetails", payee, 35);
  sheet.id("EpiAccountID", account.iban, 34,
           {{"IdentificationSchemeName", is_iban_shaped(account.iban) ? "IBAN" : "BBAN"}});
  out.close();
  out.close();
}

// Only what Finnish banks take stands in the EPI block: a viitenumero or an RF reference. Another
// reference (a KID, free text) is told in EpiReference, which is free.
bool is_epi_reference(model::Payment const& payment) {
  return payment.reference_kind == model::ReferenceKind::fi_viite ||
         payment.reference_kind == model::ReferenceKind::rf;
}

void write_instruction(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  out.open("EpiPaymentInstructionDetails");
  auto const& payment = *invoice.payment;
  if (is_epi_reference(payment) && !payment.reference.empty()) {
    bool const rf = payment.reference_kind == model::ReferenceKind::rf;
    sheet.id("EpiRemittanceInfoIdentifier", payment.reference, 25,
             {{"IdentificationSchemeName", rf ? "ISO" : "SPY"}});
  }
  sheet.amount("EpiInstructedAmount",
               invoice.totals.due.value_or(model::Money{0, invoice.currency}));
  out.leaf("EpiCharge", "SHA", {{"ChargeOption", "SHA"}});
  sheet.date("EpiDateOptionDate", invoice.due_date ? *invoice.due_date : invoice.issue_date);
  sheet.id("EpiPaymentMeansCode", payment.means_code, 3);
  sheet.text("EpiPaymentMeansText", payment.means_text, 70);
  out.close();
}

}  // namespace

void write_epi(Sheet& sheet, model::Invoice const& invoice) {
  auto const* account = main_account(invoice);
  if (!account) {
    return sheet.fail(model::Fault::missing, "Finvoice needs the account to pay to (BT-84).");
  }
  auto& out = sheet.xml();
  out.open("EpiDetails");
  out.open("EpiIdentificationDetails");
  sheet.date("EpiDate", invoice.issue_date);
  auto const& payment = *invoice.payment;
  out.leaf("EpiReference", is_epi_reference(payment) ? std::string_view{} : payment.reference);
  out.close();
  write_epi_parties(sheet, invoice, *account);
  write_instruction(sheet, invoice);
  out.close();
}

}  // namespace airut::finvoice
