#include "formats/efaktura/bill.hpp"

#include <algorithm>

#include "formats/model/party_id.hpp"
#include "formats/model/reference.hpp"

namespace airut::efaktura {
namespace {

tl::unexpected<model::Problem> cannot(std::string text) {
  return tl::unexpected{model::Problem{model::Fault::unsupported, std::move(text)}};
}

std::string norwegian_account(std::vector<model::PaymentAccount> const& accounts) {
  for (auto const& one : accounts) {
    auto const national = model::account_no_of_iban(one.iban);
    if (!national.empty()) return national;
    if (model::is_account_no(one.iban)) return one.iban;
  }
  return {};
}

// The letter's own sum and last day, where there is one.
void take_letter(Bill& bill, model::Letter const& letter) {
  bool const demand = letter.kind == model::LetterKind::payment_demand;
  bill.kind = demand                        ? Kind::payment_request
              : letter.announces_collection ? Kind::collection_notice
              : letter.fee.minor() > 0      ? Kind::dunning
                                            : Kind::reminder;
  bill.issued = letter.day;
  bill.due = letter.deadline;
  bill.amount = letter.asked();
}

model::Result<Bill> with_payment(Bill bill, std::optional<model::ReferenceKind> kind,
                                 std::string const& reference,
                                 std::vector<model::PaymentAccount> const& accounts) {
  bill.account = norwegian_account(accounts);
  if (bill.account.empty()) return cannot("eFaktura needs a Norwegian account.");
  bill.is_kid = kind == model::ReferenceKind::no_kid;
  bill.reference = reference;
  if (!bill.is_kid) {
    if (bill.reference.empty()) bill.reference = bill.number;
    return bill;
  }
  auto const kid = model::Reference::parse(model::ReferenceKind::no_kid, reference);
  if (!kid) return cannot("The KID's control digit is wrong.");
  bill.reference = kid->text();
  return bill;
}

}  // namespace

model::Result<Bill> bill_of(model::Invoice const& invoice, model::Letter const* letter) {
  Bill bill;
  bill.number = invoice.number;
  bill.issued = invoice.issue_date;
  bill.due = invoice.due_date.value_or(model::Date{});
  bill.amount = invoice.totals.due.value_or(model::Money{0, invoice.currency});
  if (letter) take_letter(bill, *letter);
  if (invoice.type == model::InvoiceType::credit_note) return cannot("It is a credit note.");
  if (bill.amount.currency().code() != "NOK") return cannot("eFaktura is in NOK alone.");
  if (bill.amount.minor() <= 0) return cannot("There is nothing to pay.");
  if (bill.due == model::Date{}) return cannot("eFaktura needs a due date.");
  auto const& seller = invoice.seller;
  if (seller.legal_id) bill.issuer = seller.legal_id->value;
  std::erase(bill.issuer, ' ');
  if (!model::is_organisation_no(bill.issuer))
    return cannot("The issuer has no organisation number.");
  bill.issuer_name = seller.trading_name.empty() ? seller.name : seller.trading_name;
  if (letter) {
    return with_payment(std::move(bill), letter->reference_kind, letter->reference,
                        letter->accounts);
  }
  if (!invoice.payment) return cannot("The invoice says nothing of its payment.");
  auto const& payment = *invoice.payment;
  return with_payment(std::move(bill), payment.reference_kind, payment.reference, payment.accounts);
}

}  // namespace airut::efaktura
