#include "formats/rules/totals.hpp"

#include <algorithm>
#include <cstdlib>

namespace airut::rules {

using model::Money;

namespace {

constexpr std::int64_t sum_limit = 100'000'000'000'000'000;

}  // namespace

bool fits(std::int64_t sum) { return std::abs(sum) < sum_limit; }

std::int64_t whole_unit(model::Currency currency) {
  std::int64_t unit = 1;
  for (int i = 0; i < currency.minor_digits(); ++i) unit *= 10;
  return unit;
}

bool same_vat(model::VatCategory const& a, model::VatCategory const& b) {
  return a.code == b.code && a.rate.value_or(model::Decimal{}) == b.rate.value_or(model::Decimal{});
}

std::optional<Money> computed_line(model::Line const& line, model::Currency currency) {
  auto const base = line.price_base_quantity.value_or(model::Decimal{1, 0});
  auto amount = model::extend(line.quantity, line.net_price, base, currency);
  if (!amount) return std::nullopt;
  for (auto const& one : line.adjustments) {
    *amount += one.is_charge ? one.amount : -one.amount;
    if (!fits(amount->minor())) return std::nullopt;
  }
  return amount;
}

std::optional<std::int64_t> sum_of_taxes(model::Invoice const& invoice) {
  std::int64_t sum = 0;
  for (auto const& row : invoice.vat_breakdown) {
    sum += row.tax.minor();
    if (!fits(sum)) return std::nullopt;
  }
  return sum;
}

bool Sums::add(std::int64_t& sum, std::int64_t amount) {
  sum += amount;
  return fits(sum);
}

bool Sums::add_taxable(model::VatCategory const& vat, std::int64_t amount) {
  for (std::size_t i = 0; i < size_; ++i)
    if (same_vat(*rows_[i].vat, vat)) return add(rows_[i].taxable, amount);
  if (size_ == rows_max) return false;
  rows_[size_++] = {&vat, amount};
  return fits(amount);
}

Sums::Row const* Sums::row_of(model::VatCategory const& vat) const {
  auto const all = rows();
  auto const found = std::find_if(all.begin(), all.end(),
                                  [&](auto const& one) { return same_vat(*one.vat, vat); });
  return found == all.end() ? nullptr : &*found;
}

std::optional<Sums> Sums::of(model::Invoice const& invoice) {
  Sums sums;
  for (auto const& line : invoice.lines) {
    auto const amount = line.net_amount ? line.net_amount : computed_line(line, invoice.currency);
    if (!amount || !sums.add(sums.lines, amount->minor()) ||
        !sums.add_taxable(line.vat, amount->minor()))
      return std::nullopt;
  }
  for (auto const& one : invoice.adjustments) {
    auto const amount = one.amount.minor();
    auto& sum = one.is_charge ? sums.charges : sums.allowances;
    if (!sums.add(sum, amount) || !sums.add_taxable(one.vat, one.is_charge ? amount : -amount))
      return std::nullopt;
  }
  return sums;
}

}  // namespace airut::rules
