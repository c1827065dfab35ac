#include "formats/cii/sheet.hpp"
#include "formats/model/lost_terms.hpp"
#include "formats/model/payments.hpp"

namespace airut::cii {
namespace {

void note_payment(model::LostTerms& lost, model::Invoice const& invoice) {
  if (!invoice.payment) return;
  lost.add_if(invoice.payment->late_interest_percent.has_value(), "The rate of late interest");
  for (auto const what : model::means_groups(invoice).left_out) lost.add_if(true, what);
}

}  // namespace

std::vector<std::string> notes_of(model::Invoice const& invoice, bool extensions) {
  model::LostTerms lost{"CII"};
  lost.add_if(!invoice.buyer.customer_number.empty(), "The customer number");
  lost.add_if(invoice.payer && !extensions, "A payer who is not the buyer");
  lost.add_person(invoice.buyer);
  // UNTDID 1001 of EN 16931 has no code for either: its 380 would be booked as a new invoice.
  lost.add_if(invoice.type == model::InvoiceType::reminder,
              "That this is a reminder and no new invoice");
  lost.add_if(invoice.type == model::InvoiceType::payment_request,
              "That this is a request for payment and no invoice");
  note_payment(lost, invoice);
  if (!extensions) lost.add_instalments(invoice);
  if (!extensions) lost.add_sub_lines(invoice);
  lost.add_nordic(invoice);
  // CII tells the tax point in the rows of the breakdown.
  lost.add_if(
      invoice.vat_breakdown.empty() && (invoice.tax_point_date || !invoice.tax_point_code.empty()),
      "The tax point of a document without a VAT breakdown");
  lost.add_if(invoice.preceding.size() > 1, "A second preceding invoice");
  return std::move(lost).list();
}

}  // namespace airut::cii
