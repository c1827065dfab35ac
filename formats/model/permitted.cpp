#include "formats/model/permitted.hpp"

#include <algorithm>

namespace airut::model {
namespace {

bool shares_identifier(Party const& one, Party const& other) {
  return std::any_of(one.identifiers.begin(), one.identifiers.end(), [&](auto const& id) {
    return std::any_of(other.identifiers.begin(), other.identifiers.end(),
                       [&](auto const& same) { return same.value == id.value; });
  });
}

bool is_outside_vat(Invoice const& invoice) {
  auto const outside = [](auto const& one) { return one.vat.code == "O"; };
  return std::any_of(invoice.lines.begin(), invoice.lines.end(), outside) ||
         std::any_of(invoice.adjustments.begin(), invoice.adjustments.end(), outside);
}

bool names_vat_ids(Invoice const& invoice) {
  return !invoice.seller.vat_id.empty() || !invoice.buyer.vat_id.empty() ||
         invoice.tax_representative;
}

void leave_vat_ids_out(Invoice& invoice) {
  auto& seller = invoice.seller;
  bool const known = seller.legal_id || !seller.identifiers.empty();
  if (!known && !seller.vat_id.empty()) seller.identifiers.push_back({seller.vat_id, ""});
  seller.vat_id.clear();
  invoice.buyer.vat_id.clear();
  invoice.tax_representative.reset();
}

}  // namespace

bool payee_is_seller(Invoice const& invoice) {
  if (!invoice.payee) return false;
  auto const& payee = *invoice.payee;
  auto const& seller = invoice.seller;
  bool const same_name =
      !payee.name.empty() && (payee.name == seller.name || payee.name == seller.trading_name);
  return same_name || shares_identifier(payee, seller);
}

std::optional<Permitted> permitted(Invoice const& invoice) {
  bool const vat_ids = names_vat_ids(invoice) && is_outside_vat(invoice);
  bool const payee = payee_is_seller(invoice);
  if (!vat_ids && !payee) return std::nullopt;
  Permitted made{invoice, {}};
  if (vat_ids) {
    leave_vat_ids_out(made.invoice);
    made.notes.emplace_back(
        "An invoice outside VAT (category O) names no VAT ids: they were left out.");
  }
  if (payee) {
    made.invoice.payee.reset();
    made.notes.emplace_back(
        "A payee (BG-10) is another than the seller: the one given was left out.");
  }
  return made;
}

}  // namespace airut::model
