#include "formats/model/account_text.hpp"
#include "formats/teapps/source.hpp"

namespace airut::teapps {
namespace {

void read_accounts(xml::Element payee, model::Payment& payment) {
  for (auto const& bank : payee.children("BANKS")) {
    model::PaymentAccount account;
    account.iban = bank.text_of("IBAN_ACCOUNT_NUMBER");
    auto const national = bank.text_of("BANK_ACCOUNT_NUMBER");
    if (account.iban.empty()) {
      account.iban = national;
      std::erase(account.iban, ' ');
    }
    account.iban = model::account_text(account.iban);
    account.bic = bank.text_of("SWIFT_CODE");
    account.name = bank.text_of("BANK_NAME");
    if (!account.iban.empty()) payment.accounts.push_back(std::move(account));
  }
}

void read_reference(xml::Element details, model::Payment& payment) {
  auto text = details.text_of("FI_PAYMENT_REFERENCE");
  auto const other = details.text_of("IPI_REFERENCE");
  if (text.empty()) text = other;
  auto const free_text = details.text_of("FREE_TEXT");
  if (text.empty()) text = free_text;
  if (text.empty()) return;
  auto const known = model::Reference::recognise(text);
  payment.reference_kind = known ? known->kind() : model::ReferenceKind::free;
  payment.reference = known ? known->text() : text;
}

void read_cards_and_debits(xml::Element head, model::Payment& payment) {
  auto const card = head.child("PAYMENT_CARD_INFORMATION");
  payment.card_number = card.text_of("PRIMARY_ACCOUNT_NUMBER");
  payment.card_holder = card.text_of("PAYMENT_CARD_HOLDER");
  if (!payment.card_number.empty()) payment.means = model::PaymentMeans::card;
  auto const debit = head.child("DIRECT_DEBIT_INFO");
  payment.mandate_id = debit.text_of("MANDATE_REFERENCE");
  payment.creditor_id = debit.text_of("CREDITOR_ID");
  auto const account = debit.child("DEBITED_ACCOUNT");
  payment.debited_account = account.text_of("IBAN_ACCOUNT_NUMBER");
  if (payment.debited_account.empty()) {
    payment.debited_account = account.text_of("BANK_ACCOUNT_NUMBER");
  }
  payment.debited_account = model::account_text(payment.debited_account);
  if (!payment.mandate_id.empty() || !payment.debited_account.empty()) {
    payment.means = model::PaymentMeans::direct_debit;
  }
}

void read_instalments(xml::Element parts, model::Invoice& invoice, Source& source) {
  for (auto const& one : parts.children("PAYMENT")) {
    model::Instalment part;
    auto const amount = source.amount(one.child("PART_SUM"));
    if (!amount) continue;
    part.amount = *amount;
    part.due_date = source.date(one.child("PART_DUE_DATE"));
    part.reference = one.text_of("PAYMENT_REFERENCE");
    invoice.nordic.made().instalments.push_back(std::move(part));
  }
}

}  // namespace

void read_payment(xml::Element invoice_element, model::Invoice& invoice, Source& source) {
  auto const head = invoice_element.child("HEADER");
  auto const payee = invoice_element.child("PAYEE");
  model::Payment payment;
  read_accounts(payee, payment);
  read_reference(payee.child("DETAILS_OF_PAYMENT"), payment);
  auto const means = payee.child("PAYMENT_MEANS");
  payment.means_text = means.text();
  payment.means_code = means.attribute("PAYMENT_MEANS_CODE").value_or("");
  payment.terms_text = head.text_of("TERMS_OF_PAYMENT");
  payment.late_interest_percent =
      source.decimal(head.child("PAYMENT_OVERDUE_FINE").child("INTEREST_RATE"));
  read_cards_and_debits(head, payment);
  if (payment != model::Payment{}) invoice.payment = std::move(payment);
  read_instalments(invoice_element.child("PART_PAYMENTS"), invoice, source);
  auto code = payee.child("BANK_BARCODE").text_of("FI_BANK_BARCODE");
  if (!code.empty()) invoice.nordic.made().virtual_barcode = std::move(code);
}

}  // namespace airut::teapps
