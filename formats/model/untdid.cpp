#include "formats/model/untdid.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace airut::model {

namespace {

// Credit notes among the codes that EN 16931 allows for BT-3.
constexpr std::array<std::string_view, 11> credit_codes{"81",  "83",  "261", "262", "296", "308",
                                                        "381", "396", "420", "458", "532"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> point_codes{
    {{"3", "5"}, {"35", "29"}, {"432", "72"}}};

std::string_view usual_type_code(InvoiceType type) {
  switch (type) {
    case InvoiceType::credit_note:
      return "381";
    case InvoiceType::corrected:
      return "384";
    case InvoiceType::invoice:
    case InvoiceType::reminder:
    case InvoiceType::payment_request:
      break;
  }
  return "380";
}

std::string_view usual_means_code(PaymentMeans means) {
  switch (means) {
    case PaymentMeans::credit_transfer:
      return "30";
    case PaymentMeans::direct_debit:
      return "49";
    case PaymentMeans::card:
      return "48";
    case PaymentMeans::prepaid:
      return "57";
    case PaymentMeans::other:
    case PaymentMeans::unstated:
      break;
  }
  return "1";
}

}  // namespace

bool is_credit_code(std::string_view code) {
  return std::find(credit_codes.begin(), credit_codes.end(), code) != credit_codes.end();
}

InvoiceType invoice_type_of(std::string_view code) {
  if (is_credit_code(code)) return InvoiceType::credit_note;
  return code == "384" ? InvoiceType::corrected : InvoiceType::invoice;
}

std::string_view type_code_of(Invoice const& invoice) {
  return invoice.type_code.empty() ? usual_type_code(invoice.type) : invoice.type_code;
}

bool type_says(InvoiceType type, std::string_view code) { return code == usual_type_code(type); }

PaymentMeans payment_means_of(std::string_view code) {
  if (code == "49" || code == "59") return PaymentMeans::direct_debit;
  if (code == "48" || code == "54" || code == "55") return PaymentMeans::card;
  if (code == "30" || code == "31" || code == "42" || code == "58") {
    return PaymentMeans::credit_transfer;
  }
  if (code.empty()) return PaymentMeans::unstated;
  return code == "57" ? PaymentMeans::prepaid : PaymentMeans::other;
}

std::string_view means_code_of(Payment const& payment) {
  return payment.means_code.empty() ? usual_means_code(payment.means) : payment.means_code;
}

bool means_say(PaymentMeans means, std::string_view code) {
  return code == usual_means_code(means) || code.empty();
}

std::string_view point_code_2475(std::string_view code_2005) {
  for (auto const& [from, to] : point_codes)
    if (from == code_2005) return to;
  return code_2005;
}

std::string_view point_code_2005(std::string_view code_2475) {
  for (auto const& [to, from] : point_codes)
    if (from == code_2475) return to;
  return code_2475;
}

}  // namespace airut::model
