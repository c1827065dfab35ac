#include <algorithm>
#include <utility>

#include "formats/cii/source.hpp"
#include "formats/model/account_text.hpp"
#include "formats/model/payments.hpp"
#include "formats/model/untdid.hpp"

namespace airut::cii {
namespace {

void read_account(xml::Element means, model::Payment& payment) {
  auto const account = means.child("PayeePartyCreditorFinancialAccount");
  auto id = account.child("IBANID");
  if (id.view().empty()) id = account.child("ProprietaryID");
  if (id.view().empty()) return;
  id.attribute_view("schemeID");
  payment.accounts.push_back(
      {model::account_text(id.view()),
       means.child("PayeeSpecifiedCreditorFinancialInstitution").text_of("BICID"),
       account.text_of("AccountName")});
}

model::Payment read_means(xml::Element means) {
  model::Payment payment;
  auto const code = means.view_of("TypeCode");
  payment.means = model::payment_means_of(code);
  if (!model::means_say(payment.means, code)) payment.means_code = code;
  payment.means_text = means.view_of("Information");
  auto const card = means.child("ApplicableTradeSettlementFinancialCard");
  payment.card_number = card.view_of("ID");
  payment.card_holder = card.view_of("CardholderName");
  payment.debited_account =
      model::account_text(means.child("PayerPartyDebtorFinancialAccount").view_of("IBANID"));
  read_account(means, payment);
  return payment;
}

struct Terms {
  std::string text, mandate_id;
};

Terms read_terms(xml::Element settlement, model::Invoice& invoice, Source& source) {
  constexpr std::string_view name = "SpecifiedTradePaymentTerms";
  Terms terms;
  for (auto one = settlement.child(name); one; one = one.next_sibling(name)) {
    auto const text = source.lines(one, "Description");
    if (!terms.text.empty() && !text.empty()) terms.text += '\n';
    terms.text += text;
    if (terms.mandate_id.empty()) terms.mandate_id = one.view_of("DirectDebitMandateID");
    auto const due_date = one.child("DueDateDateTime");
    auto const part = source.amount(one, "PartialPaymentAmount");
    if (part) {
      model::Instalment instalment;
      instalment.amount = *part;
      instalment.due_date = source.date(one, "DueDateDateTime");
      invoice.nordic.made().instalments.push_back(std::move(instalment));
    }
    if (due_date && !invoice.due_date) invoice.due_date = source.date(one, "DueDateDateTime");
  }
  return terms;
}

// The mandate belongs to the direct debit among several means.
void set_mandate(model::Invoice& invoice, std::string&& mandate_id) {
  if (mandate_id.empty()) return;
  auto* to = &*invoice.payment;
  for (auto& one : invoice.further_payments) {
    if (to->means != model::PaymentMeans::direct_debit &&
        one.means == model::PaymentMeans::direct_debit)
      to = &one;
  }
  to->mandate_id = std::move(mandate_id);
}

}  // namespace

void read_payment(xml::Element settlement, model::Invoice& invoice, Source& source) {
  constexpr std::string_view name = "SpecifiedTradeSettlementPaymentMeans";
  auto const reference = settlement.view_of("PaymentReference");
  auto creditor_id = settlement.text_of("CreditorReferenceID");
  std::vector<model::Payment> groups;
  for (auto one = settlement.child(name); one; one = one.next_sibling(name)) {
    auto group = read_means(one);
    model::set_reference(group, reference, invoice.seller.address.country);
    model::add_group(groups, std::move(group));
  }
  auto terms = read_terms(settlement, invoice, source);
  bool const nothing = groups.empty() && reference.empty() && creditor_id.empty() &&
                       terms.text.empty() && terms.mandate_id.empty();
  if (nothing) return;
  bool const bare = groups.empty();
  model::set_groups(invoice, std::move(groups));
  if (bare) model::set_reference(*invoice.payment, reference, invoice.seller.address.country);
  invoice.payment->terms_text = std::move(terms.text);
  invoice.payment->creditor_id = std::move(creditor_id);
  set_mandate(invoice, std::move(terms.mandate_id));
}

}  // namespace airut::cii
