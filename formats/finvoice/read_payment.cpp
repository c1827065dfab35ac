#include "formats/finvoice/source.hpp"
#include "formats/model/account_text.hpp"
#include "formats/model/payments.hpp"
#include "formats/model/untdid.hpp"

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

// IdentificationSchemeName says IBAN or BBAN, which the account itself shows.
model::PaymentAccount account_of(xml::Element id, xml::Element bic, std::string name) {
  id.attribute("IdentificationSchemeName");
  bic.attribute("IdentificationSchemeName");
  return {model::account_text(id.view()), bic.text(), std::move(name)};
}

// A Finvoice is Finnish unless its seller is Norwegian: a KID may pass for a viitenumero.
void read_reference(xml::Element epi, model::Payment& payment, std::string_view country) {
  auto const element =
      epi.child("EpiPaymentInstructionDetails").child("EpiRemittanceInfoIdentifier");
  element.attribute("IdentificationSchemeName");
  auto const identification = epi.child("EpiIdentificationDetails");
  auto text = element.text();
  if (text.empty()) {
    text = identification.text_of("EpiReference");
    if (text == "-") text.clear();
  }
  if (text.empty()) text = joined(identification, "EpiOrderInfo", " ");
  if (text.empty()) return;
  if (country == "NO") return model::set_reference(payment, text, country);
  auto const known = model::Reference::recognise(text);
  payment.reference_kind = known ? known->kind() : model::ReferenceKind::free;
  payment.reference = known ? known->text() : text;
}

void read_accounts(xml::Element root, xml::Element epi, model::Payment& payment) {
  auto const parties = epi.child("EpiPartyDetails");
  add_account(payment,
              account_of(parties.child("EpiBeneficiaryPartyDetails").child("EpiAccountID"),
                         parties.child("EpiBfiPartyDetails").child("EpiBfiIdentifier"), {}));
  for (auto const& one : root.child("SellerInformationDetails").children("SellerAccountDetails")) {
    add_account(payment, account_of(one.child("SellerAccountID"), one.child("SellerBic"),
                                    one.text_of("SellerAccountName")));
  }
}

void read_card_and_debit(xml::Element root, model::Payment& payment) {
  auto const card = root.child("PaymentCardInfo");
  payment.card_number = card.text_of("PrimaryAccountNumber");
  payment.card_holder = card.text_of("CardHolderName");
  if (!payment.card_number.empty()) payment.means = model::PaymentMeans::card;
  auto const debit = root.child("DirectDebitInfo");
  if (!debit) return;
  payment.means = model::PaymentMeans::direct_debit;
  payment.mandate_id = debit.text_of("MandateReference");
  payment.creditor_id = debit.text_of("CreditorIdentifier");
  auto const account = debit.child("DebitedAccountID");
  account.attribute("IdentificationSchemeName");
  payment.debited_account = model::account_text(account.view());
}

}  // namespace

void read_payment(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const epi = root.child("EpiDetails");
  auto payment = invoice.payment.value_or(model::Payment{});  // the terms are read already
  read_accounts(root, epi, payment);
  read_reference(epi, payment, invoice.seller.address.country);
  read_card_and_debit(root, payment);
  auto const instruction = epi.child("EpiPaymentInstructionDetails");
  payment.means_code = instruction.text_of("EpiPaymentMeansCode");
  if (payment.means == model::PaymentMeans::credit_transfer && !payment.means_code.empty()) {
    auto const means = model::payment_means_of(payment.means_code);
    // Any other code stands beside an account that may well be paid to.
    bool const plain = means != model::PaymentMeans::other;
    bool const usual = means != payment.means && model::means_say(means, payment.means_code);
    if (plain || usual) payment.means = means;
    if (usual) payment.means_code.clear();
  }
  payment.means_text = instruction.text_of("EpiPaymentMeansText");
  auto const day = source.date(instruction, "EpiDateOptionDate");
  if (!invoice.due_date) invoice.due_date = day;
  if (payment != model::Payment{} || instruction) invoice.payment = std::move(payment);
}

}  // namespace airut::finvoice
