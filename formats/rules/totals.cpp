#include "formats/rules/totals.hpp"

#include <algorithm>
#include <cstdlib>

namespace airut::rules {

using model::Money;

namespace {

constexpr std::int64_t sum_limit = 100'000'000'000'000'000;

// Sums stay far from the edge of int64; one that would not is refused.
bool add(Money& sum, Money const& amount) {
  sum += amount;
  return std::abs(sum.minor()) < sum_limit;
}

bool add_taxable(std::vector<model::VatBreakdown>& rows, model::VatCategory const& vat,
                 Money const& amount) {
  auto const row = std::find_if(rows.begin(), rows.end(),
                                [&](auto const& one) { return same_vat(one.vat, vat); });
  if (row != rows.end()) return add(row->taxable, amount);
  rows.push_back({vat, amount, Money{0, amount.currency()}});
  return true;
}

// What the invoice says about exemption goes with the row, wherever it was said.
void keep_reasons(std::vector<model::VatBreakdown>& rows, model::Invoice const& invoice) {
  for (auto const& given : invoice.vat_breakdown)
    for (auto& row : rows)
      if (same_vat(row.vat, given.vat)) {
        if (row.vat.exemption_code.empty()) row.vat.exemption_code = given.vat.exemption_code;
        if (row.vat.exemption_reason.empty()) row.vat.exemption_reason = given.vat.exemption_reason;
      }
}

bool take_lines(model::Invoice const& invoice, Computed& result) {
  for (auto const& line : invoice.lines) {
    auto const amount = line.net_amount ? line.net_amount : computed_line(line, invoice.currency);
    if (!amount || !add(result.line_sum, *amount) ||
        !add_taxable(result.breakdown, line.vat, *amount))
      return false;
    result.lines.push_back(*amount);
  }
  return true;
}

bool take_adjustments(model::Invoice const& invoice, Computed& result) {
  for (auto const& one : invoice.adjustments) {
    auto& sum = one.is_charge ? result.charges : result.allowances;
    if (!add(sum, one.amount) ||
        !add_taxable(result.breakdown, one.vat, one.is_charge ? one.amount : -one.amount))
      return false;
  }
  return true;
}

}  // namespace

bool same_vat(model::VatCategory const& a, model::VatCategory const& b) {
  return a.code == b.code && a.rate.value_or(model::Decimal{}) == b.rate.value_or(model::Decimal{});
}

std::optional<Money> computed_line(model::Line const& line, model::Currency currency) {
  auto const base = line.price_base_quantity.value_or(model::Decimal{1, 0});
  auto amount = model::extend(line.quantity, line.net_price, base, currency);
  if (!amount) return std::nullopt;
  for (auto const& one : line.adjustments)
    if (!add(*amount, one.is_charge ? one.amount : -one.amount)) return std::nullopt;
  return amount;
}

std::optional<Computed> compute(model::Invoice const& invoice) {
  Money const zero{0, invoice.currency};
  Computed result{{}, {}, zero, zero, zero, zero, zero, zero, zero};
  if (!take_lines(invoice, result) || !take_adjustments(invoice, result)) return std::nullopt;
  for (auto& row : result.breakdown) {
    auto const tax = model::percent_of(row.taxable, row.vat.rate.value_or(model::Decimal{}));
    if (!tax || !add(result.vat, *tax)) return std::nullopt;
    row.tax = *tax;
  }
  keep_reasons(result.breakdown, invoice);
  result.net = result.line_sum - result.allowances + result.charges;
  result.gross = result.net + result.vat;
  result.due =
      result.gross - invoice.totals.paid.value_or(zero) + invoice.totals.rounding.value_or(zero);
  if (std::abs(result.due.minor()) >= sum_limit) return std::nullopt;
  return result;
}

}  // namespace airut::rules
