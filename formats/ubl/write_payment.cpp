#include "formats/model/payments.hpp"
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
  auto& out = sheet.xml();
  out.open("cac:CardAccount");
  out.leaf("cbc:PrimaryAccountNumberID", payment.card_number);
  out.leaf("cbc:NetworkID", "NA");
  out.leaf_if("cbc:HolderName", payment.card_holder);
  out.close();
}

void write_mandate(Sheet& sheet, model::Payment const& payment) {
  auto& out = sheet.xml();
  out.open("cac:PaymentMandate");
  out.leaf_if("cbc:ID", payment.mandate_id);
  sheet.wrapped("cac:PayerFinancialAccount", "cbc:ID", payment.debited_account);
  out.close();
}

// One group an account; the reference stands in each, what EN 16931 has once in one of them.
void write_means(Sheet& sheet, model::MeansGroup const& group,
                 std::optional<model::Date> const& due_date) {
  auto const& payment = *group.payment;
  auto& out = sheet.xml();
  out.open("cac:PaymentMeans");
  out.leaf("cbc:PaymentMeansCode", model::means_code_of(group),
           {{"name", group.text ? std::string_view{payment.means_text} : ""}});
  sheet.date("cbc:PaymentDueDate", due_date);
  out.leaf_if("cbc:PaymentID", payment.reference);
  if (group.card && !payment.card_number.empty()) write_card(sheet, payment);
  if (group.account) write_account(sheet, *group.account);
  if (group.mandate) write_mandate(sheet, payment);
  out.close();
}

}  // namespace

void write_payment(Sheet& sheet, model::Invoice const& invoice) {
  if (!invoice.payment) return;
  // A credit note has no DueDate of its own.
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  auto due_date = credit ? invoice.due_date : std::nullopt;
  for (auto const& group : model::means_groups(invoice).groups) {
    write_means(sheet, group, due_date);
    due_date.reset();
  }
  sheet.wrapped("cac:PaymentTerms", "cbc:Note", invoice.payment->terms_text);
}

}  // namespace airut::ubl
