#include <optional>
#include <string_view>

#include "formats/model/two_decimals.hpp"
#include "formats/rules/report.hpp"

// BR-DEC-01 ... BR-DEC-28: amounts have two decimals at most, also in currencies of three. Money
// holds what the currency has, so that no other currency can break them.
namespace airut::rules {

namespace {

using model::Money;

void look(std::optional<Money> const& money, std::string_view id, std::string_view term,
          std::string_view place, Where const& where, Report& out) {
  if (!money || model::fits_two_decimals(*money)) return;
  out.add({id, term, "amount-decimals", place,
           "The amount {} has three decimals; EN 16931 takes two.", Weight::peppol},
          where, money->text());
}

void look_at_totals(model::Totals const& totals, Report& out) {
  look(totals.lines, "BR-DEC-09", "BT-106", "/invoice/totals/lines", {}, out);
  look(totals.allowances, "BR-DEC-10", "BT-107", "/invoice/totals/allowances", {}, out);
  look(totals.charges, "BR-DEC-11", "BT-108", "/invoice/totals/charges", {}, out);
  look(totals.net, "BR-DEC-12", "BT-109", "/invoice/totals/net", {}, out);
  look(totals.vat, "BR-DEC-13", "BT-110", "/invoice/totals/vat", {}, out);
  look(totals.gross, "BR-DEC-14", "BT-112", "/invoice/totals/gross", {}, out);
  look(totals.vat_accounting, "BR-DEC-15", "BT-111", "/invoice/totals/vat_accounting", {}, out);
  look(totals.paid, "BR-DEC-16", "BT-113", "/invoice/totals/paid", {}, out);
  look(totals.rounding, "BR-DEC-17", "BT-114", "/invoice/totals/rounding", {}, out);
  look(totals.due, "BR-DEC-18", "BT-115", "/invoice/totals/due", {}, out);
}

struct AdjustmentIds {
  std::string_view allowance, allowance_base, charge, charge_base;
};

void look_at(model::AllowanceCharge const& one, AdjustmentIds const& ids, Where const& where,
             Report& out) {
  look(one.amount, one.is_charge ? ids.charge : ids.allowance, "BT-92/BT-99", "/amount", where,
       out);
  look(one.base_amount, one.is_charge ? ids.charge_base : ids.allowance_base, "BT-93/BT-100",
       "/base_amount", where, out);
}

void look_at_line(model::Line const& line, std::size_t index, Report& out) {
  constexpr AdjustmentIds ids{"BR-DEC-24", "BR-DEC-25", "BR-DEC-27", "BR-DEC-28"};
  look(line.net_amount, "BR-DEC-23", "BT-131", "/net_amount", {"/invoice/lines", index}, out);
  for (std::size_t i = 0; i < line.adjustments.size(); ++i)
    look_at(line.adjustments[i], ids, {"/invoice/lines", index, "/adjustments", i}, out);
}

}  // namespace

void check_decimals(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  bool const accounting = invoice.vat_currency && invoice.vat_currency->minor_digits() > 2;
  if (invoice.currency.minor_digits() <= 2 && !accounting) return;
  constexpr AdjustmentIds ids{"BR-DEC-01", "BR-DEC-02", "BR-DEC-05", "BR-DEC-06"};
  look_at_totals(invoice.totals, out);
  for (std::size_t i = 0; i < invoice.adjustments.size(); ++i)
    look_at(invoice.adjustments[i], ids, {"/invoice/adjustments", i}, out);
  for (std::size_t i = 0; i < invoice.lines.size(); ++i) look_at_line(invoice.lines[i], i, out);
  for (std::size_t i = 0; i < invoice.vat_breakdown.size(); ++i) {
    auto const& row = invoice.vat_breakdown[i];
    look(row.taxable, "BR-DEC-19", "BT-116", "/taxable", {"/invoice/vat_breakdown", i}, out);
    look(row.tax, "BR-DEC-20", "BT-117", "/tax", {"/invoice/vat_breakdown", i}, out);
  }
}

}  // namespace airut::rules
