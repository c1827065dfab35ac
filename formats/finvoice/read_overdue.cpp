#include "formats/finvoice/source.hpp"

namespace airut::finvoice {

model::OverdueRow read_overdue(xml::Element row, Source& source) {
  auto const details = row.child("RowOverDuePaymentDetails");
  model::OverdueRow overdue;
  model::Money const nothing{0, source.currency};
  overdue.invoice_number = details.text_of("RowOriginalInvoiceIdentifier");
  overdue.issue_date = source.date(details, "RowOriginalInvoiceDate");
  overdue.due_date = source.date(details, "RowOriginalDueDate");
  overdue.original = source.amount(details, "RowOriginalInvoiceTotalAmount").value_or(nothing);
  overdue.reference = details.text_of("RowOriginalEpiRemittanceInfoIdentifier");
  overdue.paid = source.amount(details, "RowPaidVatIncludedAmount").value_or(nothing);
  overdue.open = source.amount(details, "RowUnPaidVatIncludedAmount").value_or(nothing);
  auto const round = source.decimal(details, "RowCollectionQuantity");
  if (round && round->scale() == 0 && !round->is_negative() && round->coefficient() < 100) {
    overdue.reminder_round = static_cast<int>(round->coefficient());
  }
  overdue.reminder_fee = source.amount(details, "RowCollectionChargeAmount").value_or(nothing);
  overdue.interest_percent = source.decimal(details, "RowInterestRate");
  overdue.interest_from = source.date(details, "RowInterestStartDate");
  overdue.interest_until = source.date(details, "RowInterestEndDate");
  overdue.interest = source.amount(details, "RowInterestChargeAmount").value_or(nothing);
  return overdue;
}

}  // namespace airut::finvoice
