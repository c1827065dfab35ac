#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "formats/rules/report.hpp"
#include "formats/rules/totals.hpp"

// BR-12 ... BR-15, BR-48, BR-CO-10 ... BR-CO-18, PEPPOL-EN16931-R120: the figures, and how they
// hang together.
namespace airut::rules {

namespace {

using model::Invoice;
using model::Money;

constexpr auto presence_checks = table<Invoice>({
    {{"BR-12", "BT-106", "total-missing", "/invoice/totals/lines",
      "The document does not give the sum of its lines.", Weight::document},
     [](Invoice const& it) { return !it.totals.lines; }},
    {{"BR-13", "BT-109", "total-missing", "/invoice/totals/net",
      "The document does not give its total without VAT.", Weight::document},
     [](Invoice const& it) { return !it.totals.net; }},
    {{"BR-14", "BT-112", "total-missing", "/invoice/totals/gross",
      "The document does not give its total with VAT.", Weight::document},
     [](Invoice const& it) { return !it.totals.gross; }},
    {{"BR-15", "BT-115", "total-missing", "/invoice/totals/due",
      "The document does not give the amount due.", Weight::document},
     [](Invoice const& it) { return !it.totals.due; }},
    {{"BR-CO-18", "BG-23", "breakdown-missing", "/invoice/vat_breakdown",
      "The document does not break its VAT down by category.", Weight::document},
     [](Invoice const& it) { return it.vat_breakdown.empty(); }},
});

void mismatch(Rule const& rule, Where const& where, std::string_view what, Money const& expected,
              Money const& actual, Report& out) {
  auto const want = expected.text(), have = actual.text();
  out.say(rule, where, fmt::format("{} is {}, but the figures give {}.", what, have, want), want,
          have);
}

struct Figure {
  Rule rule;
  std::string_view what;
};

constexpr Figure figure(std::string_view id, std::string_view term, std::string_view place,
                        std::string_view what) {
  return {{id, term, "total-mismatch", place, ""}, what};
}

constexpr Figure line_sum =
    figure("BR-CO-10", "BT-106", "/invoice/totals/lines", "The sum of the lines");
constexpr Figure allowance_sum =
    figure("BR-CO-11", "BT-107", "/invoice/totals/allowances", "The sum of the allowances");
constexpr Figure charge_sum =
    figure("BR-CO-12", "BT-108", "/invoice/totals/charges", "The sum of the charges");
constexpr Figure net_total =
    figure("BR-CO-13", "BT-109", "/invoice/totals/net", "The total without VAT");
constexpr Figure vat_total = figure("BR-CO-14", "BT-110", "/invoice/totals/vat", "The total VAT");
constexpr Figure gross_total =
    figure("BR-CO-15", "BT-112", "/invoice/totals/gross", "The total with VAT");
constexpr Figure due_total = figure("BR-CO-16", "BT-115", "/invoice/totals/due", "The amount due");

// Compares what is given and goes on with what should be there.
void compare(std::optional<Money> const& given, Money const& expected, Figure const& one,
             Report& out) {
  if (given && *given != expected) mismatch(one.rule, {}, one.what, expected, *given, out);
}

// A document that has allowances says their sum, even when it is nothing.
void compare_adjustments(Scope const& scope, bool charges, std::int64_t sum,
                         std::optional<Money> const& given, Figure const& one, Report& out) {
  auto const& all = scope.invoice.adjustments;
  Money const expected{sum, scope.invoice.currency};
  bool const any =
      std::any_of(all.begin(), all.end(), [&](auto const& it) { return it.is_charge == charges; });
  if (!given && any && (scope.document || sum != 0))
    mismatch(one.rule, {}, one.what, expected, Money{0, scope.invoice.currency}, out);
  compare(given, expected, one, out);
}

// Each total is compared with what it is made of: as the document gives that; an invoice whose
// figures are ours to compute is compared with what its lines give.
void check_totals(Scope const& scope, Sums const& sums, Report& out) {
  auto const& invoice = scope.invoice;
  auto const& totals = invoice.totals;
  auto const money = [&](std::int64_t minor) { return Money{minor, invoice.currency}; };
  auto const basis = [&](std::optional<Money> const& given, Money const& computed) {
    return scope.document ? given.value_or(computed) : computed;
  };
  auto const taxes = sum_of_taxes(invoice);
  if (!taxes) return;
  compare(totals.lines, money(sums.lines), line_sum, out);
  compare_adjustments(scope, false, sums.allowances, totals.allowances, allowance_sum, out);
  compare_adjustments(scope, true, sums.charges, totals.charges, charge_sum, out);
  auto const net = basis(totals.lines, money(sums.lines)) -
                   basis(totals.allowances, money(scope.document ? 0 : sums.allowances)) +
                   basis(totals.charges, money(scope.document ? 0 : sums.charges));
  compare(totals.net, net, net_total, out);
  if (!invoice.vat_breakdown.empty()) compare(totals.vat, money(*taxes), vat_total, out);
  auto const gross = basis(totals.net, net) + basis(totals.vat, money(scope.document ? 0 : *taxes));
  compare(totals.gross, gross, gross_total, out);
  auto const due = basis(totals.gross, gross) - totals.paid.value_or(money(0)) +
                   totals.rounding.value_or(money(0));
  compare(totals.due, due, due_total, out);
}

// PEPPOL-EN16931-R120 compares to two hundredths in every currency: where one has no decimals, what
// a line comes to by its price may be further from the whole amount than that.
bool is_rounded_too_far(model::Line const& line, model::Currency currency) {
  if (currency.minor_digits() != 0) return false;
  constexpr model::Currency of_hundredths{};
  auto const base = line.price_base_quantity.value_or(model::Decimal{1, 0});
  auto exact = model::extend(line.quantity, line.net_price, base, of_hundredths);
  if (!exact) return false;
  auto hundredths = model::Int128{exact->minor()};
  for (auto const& one : line.adjustments)
    hundredths += model::Int128{one.amount.minor()} * (one.is_charge ? 100 : -100);
  auto const off = hundredths - model::Int128{line.net_amount->minor()} * 100;
  return off > 2 || off < -2;
}

void check_line_sums(Scope const& scope, model::Line const& line, std::size_t index, Report& out) {
  if (!line.net_amount) return;
  if (scope.peppol != Ask::no && is_rounded_too_far(line, scope.invoice.currency)) {
    out.add({"PEPPOL-EN16931-R120", "BT-131", "net-amount-rounded", "/net_amount",
             "The net amount {} is rounded to the currency's whole units; Peppol wants quantity by "
             "price to two hundredths.",
             Weight::peppol},
            {"/invoice/lines", index}, line.net_amount->text());
  }
  auto const computed = computed_line(line, scope.invoice.currency);
  if (!computed || *computed == *line.net_amount) return;
  bool const rounding =
      std::abs((*computed - *line.net_amount).minor()) <= scope.limit(Limit::line_slack);
  Rule rule{"PEPPOL-EN16931-R120", "BT-131", "total-mismatch", "/net_amount", "", Weight::house};
  if (rounding || scope.peppol == Ask::no) rule.id = {};  // no official rule minds
  if (scope.document && rounding) rule.weight = Weight::hint;
  if (scope.peppol == Ask::refuse && !rounding) rule.weight = Weight::peppol;
  mismatch(rule, {"/invoice/lines", index}, fmt::format("The net amount of line {}", line.id),
           *computed, *line.net_amount, out);
}

// The norm grants a whole unit of the currency to whoever rounds VAT line by line, and half of one
// where the rate itself rounds to nothing; the house looks closer.
bool within_tolerance(model::VatBreakdown const& row, Money const& computed) {
  auto const unit = whole_unit(computed.currency());
  auto const tax = std::abs(row.tax.minor());
  model::Decimal const half{5, 1};
  auto const rate = row.vat.rate.value_or(model::Decimal{});
  bool const no_rate = rate < half && !(rate < -half);
  return no_rate ? tax * 2 < unit : std::abs(std::abs(computed.minor()) - tax) < unit;
}

void check_tax(Scope const& scope, model::VatBreakdown const& row, std::size_t index, Report& out) {
  auto const rate = row.vat.rate.value_or(model::Decimal{});
  auto const computed = model::percent_of(row.taxable, rate);
  if (!computed || *computed == row.tax) return;
  auto const off = std::abs((*computed - row.tax).minor());
  auto const line_count = static_cast<std::int64_t>(scope.invoice.lines.size());
  Rule rule{"BR-CO-17", "BT-117", "total-mismatch", "/tax", "", Weight::house};
  if (within_tolerance(row, *computed))
    rule.id = {};
  else
    rule.weight = Weight::fatal;
  if (rule.id.empty() && scope.document && off <= line_count / 2 + 1) rule.weight = Weight::hint;
  auto const name =
      row.vat.rate ? fmt::format("{} {} %", row.vat.code, rate.text_shortest()) : row.vat.code;
  mismatch(rule, {"/invoice/vat_breakdown", index}, fmt::format("The VAT of category {}", name),
           *computed, row.tax, out);
}

constexpr Rule rate_missing{"BR-48", "BT-119", "vat-rate-missing", "/vat/rate",
                            "A row of the VAT breakdown needs its rate."};
constexpr Rule category_missing{"BR-47", "BT-118", "vat-category-missing", "/vat/category",
                                "A row of the VAT breakdown needs its category."};

}  // namespace

void check_sums(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  run(presence_checks, invoice, {}, out);
  for (std::size_t i = 0; i < invoice.lines.size(); ++i)
    check_line_sums(scope, invoice.lines[i], i, out);
  for (std::size_t i = 0; i < invoice.vat_breakdown.size(); ++i) {
    auto const& row = invoice.vat_breakdown[i];
    if (row.vat.code.empty()) out.add(category_missing, {"/invoice/vat_breakdown", i});
    if (!row.vat.rate && row.vat.code != "O") out.add(rate_missing, {"/invoice/vat_breakdown", i});
    check_tax(scope, row, i, out);
  }
  if (auto const sums = Sums::of(invoice)) check_totals(scope, *sums, out);
}

}  // namespace airut::rules
