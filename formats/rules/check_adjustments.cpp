#include <fmt/format.h>

#include "formats/rules/report.hpp"

// BR-32, BR-33, BR-37, BR-38, BR-41 ... BR-44: allowances and charges, on the document and on a
// line. The norm says the same of a missing reason once more as BR-CO-21 ... BR-CO-24.
namespace airut::rules {

namespace {

using model::AllowanceCharge;

bool unreasoned(AllowanceCharge const& it) { return it.reason.empty() && it.reason_code.empty(); }

constexpr std::string_view needs_reason = "An allowance or charge needs a reason.";
constexpr std::string_view needs_category = "An allowance or charge needs a VAT category.";

constexpr auto document_adjustment_checks = table<AllowanceCharge>({
    {{"BR-32", "BT-95", "vat-category-missing", "/vat/category", needs_category},
     [](AllowanceCharge const& it) { return !it.is_charge && it.vat.code.empty(); }},
    {{"BR-33", "BT-97/BT-98", "reason-missing", "/reason", needs_reason},
     [](AllowanceCharge const& it) { return !it.is_charge && unreasoned(it); }},
    {{"BR-37", "BT-102", "vat-category-missing", "/vat/category", needs_category},
     [](AllowanceCharge const& it) { return it.is_charge && it.vat.code.empty(); }},
    {{"BR-38", "BT-104/BT-105", "reason-missing", "/reason", needs_reason},
     [](AllowanceCharge const& it) { return it.is_charge && unreasoned(it); }},
});

constexpr auto line_adjustment_checks = table<AllowanceCharge>({
    {{"BR-42", "BT-139/BT-140", "reason-missing", "/reason", needs_reason},
     [](AllowanceCharge const& it) { return !it.is_charge && unreasoned(it); }},
    {{"BR-44", "BT-144/BT-145", "reason-missing", "/reason", needs_reason},
     [](AllowanceCharge const& it) { return it.is_charge && unreasoned(it); }},
});

}  // namespace

void check_adjustments(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  for (std::size_t i = 0; i < invoice.adjustments.size(); ++i)
    run(document_adjustment_checks, invoice.adjustments[i], {"/invoice/adjustments", i}, out);
  for (std::size_t i = 0; i < invoice.lines.size(); ++i) {
    auto const& adjustments = invoice.lines[i].adjustments;
    for (std::size_t j = 0; j < adjustments.size(); ++j)
      run(line_adjustment_checks, adjustments[j], {"/invoice/lines", i, "/adjustments", j}, out);
  }
}

}  // namespace airut::rules
