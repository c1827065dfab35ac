#include "formats/cii/sheet.hpp"
#include "formats/model/payments.hpp"

namespace airut::cii {
namespace {

// By its shape only: a number that calls itself one is written as one, right or wrong.
bool looks_like_iban(std::string_view text) {
  auto const letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  auto const digit = [](char c) { return c >= '0' && c <= '9'; };
  return text.size() > 4 && letter(text[0]) && letter(text[1]) && digit(text[2]) && digit(text[3]);
}

void write_account(Sheet& sheet, model::PaymentAccount const& account) {
  auto& out = sheet.xml();
  bool const iban = looks_like_iban(account.iban);
  out.open("ram:PayeePartyCreditorFinancialAccount");
  if (iban) out.leaf("ram:IBANID", account.iban);
  out.leaf_if("ram:AccountName", account.name);
  if (!iban) out.leaf_if("ram:ProprietaryID", account.iban);
  out.close();
  sheet.wrapped("ram:PayeeSpecifiedCreditorFinancialInstitution", "ram:BICID", account.bic);
}

void write_card(Sheet& sheet, model::Payment const& payment) {
  auto& out = sheet.xml();
  out.group("ram:ApplicableTradeSettlementFinancialCard");
  out.leaf_if("ram:ID", payment.card_number);
  out.leaf_if("ram:CardholderName", payment.card_holder);
  out.close();
}

// One group an account; what EN 16931 has once stands in one of them.
void write_means(Sheet& sheet, model::MeansGroup const& group) {
  auto const& payment = *group.payment;
  auto& out = sheet.xml();
  out.open("ram:SpecifiedTradeSettlementPaymentMeans");
  out.leaf("ram:TypeCode", model::means_code_of(group));
  if (group.text) out.leaf("ram:Information", payment.means_text);
  if (group.card) write_card(sheet, payment);
  if (group.mandate) {
    sheet.wrapped("ram:PayerPartyDebtorFinancialAccount", "ram:IBANID", payment.debited_account);
  }
  if (group.account) write_account(sheet, *group.account);
  out.close();
}

std::string_view mandate_of(model::Invoice const& invoice) {
  for (auto const& group : model::means_groups(invoice).groups) {
    if (group.mandate) return group.payment->mandate_id;
  }
  return {};
}

void write_instalments(Sheet& sheet, model::Invoice const& invoice) {
  if (!sheet.extensions() || !invoice.nordic) return;
  auto& out = sheet.xml();
  for (auto const& one : invoice.nordic->instalments) {
    out.open("ram:SpecifiedTradePaymentTerms");
    sheet.date("ram:DueDateDateTime", one.due_date);
    sheet.amount("ram:PartialPaymentAmount", one.amount);
    out.close();
  }
}

}  // namespace

void write_payment_means(Sheet& sheet, model::Invoice const& invoice) {
  for (auto const& group : model::means_groups(invoice).groups) {
    if (model::has_means(*group.payment)) write_means(sheet, group);
  }
}

void write_payment_terms(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  out.group("ram:SpecifiedTradePaymentTerms");
  if (invoice.payment) out.leaf_if("ram:Description", invoice.payment->terms_text);
  sheet.date("ram:DueDateDateTime", invoice.due_date);
  out.leaf_if("ram:DirectDebitMandateID", mandate_of(invoice));
  out.close();
  write_instalments(sheet, invoice);
}

}  // namespace airut::cii
