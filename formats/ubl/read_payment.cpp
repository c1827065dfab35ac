#include <utility>

#include "formats/model/account_text.hpp"
#include "formats/model/payments.hpp"
#include "formats/model/untdid.hpp"
#include "formats/ubl/source.hpp"

namespace airut::ubl {
namespace {

void read_account(xml::Element means, model::Payment& payment) {
  auto const account = means.child("PayeeFinancialAccount");
  auto const id = account.child("ID");
  if (id.view().empty()) return;
  id.attribute_view("schemeID");  // IBAN or BBAN, which the number shows itself
  auto const branch = account.child("FinancialInstitutionBranch");
  auto bic = branch.view_of("ID");
  auto const institution = branch.child("FinancialInstitution").child("ID");
  if (bic.empty() && institution) {
    bic = institution.view();
    institution.attribute_view("schemeID");
  }
  payment.accounts.push_back(
      {model::account_text(id.view()), std::string{bic}, account.text_of("Name")});
}

void read_card(xml::Element means, model::Payment& payment) {
  auto const card = means.child("CardAccount");
  if (!card) return;
  payment.card_number = card.view_of("PrimaryAccountNumberID");
  payment.card_holder = card.view_of("HolderName");
  // UBL demands one; EN 16931 has no term for it. A real one is told as left over.
  if (card.child("NetworkID").peek() == "NA") card.view_of("NetworkID");
}

// A direct debit's account of the seller may stand under the mandate in older documents.
void read_mandate(xml::Element means, model::Payment& payment) {
  auto const mandate = means.child("PaymentMandate");
  if (!mandate) return;
  payment.mandate_id = mandate.view_of("ID");
  payment.debited_account =
      model::account_text(mandate.child("PayerFinancialAccount").view_of("ID"));
}

model::Payment read_means(xml::Element means, model::Invoice& invoice, Source& source) {
  model::Payment payment;
  auto const code = means.child("PaymentMeansCode");
  payment.means = model::payment_means_of(code.view());
  if (!model::means_say(payment.means, code.view())) payment.means_code = code.view();
  payment.means_text = code.attribute_view("name").value_or("");
  model::set_reference(payment, means.view_of("PaymentID"), invoice.seller.address.country);
  read_account(means, payment);
  read_card(means, payment);
  read_mandate(means, payment);
  auto const due = means.child("PaymentDueDate");
  if (!invoice.due_date) invoice.due_date = source.date(means, "PaymentDueDate");
  if (invoice.due_date && due.peek() == model::date_text(*invoice.due_date)) due.set_read();
  return payment;
}

}  // namespace

void read_payment(xml::Element root, model::Invoice& invoice, Source& source) {
  std::vector<model::Payment> all;
  for (auto one = root.child("PaymentMeans"); one; one = one.next_sibling("PaymentMeans")) {
    model::add_group(all, read_means(one, invoice, source));
  }
  std::string terms;
  for (auto one = root.child("PaymentTerms"); one; one = one.next_sibling("PaymentTerms")) {
    auto const text = source.lines(one, "Note");
    if (!terms.empty() && !text.empty()) terms += '\n';
    terms += text;
  }
  if (all.empty() && terms.empty() && !invoice.payment) return;
  auto const creditor_id = invoice.payment ? invoice.payment->creditor_id : std::string{};
  model::set_groups(invoice, std::move(all));
  invoice.payment->terms_text = std::move(terms);
  invoice.payment->creditor_id = creditor_id;
}

}  // namespace airut::ubl
