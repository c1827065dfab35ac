#include <algorithm>

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

// The breakdown says the reasons, one a category.
void note_reasons(model::LostTerms& lost, model::Invoice const& invoice) {
  auto const told = [&](model::AllowanceCharge const& one) {
    auto const& vat = one.vat;
    if (vat.exemption_code.empty() && vat.exemption_reason.empty()) return true;
    auto const& rows = invoice.vat_breakdown;
    return std::any_of(rows.begin(), rows.end(), [&](auto const& row) {
      return row.vat.code == vat.code && row.vat.rate == vat.rate &&
             (vat.exemption_code.empty() || row.vat.exemption_code == vat.exemption_code) &&
             (vat.exemption_reason.empty() || row.vat.exemption_reason == vat.exemption_reason);
    });
  };
  auto const& all = invoice.adjustments;
  lost.add_if(!std::all_of(all.begin(), all.end(), told),
              "The reason of exemption of an allowance or charge");
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
  note_reasons(lost, invoice);
  auto const& representative = invoice.tax_representative;
  lost.add_if(representative && !representative->tax_registration_id.empty(),
              "The tax registration of the tax representative");
  lost.add_instalments(invoice);
  if (!extensions) lost.add_sub_lines(invoice);
  lost.add_nordic(invoice);
  return std::move(lost).list();
}

}  // namespace airut::ubl
