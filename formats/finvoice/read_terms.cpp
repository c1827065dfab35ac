#include "formats/finvoice/source.hpp"

namespace airut::finvoice {
namespace {

void read_discount(xml::Element terms, model::Invoice& invoice, Source& source) {
  model::CashDiscount discount;
  discount.until = source.date(terms, "CashDiscountDate");
  discount.percent = source.decimal(terms, "CashDiscountPercent");
  discount.base_amount = source.amount(terms, "CashDiscountBaseAmount");
  discount.amount = source.amount(terms, "CashDiscountAmount");
  if (discount == model::CashDiscount{}) return;
  invoice.nordic.made().cash_discounts.push_back(discount);
}

}  // namespace

// Each PaymentTermsDetails may hold one cash discount; the due date and the
// rate of late interest are those of the first that has them.
void read_terms(xml::Element details, model::Invoice& invoice, Source& source) {
  std::string text;
  std::optional<model::Decimal> interest;
  for (auto const& terms : details.children("PaymentTermsDetails")) {
    auto part = joined(terms, "PaymentTermsFreeText", " ");
    if (!part.empty()) text += (text.empty() ? "" : " ") + part;
    if (!invoice.due_date) invoice.due_date = source.date(terms, "InvoiceDueDate");
    auto const fine = terms.child("PaymentOverDueFineDetails");
    if (!interest) interest = source.decimal(fine, "PaymentOverDueFinePercent");
    read_discount(terms, invoice, source);
  }
  if (text.empty() && !interest) return;
  auto& payment = invoice.payment ? *invoice.payment : invoice.payment.emplace();
  payment.terms_text = std::move(text);
  payment.late_interest_percent = interest;
}

}  // namespace airut::finvoice
