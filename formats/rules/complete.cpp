#include "formats/rules/complete.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "formats/rules/totals.hpp"

namespace airut::rules {

using model::Finding;
using model::Money;

namespace {

Finding mismatch(std::string pointer, std::string_view term, std::string_view rule,
                 std::string_view what, Money const& expected, Money const& actual) {
  Finding finding;
  finding.code = "total-mismatch";
  finding.pointer = std::move(pointer);
  finding.term = term;
  finding.rule = rule;
  finding.expected = expected.text();
  finding.actual = actual.text();
  finding.detail =
      fmt::format("{} is {}, but the figures give {}.", what, finding.actual, finding.expected);
  return finding;
}

// A figure that is given must be the computed one; one that is not becomes it.
void settle(std::optional<Money>& given, Money const& computed, std::string_view name,
            std::string_view term, std::string_view rule, std::string_view what,
            model::Findings& findings) {
  if (given && *given != computed)
    findings.push_back(
        mismatch(fmt::format("/invoice/totals/{}", name), term, rule, what, computed, *given));
  given = computed;
}

void settle_lines(model::Invoice& invoice, model::Findings& findings) {
  for (std::size_t i = 0; i < invoice.lines.size(); ++i) {
    auto& line = invoice.lines[i];
    if (line.id.empty()) line.id = std::to_string(i + 1);
    auto const computed = computed_line(line, invoice.currency);
    if (!computed) continue;
    if (line.net_amount && *line.net_amount != *computed)
      findings.push_back(
          mismatch(fmt::format("/invoice/lines/{}/net_amount", i), "BT-131", "PEPPOL-EN16931-R120",
                   fmt::format("The net amount of line {}", line.id), *computed, *line.net_amount));
    line.net_amount = *computed;
  }
}

std::string category_text(model::VatCategory const& vat) {
  return vat.rate ? fmt::format("{} {} %", vat.code, vat.rate->text_shortest()) : vat.code;
}

void settle_breakdown(model::Invoice& invoice, Computed const& computed,
                      model::Findings& findings) {
  for (std::size_t i = 0; i < invoice.vat_breakdown.size(); ++i) {
    auto const& given = invoice.vat_breakdown[i];
    auto const row = std::find_if(computed.breakdown.begin(), computed.breakdown.end(),
                                  [&](auto const& one) { return same_vat(one.vat, given.vat); });
    auto const pointer = fmt::format("/invoice/vat_breakdown/{}", i);
    Money const zero{0, invoice.currency};
    auto const expected =
        row == computed.breakdown.end() ? model::VatBreakdown{given.vat, zero, zero} : *row;
    if (expected.taxable != given.taxable)
      findings.push_back(
          mismatch(pointer + "/taxable", "BT-116", "BR-S-08",
                   fmt::format("The taxable sum of VAT category {}", category_text(given.vat)),
                   expected.taxable, given.taxable));
    if (expected.tax != given.tax)
      findings.push_back(mismatch(pointer + "/tax", "BT-117", "BR-CO-17",
                                  fmt::format("The VAT of category {}", category_text(given.vat)),
                                  expected.tax, given.tax));
  }
  invoice.vat_breakdown = computed.breakdown;
}

void settle_totals(model::Totals& totals, Computed const& computed, model::Findings& findings) {
  settle(totals.lines, computed.line_sum, "lines", "BT-106", "BR-CO-10", "The sum of the lines",
         findings);
  if (totals.allowances || !computed.allowances.is_zero())
    settle(totals.allowances, computed.allowances, "allowances", "BT-107", "BR-CO-11",
           "The sum of the allowances", findings);
  if (totals.charges || !computed.charges.is_zero())
    settle(totals.charges, computed.charges, "charges", "BT-108", "BR-CO-12",
           "The sum of the charges", findings);
  settle(totals.net, computed.net, "net", "BT-109", "BR-CO-13", "The total without VAT", findings);
  settle(totals.vat, computed.vat, "vat", "BT-110", "BR-CO-14", "The total VAT", findings);
  settle(totals.gross, computed.gross, "gross", "BT-112", "BR-CO-15", "The total with VAT",
         findings);
  settle(totals.due, computed.due, "due", "BT-115", "BR-CO-16", "The amount due", findings);
}

}  // namespace

model::Findings complete(model::Invoice& invoice, CompleteContext const& context) {
  model::Findings findings;
  settle_lines(invoice, findings);
  auto const computed = compute(invoice);
  if (!computed) {
    Finding finding;
    finding.code = "amount-too-large";
    finding.pointer = "/invoice/lines";
    finding.term = "BG-25";
    finding.detail = "The amounts are larger than Airut can keep exactly.";
    findings.push_back(std::move(finding));
    return findings;
  }
  settle_breakdown(invoice, *computed, findings);
  settle_totals(invoice.totals, *computed, findings);
  if (!invoice.due_date && invoice.type != model::InvoiceType::credit_note)
    invoice.due_date = invoice.issue_date + std::chrono::days{context.payment_terms_days};
  return findings;
}

}  // namespace airut::rules
