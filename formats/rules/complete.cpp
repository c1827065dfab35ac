#include "formats/rules/complete.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>

#include "formats/rules/totals.hpp"

namespace airut::rules {

using model::Money;

namespace {

void fill(std::optional<Money>& given, Money const& computed) {
  if (!given) given = computed;
}

// a + b; nullopt when a price cannot have so many digits.
std::optional<model::Decimal> sum_of(model::Decimal const& a, model::Decimal const& b) {
  auto const scale = std::max(a.scale(), b.scale());
  auto const at_scale = [&](model::Decimal const& one) {
    auto value = one.coefficient();
    for (int at = one.scale(); at < scale; ++at) value *= 10;
    return value;
  };
  auto const sum = at_scale(a) + at_scale(b);
  constexpr model::Int128 most = std::numeric_limits<std::int64_t>::max();
  if (sum > most || sum < -most) return std::nullopt;
  return model::Decimal::parse(model::Decimal{static_cast<std::int64_t>(sum), scale}.text());
}

// A discount is taken of a gross price (BT-148); no format can tell the one without the other.
bool fill_gross_price(model::Line& line) {
  if (line.price_discount && !line.gross_price) {
    line.gross_price = sum_of(line.net_price, *line.price_discount);
    if (!line.gross_price) return false;
  }
  if (!line.nordic) return true;
  auto& parts = line.nordic->sub_lines;
  return std::all_of(parts.begin(), parts.end(), fill_gross_price);
}

bool fill_lines(model::Invoice& invoice) {
  for (std::size_t i = 0; i < invoice.lines.size(); ++i) {
    auto& line = invoice.lines[i];
    if (line.id.empty()) line.id = std::to_string(i + 1);
    if (!fill_gross_price(line)) return false;
    if (!line.net_amount) line.net_amount = computed_line(line, invoice.currency);
  }
  return true;
}

// Codes that only say the category again; any other names a ground of its own.
bool says_category(std::string_view exemption_code) {
  static constexpr std::array codes{"VATEX-EU-AE", "VATEX-EU-G", "VATEX-EU-IC", "VATEX-EU-O"};
  return std::find(codes.begin(), codes.end(), exemption_code) != codes.end();
}

// A row says what the first of its category says. The reason of another line stands beside a code
// that is its own or says no more than the category: of two grounds it would make a third.
void take_reasons(std::vector<model::VatBreakdown>& rows, model::VatCategory const& vat) {
  if (vat.exemption_code.empty() && vat.exemption_reason.empty()) return;
  auto const row = std::find_if(rows.begin(), rows.end(),
                                [&](auto const& one) { return same_vat(one.vat, vat); });
  if (row == rows.end()) return;
  auto &code = row->vat.exemption_code, &reason = row->vat.exemption_reason;
  bool const has_none = code.empty() && reason.empty();
  bool const goes_with_reason = code.empty() && says_category(vat.exemption_code);
  bool const goes_with_code = reason.empty() && (code == vat.exemption_code || says_category(code));
  if (has_none || goes_with_reason) code = vat.exemption_code;
  if (has_none || goes_with_code) reason = vat.exemption_reason;
}

bool fill_breakdown(model::Invoice& invoice, Sums const& sums) {
  if (!invoice.vat_breakdown.empty()) return true;
  std::vector<model::VatBreakdown> rows;
  for (auto const& row : sums.rows()) {
    Money const taxable{row.taxable, invoice.currency};
    auto const tax = model::percent_of(taxable, row.vat->rate.value_or(model::Decimal{}));
    if (!tax) return false;
    rows.push_back({*row.vat, taxable, *tax});
  }
  for (auto const& line : invoice.lines) take_reasons(rows, line.vat);
  for (auto const& one : invoice.adjustments) take_reasons(rows, one.vat);
  invoice.vat_breakdown = std::move(rows);
  return true;
}

bool has_adjustment(model::Invoice const& invoice, bool charge) {
  auto const& all = invoice.adjustments;
  return std::any_of(all.begin(), all.end(),
                     [&](auto const& one) { return one.is_charge == charge; });
}

bool fill_totals(model::Invoice& invoice, Sums const& sums) {
  auto& totals = invoice.totals;
  auto const money = [&](std::int64_t minor) { return Money{minor, invoice.currency}; };
  auto const vat = sum_of_taxes(invoice);
  if (!vat) return false;
  fill(totals.lines, money(sums.lines));
  if (has_adjustment(invoice, false)) fill(totals.allowances, money(sums.allowances));
  if (has_adjustment(invoice, true)) fill(totals.charges, money(sums.charges));
  auto const net = money(sums.lines - sums.allowances + sums.charges);
  auto const gross = net + money(*vat);
  fill(totals.net, net);
  fill(totals.vat, money(*vat));
  fill(totals.gross, gross);
  fill(totals.due, gross - totals.paid.value_or(money(0)) + totals.rounding.value_or(money(0)));
  return fits(totals.due->minor());
}

model::Finding too_large() {
  model::Finding finding;
  finding.code = "amount-too-large";
  finding.pointer = "/invoice/lines";
  finding.term = "BG-25";
  finding.detail =
      "The amounts are larger than Airut can keep exactly, or have too many VAT rates.";
  return finding;
}

}  // namespace

model::Findings complete(model::Invoice& invoice, CompleteContext const& context) {
  if (!fill_lines(invoice)) return {too_large()};
  auto const sums = Sums::of(invoice);
  if (!sums || !fill_breakdown(invoice, *sums) || !fill_totals(invoice, *sums))
    return {too_large()};
  if (!invoice.due_date && invoice.type != model::InvoiceType::credit_note)
    invoice.due_date = invoice.issue_date + std::chrono::days{context.payment_terms_days};
  return {};
}

}  // namespace airut::rules
