#include "formats/ubl/source.hpp"

namespace airut::ubl {
namespace {

void read_breakdown(xml::Element total, model::Invoice& invoice, Source& source) {
  constexpr std::string_view name = "TaxSubtotal";
  for (auto one = total.child(name); one; one = one.next_sibling(name)) {
    auto const taxable = source.amount(one, "TaxableAmount");
    auto const tax = source.amount(one, "TaxAmount");
    if (!taxable || !tax) {
      source.wrong(one, "required", "TaxSubtotal has no TaxableAmount or TaxAmount.");
      continue;
    }
    invoice.vat_breakdown.push_back({source.vat(one.child("TaxCategory")), *taxable, *tax});
  }
}

// The VAT total stands in the document's currency with the breakdown, and once more by itself in
// the accounting currency (BT-111).
void read_vat_total(xml::Element total, model::Invoice& invoice, Source& source) {
  auto const amount = total.child("TaxAmount");
  auto const code = amount.attribute_view("currencyID").value_or(invoice.currency.code());
  bool const accounting = invoice.vat_currency && code == invoice.vat_currency->code() &&
                          !total.child("TaxSubtotal") &&
                          (*invoice.vat_currency != invoice.currency || invoice.totals.vat);
  if (accounting) {
    invoice.totals.vat_accounting = source.amount_in(amount, *invoice.vat_currency);
    return;
  }
  if (!invoice.totals.vat) invoice.totals.vat = source.amount(total, "TaxAmount");
  read_breakdown(total, invoice, source);
}

}  // namespace

std::vector<model::AllowanceCharge> read_adjustments(xml::Element parent, Source& source) {
  constexpr std::string_view name = "AllowanceCharge";
  std::vector<model::AllowanceCharge> adjustments;
  for (auto one = parent.child(name); one; one = one.next_sibling(name)) {
    auto const indicator = one.view_of("ChargeIndicator");
    if (indicator != "true" && indicator != "false" && indicator != "1" && indicator != "0") {
      source.wrong(one, "required", "ChargeIndicator says neither true nor false.");
    }
    auto const amount = source.amount(one, "Amount");
    if (!amount) {
      source.wrong(one, "required", "AllowanceCharge has no Amount.");
      continue;
    }
    auto& adjustment = adjustments.emplace_back();
    adjustment.is_charge = indicator == "true" || indicator == "1";
    adjustment.amount = *amount;
    adjustment.base_amount = source.amount(one, "BaseAmount");
    adjustment.percent = source.decimal(one, "MultiplierFactorNumeric");
    adjustment.reason = source.lines(one, "AllowanceChargeReason");
    adjustment.reason_code = one.view_of("AllowanceChargeReasonCode");
    if (auto const category = one.child("TaxCategory")) adjustment.vat = source.vat(category);
  }
  return adjustments;
}

void read_totals(xml::Element root, model::Invoice& invoice, Source& source) {
  auto& totals = invoice.totals;
  for (auto one = root.child("TaxTotal"); one; one = one.next_sibling("TaxTotal")) {
    read_vat_total(one, invoice, source);
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
