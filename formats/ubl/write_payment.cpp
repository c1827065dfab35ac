#include "formats/ubl/sheet.hpp"

namespace airut::ubl {
namespace {

// UNCL4461 when the document did not say: 30 credit transfer, 49 direct debit, 48 card.
std::string means_code(model::Payment const& payment) {
  if (!payment.means_code.empty()) return payment.means_code;
  switch (payment.means) {
    case model::PaymentMeans::credit_transfer:
      return "30";
    case model::PaymentMeans::direct_debit:
      return "49";
    case model::PaymentMeans::card:
      return "48";
    case model::PaymentMeans::prepaid:
      return "57";
    case model::PaymentMeans::other:
      return "1";
  }
  return "1";
}

void write_account(Sheet& sheet, model::PaymentAccount const& account) {
  auto& out = sheet.xml();
  out.open("cac:PayeeFinancialAccount");
  out.leaf("cbc:ID", account.iban);
  out.leaf_if("cbc:Name", account.name);
  sheet.wrapped("cac:FinancialInstitutionBranch", "cbc:ID", account.bic);
  out.close();
}

void write_card(Sheet& sheet, model::Payment const& payment) {
  if (payment.card_number.empty()) return;
  auto& out = sheet.xml();
  out.open("cac:CardAccount");
  out.leaf("cbc:PrimaryAccountNumberID", payment.card_number);
  out.leaf("cbc:NetworkID", "NA");
  out.leaf_if("cbc:HolderName", payment.card_holder);
  out.close();
}

void write_mandate(Sheet& sheet, model::Payment const& payment) {
  auto& out = sheet.xml();
  out.group("cac:PaymentMandate");
  out.leaf_if("cbc:ID", payment.mandate_id);
  sheet.wrapped("cac:PayerFinancialAccount", "cbc:ID", payment.debited_account);
  out.close();
}

// One group an account; the reference stands in each.
void write_means(Sheet& sheet, model::Invoice const& invoice,
                 model::PaymentAccount const* account) {
  auto const& payment = *invoice.payment;
  auto& out = sheet.xml();
  out.open("cac:PaymentMeans");
  out.leaf("cbc:PaymentMeansCode", means_code(payment), {{"name", payment.means_text}});
  if (invoice.type == model::InvoiceType::credit_note) {
    sheet.date("cbc:PaymentDueDate", invoice.due_date);
  }
  out.leaf_if("cbc:PaymentID", payment.reference);
  write_card(sheet, payment);
  if (account) write_account(sheet, *account);
  write_mandate(sheet, payment);
  out.close();
}

}  // namespace

void write_payment(Sheet& sheet, model::Invoice const& invoice) {
  if (!invoice.payment) return;
  auto const& payment = *invoice.payment;
  if (payment.accounts.empty()) write_means(sheet, invoice, nullptr);
  for (auto const& account : payment.accounts) write_means(sheet, invoice, &account);
  sheet.wrapped("cac:PaymentTerms", "cbc:Note", payment.terms_text);
}

}  // namespace airut::ubl
