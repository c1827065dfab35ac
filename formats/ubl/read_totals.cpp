#include "formats/ubl/source.hpp"

namespace airut::ubl {
namespace {

void read_breakdown(xml::Element total, model::Invoice& invoice, Source& source) {
  for (auto const& one : total.children("TaxSubtotal")) {
    auto const taxable = source.amount(one, "TaxableAmount");
    auto const tax = source.amount(one, "TaxAmount");
    if (!taxable || !tax) {
      source.wrong(one, "required", "TaxSubtotal has no TaxableAmount or TaxAmount.");
      continue;
    }
    invoice.vat_breakdown.push_back({source.vat(one.child("TaxCategory")), *taxable, *tax});
  }
}

}  // namespace

std::vector<model::AllowanceCharge> read_adjustments(xml::Element parent, Source& source) {
  std::vector<model::AllowanceCharge> adjustments;
  for (auto const& one : parent.children("AllowanceCharge")) {
    model::AllowanceCharge adjustment;
    auto const indicator = one.text_of("ChargeIndicator");
    if (indicator != "true" && indicator != "false" && indicator != "1" && indicator != "0") {
      source.wrong(one, "required", "ChargeIndicator says neither true nor false.");
    }
    adjustment.is_charge = indicator == "true" || indicator == "1";
    auto const amount = source.amount(one, "Amount");
    if (!amount) {
      source.wrong(one, "required", "AllowanceCharge has no Amount.");
      continue;
    }
    adjustment.amount = *amount;
    adjustment.base_amount = source.amount(one, "BaseAmount");
    adjustment.percent = source.decimal(one, "MultiplierFactorNumeric");
    adjustment.reason = one.text_of("AllowanceChargeReason");
    adjustment.reason_code = one.text_of("AllowanceChargeReasonCode");
    adjustment.vat = source.vat(one.child("TaxCategory"));
    adjustments.push_back(adjustment);
  }
  return adjustments;
}

void read_totals(xml::Element root, model::Invoice& invoice, Source& source) {
  auto& totals = invoice.totals;
  for (auto const& total : root.children("TaxTotal")) {
    auto const tax = source.amount(total, "TaxAmount");
    if (tax && tax->currency() != invoice.currency) {
      totals.vat_accounting = tax;
      continue;
    }
    totals.vat = tax;
    read_breakdown(total, invoice, source);
  }
  auto const sums = root.child("LegalMonetaryTotal");
  totals.lines = source.amount(sums, "LineExtensionAmount");
  totals.net = source.amount(sums, "TaxExclusiveAmount");
  totals.gross = source.amount(sums, "TaxInclusiveAmount");
  totals.allowances = source.amount(sums, "AllowanceTotalAmount");
  totals.charges = source.amount(sums, "ChargeTotalAmount");
  totals.paid = source.amount(sums, "PrepaidAmount");
  totals.rounding = source.amount(sums, "PayableRoundingAmount");
  totals.due = source.amount(sums, "PayableAmount");
}

}  // namespace airut::ubl
