#include "formats/finvoice/source.hpp"

namespace airut::finvoice {
namespace {

void add_account(model::Payment& payment, model::PaymentAccount account) {
  if (account.iban.empty()) return;
  for (auto& known : payment.accounts) {
    if (known.iban != account.iban) continue;
    if (known.bic.empty()) known.bic = account.bic;
    if (known.name.empty()) known.name = account.name;
    return;
  }
  payment.accounts.push_back(std::move(account));
}

void read_reference(xml::Element epi, model::Payment& payment) {
  auto const text =
      epi.child("EpiPaymentInstructionDetails").text_of("EpiRemittanceInfoIdentifier");
  auto const free_text = epi.child("EpiIdentificationDetails").text_of("EpiReference");
  auto const& reference = text.empty() ? free_text : text;
  if (reference.empty()) return;
  auto const known = model::Reference::recognise(reference);
  payment.reference_kind = known ? known->kind() : model::ReferenceKind::free;
  payment.reference = known ? known->text() : reference;
}

void read_accounts(xml::Element root, xml::Element epi, model::Payment& payment) {
  auto const parties = epi.child("EpiPartyDetails");
  model::PaymentAccount account;
  account.iban = parties.child("EpiBeneficiaryPartyDetails").text_of("EpiAccountID");
  account.bic = parties.child("EpiBfiPartyDetails").text_of("EpiBfiIdentifier");
  add_account(payment, account);
  for (auto const& one : root.child("SellerInformationDetails").children("SellerAccountDetails")) {
    add_account(payment, {one.text_of("SellerAccountID"), one.text_of("SellerBic"),
                          one.text_of("SellerAccountName")});
  }
}

}  // namespace

void read_payment(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const epi = root.child("EpiDetails");
  auto const terms = root.child("InvoiceDetails").child("PaymentTermsDetails");
  model::Payment payment;
  read_accounts(root, epi, payment);
  read_reference(epi, payment);
  auto const instruction = epi.child("EpiPaymentInstructionDetails");
  payment.means_code = instruction.text_of("EpiPaymentMeansCode");
  payment.means_text = instruction.text_of("EpiPaymentMeansText");
  payment.terms_text = joined(terms, "PaymentTermsFreeText", " ");
  payment.late_interest_percent =
      source.decimal(terms.child("PaymentOverDueFineDetails"), "PaymentOverDueFinePercent");
  auto const card = root.child("PaymentCardInfo");
  payment.card_number = card.text_of("PrimaryAccountNumber");
  payment.card_holder = card.text_of("CardHolderName");
  if (!payment.card_number.empty()) payment.means = model::PaymentMeans::card;
  if (auto const debit = root.child("DirectDebitInfo")) {
    payment.means = model::PaymentMeans::direct_debit;
    payment.mandate_id = debit.text_of("MandateReference");
    payment.creditor_id = debit.text_of("CreditorIdentifier");
    payment.debited_account = debit.text_of("DebitedAccountID");
  }
  // What is to be paid is what the EPI block asks for; INV02 and paid invoices ask for less.
  auto const due = source.amount(instruction, "EpiInstructedAmount");
  if (due && invoice.totals.gross) invoice.totals.due = due;
  if (!invoice.due_date) invoice.due_date = source.date(instruction, "EpiDateOptionDate");
  if (payment.accounts.empty() && payment.reference.empty() && !instruction) return;
  invoice.payment = payment;
}

}  // namespace airut::finvoice
