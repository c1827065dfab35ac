#include "formats/model/lost_terms.hpp"
#include "formats/model/payments.hpp"
#include "formats/ubl/sheet.hpp"

namespace airut::ubl {
namespace {

void note_parties(model::LostTerms& lost, model::Invoice const& invoice, bool extensions) {
  lost.add_if(!extensions && !invoice.buyer.customer_number.empty(), "The customer number");
  lost.add_if(invoice.payer.has_value(), "A payer who is not the buyer");
  lost.add_person(invoice.buyer);
  bool const several = invoice.buyer.identifiers.size() > 1 ||
                       (invoice.payee && invoice.payee->identifiers.size() > 1);
  lost.add_if(several, "A second identifier of the buyer or the payee");
  if (!invoice.payee) return;
  model::Party carried;
  carried.name = invoice.payee->name;
  carried.identifiers = invoice.payee->identifiers;
  carried.legal_id = invoice.payee->legal_id;
  carried.type = invoice.payee->type;
  lost.add_if(*invoice.payee != carried, "More of the payee than its name and identifiers");
}

void note_payment(model::LostTerms& lost, model::Invoice const& invoice) {
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  lost.add_if(credit && invoice.due_date && !invoice.payment,
              "The due date of a credit note without a means of payment");
  lost.add_if(invoice.payment && invoice.payment->late_interest_percent,
              "The rate of late interest");
  for (auto const what : model::means_groups(invoice).left_out) lost.add_if(true, what);
}

}  // namespace

std::vector<std::string> notes_of(model::Invoice const& invoice, bool extensions) {
  model::LostTerms lost{"UBL"};
  note_parties(lost, invoice, extensions);
  note_payment(lost, invoice);
  lost.add_instalments(invoice);
  if (!extensions) lost.add_sub_lines(invoice);
  lost.add_nordic(invoice);
  return std::move(lost).list();
}

}  // namespace airut::ubl
