#include "formats/model/payments.hpp"
#include "formats/model/untdid.hpp"
#include "formats/ubl/sheet.hpp"

namespace airut::ubl {
namespace {

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
void write_means(Sheet& sheet, model::Payment const& payment, model::PaymentAccount const* account,
                 std::optional<model::Date> const& due_date) {
  auto& out = sheet.xml();
  out.open("cac:PaymentMeans");
  // An unstated means stays unstated: UBL wants the element, so it stands empty.
  bool const stated = payment.means != model::PaymentMeans::unstated;
  out.leaf("cbc:PaymentMeansCode", stated ? model::means_code_of(payment) : "",
           {{"name", payment.means_text}});
  sheet.date("cbc:PaymentDueDate", due_date);
  out.leaf_if("cbc:PaymentID", payment.reference);
  write_card(sheet, payment);
  if (account) write_account(sheet, *account);
  write_mandate(sheet, payment);
  out.close();
}

void write_one(Sheet& sheet, model::Payment const& payment,
               std::optional<model::Date> const& due_date) {
  if (!model::has_means(payment) && payment.reference.empty() && payment.mandate_id.empty()) return;
  if (payment.accounts.empty()) write_means(sheet, payment, nullptr, due_date);
  for (auto const& account : payment.accounts) write_means(sheet, payment, &account, due_date);
}

}  // namespace

void write_payment(Sheet& sheet, model::Invoice const& invoice) {
  if (!invoice.payment) return;
  // A credit note has no DueDate of its own.
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  auto const due_date = credit ? invoice.due_date : std::nullopt;
  write_one(sheet, *invoice.payment, due_date);
  for (auto const& one : invoice.further_payments) write_one(sheet, one, due_date);
  sheet.wrapped("cac:PaymentTerms", "cbc:Note", invoice.payment->terms_text);
}

}  // namespace airut::ubl
