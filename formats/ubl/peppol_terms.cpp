#include "formats/ubl/peppol_terms.hpp"

#include <algorithm>
#include <cstdlib>

#include "formats/model/decimal.hpp"

namespace airut::ubl {
namespace {

using model::AllowanceCharge;
using model::Invoice;
using model::Money;

bool within_germany(Invoice const& invoice) {
  return invoice.seller.address.country == "DE" && invoice.buyer.address.country == "DE";
}

bool has_notes_to_join(Invoice const& invoice) {
  return invoice.notes.size() > 1 && !within_germany(invoice);
}

bool is_half(AllowanceCharge const& one) {
  return one.percent.has_value() != one.base_amount.has_value();
}

bool has_half(std::vector<AllowanceCharge> const& all) {
  return std::any_of(all.begin(), all.end(), is_half);
}

bool has_half(Invoice const& invoice) {
  return has_half(invoice.adjustments) ||
         std::any_of(invoice.lines.begin(), invoice.lines.end(),
                     [](model::Line const& line) { return has_half(line.adjustments); });
}

// The amount that is the percentage of it to the cent; the one of which nothing else is known.
bool is_base(Money const& base, AllowanceCharge const& one) {
  auto const part = model::percent_of(base, *one.percent);
  return part && *part == one.amount;
}

// The percentage with at most four decimals that gives the amount exactly.
std::optional<model::Decimal> exact_percent(AllowanceCharge const& one) {
  constexpr int scale = 4;
  constexpr model::Int128 whole = 1'000'000;  // 100 % with that many decimals
  auto const base = one.base_amount->minor();
  auto const amount = model::Int128{one.amount.minor()} * whole;
  if (base == 0 || amount % base != 0 || amount / base < 0 || amount / base > 100 * whole)
    return std::nullopt;
  return model::Decimal{static_cast<std::int64_t>(amount / base), scale};
}

void complete_half(AllowanceCharge& one, std::optional<Money> const& base,
                   std::vector<std::string>& notes) {
  if (!is_half(one)) return;
  auto const note = [&](std::string_view text) {
    if (std::find(notes.begin(), notes.end(), text) == notes.end()) notes.emplace_back(text);
  };
  if (one.percent) {
    if (base && is_base(*base, one)) {
      one.base_amount = base;
      return;
    }
    one.percent.reset();
    return note(
        "Peppol takes no percentage of an allowance or charge without its base amount (BT-93, "
        "BT-100, BT-137, BT-142): it was left out.");
  }
  one.percent = exact_percent(one);
  if (one.percent) return;
  one.base_amount.reset();
  note(
      "Peppol takes no base amount of an allowance or charge without its percentage (BT-94, "
      "BT-101, BT-138, BT-143): it was left out.");
}

// Quantity by price, which an allowance on a line is usually taken of.
std::optional<Money> before_adjustments(model::Line const& line, model::Currency currency) {
  static model::Decimal const one{1, 0};
  return model::extend(line.quantity, line.net_price, line.price_base_quantity.value_or(one),
                       currency);
}

}  // namespace

void join_notes(std::vector<model::Note>& notes) {
  if (notes.size() < 2) return;
  auto const same = std::all_of(notes.begin(), notes.end(), [&](auto const& one) {
    return one.subject_code == notes.front().subject_code;
  });
  model::Note joined;
  if (same) joined.subject_code = notes.front().subject_code;
  for (auto const& one : notes) {
    if (!joined.text.empty()) joined.text += '\n';
    if (!same && !one.subject_code.empty()) joined.text += '#' + one.subject_code + '#';
    joined.text += one.text;
  }
  notes = {std::move(joined)};
}

std::optional<Fitted> mended_for_peppol(Invoice const& invoice) {
  bool const own_currency = invoice.vat_currency == invoice.currency;
  bool const joins = has_notes_to_join(invoice);
  bool const half = has_half(invoice);
  if (!own_currency && !joins && !half) return std::nullopt;
  Fitted made{invoice, {}};
  if (joins) join_notes(made.invoice.notes);
  if (own_currency) {
    made.invoice.vat_currency.reset();
    made.invoice.totals.vat_accounting.reset();
  }
  if (!half) return made;
  for (auto& one : made.invoice.adjustments) complete_half(one, invoice.totals.lines, made.notes);
  for (auto& line : made.invoice.lines) {
    auto const base = before_adjustments(line, invoice.currency);
    for (auto& one : line.adjustments) complete_half(one, base, made.notes);
  }
  return made;
}

}  // namespace airut::ubl
