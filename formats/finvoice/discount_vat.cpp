#include <algorithm>
#include <utility>
#include <vector>

#include "formats/finvoice/source.hpp"
#include "formats/rules/totals.hpp"

namespace airut::finvoice {
namespace {

// What the breakdown says of a category beyond the rows of the invoice.
struct Rest {
  model::VatCategory vat;
  std::int64_t minor = 0;
};

std::vector<Rest> rests_of(model::Invoice const& invoice) {
  std::vector<Rest> rests;
  auto const sums = rules::Sums::of(invoice);
  if (!sums) return rests;
  for (auto const& row : invoice.vat_breakdown) {
    auto const* used = sums->row_of(row.vat);
    rests.push_back({{row.vat.code, row.vat.rate, {}, {}},
                     row.taxable.minor() - (used == nullptr ? 0 : used->taxable)});
  }
  // Without a breakdown the rows themselves: nothing is left of them.
  if (!rests.empty()) return rests;
  for (auto const& row : sums->rows()) {
    if (!row.vat->code.empty()) rests.push_back({{row.vat->code, row.vat->rate, {}, {}}, 0});
  }
  return rests;
}

// The category that lacks just this sum; else the one that lacks most of its sign.
Rest* rest_for(std::vector<Rest>& rests, std::int64_t minor) {
  if (rests.size() == 1) return &rests.front();
  Rest* best = nullptr;
  for (auto& one : rests) {
    if (one.minor == minor) return &one;
    bool const covers = minor < 0 ? one.minor <= minor : one.minor >= minor;
    if (covers && (best == nullptr || std::abs(one.minor) > std::abs(best->minor))) best = &one;
  }
  return best;
}

}  // namespace

void give_vat_of_discounts(model::Invoice& invoice) {
  auto const lacks_vat = [](auto const& one) { return one.vat.code.empty(); };
  auto& all = invoice.adjustments;
  if (std::none_of(all.begin(), all.end(), lacks_vat)) return;
  auto rests = rests_of(invoice);
  for (auto& one : all) {
    if (!lacks_vat(one)) continue;
    auto const minor = one.is_charge ? one.amount.minor() : -one.amount.minor();
    auto* rest = rest_for(rests, minor);
    if (rest == nullptr) continue;
    one.vat = rest->vat;
    rest->minor -= minor;
  }
}

}  // namespace airut::finvoice
