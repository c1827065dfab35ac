#include "formats/model/outside_vat.hpp"

#include <algorithm>

namespace airut::model {
namespace {

bool is_outside_vat(Invoice const& invoice) {
  auto const outside = [](auto const& one) { return one.vat.code == "O"; };
  return std::any_of(invoice.lines.begin(), invoice.lines.end(), outside) ||
         std::any_of(invoice.adjustments.begin(), invoice.adjustments.end(), outside);
}

}  // namespace

std::optional<Invoice> without_vat_ids(Invoice const& invoice) {
  bool const any =
      !invoice.seller.vat_id.empty() || !invoice.buyer.vat_id.empty() || invoice.tax_representative;
  if (!any || !is_outside_vat(invoice)) return std::nullopt;
  auto bare = invoice;
  auto& seller = bare.seller;
  bool const known = seller.legal_id || !seller.identifiers.empty();
  if (!known && !seller.vat_id.empty()) seller.identifiers.push_back({seller.vat_id, ""});
  seller.vat_id.clear();
  bare.buyer.vat_id.clear();
  bare.tax_representative.reset();
  return bare;
}

}  // namespace airut::model
