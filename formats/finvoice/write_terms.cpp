#include <algorithm>

#include "formats/finvoice/sheet.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::finvoice {
namespace {

constexpr std::size_t terms_longest = 70, texts_in_group = 2;

void write_cash_discount(Sheet& sheet, model::CashDiscount const& discount) {
  sheet.date("CashDiscountDate", discount.until);
  sheet.amount_if("CashDiscountBaseAmount", discount.base_amount);
  sheet.percent("CashDiscountPercent", discount.percent);
  sheet.amount_if("CashDiscountAmount", discount.amount);
}

}  // namespace

// A group holds two lines of text and one cash discount; there are as many as
// it takes.
void write_terms(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  static std::vector<model::CashDiscount> const none;
  auto const& discounts = invoice.nordic ? invoice.nordic->cash_discounts : none;
  std::vector<std::string> texts;
  if (invoice.payment && !invoice.payment->terms_text.empty()) {
    sheet.note_lines("PaymentTermsFreeText", invoice.payment->terms_text);
    texts = xml::wrapped(xml::one_line(invoice.payment->terms_text), terms_longest);
  }
  auto const groups = std::max(
      {std::size_t{1}, discounts.size(), (texts.size() + texts_in_group - 1) / texts_in_group});
  for (std::size_t i = 0; i < groups; ++i) {
    out.group("PaymentTermsDetails");
    for (auto at = i * texts_in_group; at < std::min(texts.size(), (i + 1) * texts_in_group);
         ++at) {
      out.leaf("PaymentTermsFreeText", texts[at]);
    }
    if (i == 0) sheet.date("InvoiceDueDate", invoice.due_date);
    if (i < discounts.size()) write_cash_discount(sheet, discounts[i]);
    if (i == 0 && invoice.payment && invoice.payment->late_interest_percent) {
      out.group("PaymentOverDueFineDetails");
      sheet.percent("PaymentOverDueFinePercent", invoice.payment->late_interest_percent);
      out.close();
    }
    out.close();
  }
}

}  // namespace airut::finvoice
