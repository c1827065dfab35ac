#include "formats/ubl/source.hpp"

namespace airut::ubl {
namespace {

model::PaymentMeans means_of(std::string_view code) {
  if (code == "49" || code == "59") return model::PaymentMeans::direct_debit;
  if (code == "48" || code == "54" || code == "55") return model::PaymentMeans::card;
  if (code == "30" || code == "31" || code == "42" || code == "58" || code.empty()) {
    return model::PaymentMeans::credit_transfer;
  }
  if (code == "57") return model::PaymentMeans::prepaid;
  return model::PaymentMeans::other;
}

// Codes that the writer gives by the means alone need not be kept.
bool says_more(std::string_view code) {
  return code != "30" && code != "49" && code != "48" && code != "57" && code != "1";
}

// A KID is known by the account's country: in Norway the reference is one when its digit holds.
void read_reference(std::string const& text, model::Invoice const& invoice,
                    model::Payment& payment) {
  if (text.empty() || !payment.reference.empty()) return;
  bool const norway = invoice.seller.address.country == "NO";
  auto known = norway ? model::Reference::parse(model::ReferenceKind::no_kid, text)
                      : model::Reference::recognise(text);
  payment.reference_kind = known ? known->kind() : model::ReferenceKind::free;
  payment.reference = known ? known->text() : text;
}

void read_account(xml::Element means, model::Payment& payment) {
  auto const account = means.child("PayeeFinancialAccount");
  auto const id = account.text_of("ID");
  if (id.empty()) return;
  payment.accounts.push_back(
      {id, account.child("FinancialInstitutionBranch").text_of("ID"), account.text_of("Name")});
}

}  // namespace

void read_payment(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const all = root.children("PaymentMeans");
  auto const terms = root.child("PaymentTerms").text_of("Note");
  if (all.empty() && terms.empty() && !invoice.payment) return;
  auto payment = invoice.payment.value_or(model::Payment{});
  payment.terms_text = terms;
  for (auto const& means : all) {
    auto const code = means.child("PaymentMeansCode");
    payment.means = means_of(code.text());
    if (says_more(code.text())) payment.means_code = code.text();
    payment.means_text = code.attribute("name").value_or("");
    read_reference(means.text_of("PaymentID"), invoice, payment);
    read_account(means, payment);
    auto const card = means.child("CardAccount");
    if (card) {
      payment.card_number = card.text_of("PrimaryAccountNumberID");
      payment.card_holder = card.text_of("HolderName");
    }
    if (auto const mandate = means.child("PaymentMandate")) {
      payment.mandate_id = mandate.text_of("ID");
      payment.debited_account = mandate.child("PayerFinancialAccount").text_of("ID");
    }
    if (!invoice.due_date) invoice.due_date = source.date(means, "PaymentDueDate");
  }
  invoice.payment = payment;
}

}  // namespace airut::ubl
