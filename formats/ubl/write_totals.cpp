#include "formats/ubl/sheet.hpp"

namespace airut::ubl {
namespace {

void write_breakdown(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  if (!invoice.totals.vat && invoice.vat_breakdown.empty()) return;
  out.open("cac:TaxTotal");
  sheet.amount("cbc:TaxAmount", invoice.totals.vat.value_or(model::Money{0, invoice.currency}));
  for (auto const& one : invoice.vat_breakdown) {
    out.open("cac:TaxSubtotal");
    sheet.amount("cbc:TaxableAmount", one.taxable);
    sheet.amount("cbc:TaxAmount", one.tax);
    write_tax_category(sheet, "cac:TaxCategory", one.vat, true);
    out.close();
  }
  out.close();
  if (!invoice.totals.vat_accounting) return;
  out.open("cac:TaxTotal");
  sheet.amount("cbc:TaxAmount", *invoice.totals.vat_accounting);
  out.close();
}

}  // namespace

void write_tax_category(Sheet& sheet, std::string_view element, model::VatCategory const& vat,
                        bool with_reason) {
  auto& out = sheet.xml();
  out.open(element);
  out.leaf_if("cbc:ID", vat.code);
  if (vat.rate) out.leaf("cbc:Percent", vat.rate->text_shortest());
  if (with_reason) {
    out.leaf_if("cbc:TaxExemptionReasonCode", vat.exemption_code);
    out.leaf_if("cbc:TaxExemptionReason", vat.exemption_reason);
  }
  out.open("cac:TaxScheme");
  out.leaf("cbc:ID", "VAT");
  out.close();
  out.close();
}

void write_adjustment(Sheet& sheet, model::AllowanceCharge const& one, bool on_document) {
  auto& out = sheet.xml();
  out.open("cac:AllowanceCharge");
  out.leaf("cbc:ChargeIndicator", one.is_charge ? "true" : "false");
  out.leaf_if("cbc:AllowanceChargeReasonCode", one.reason_code);
  out.leaf_if("cbc:AllowanceChargeReason", one.reason);
  if (one.percent) out.leaf("cbc:MultiplierFactorNumeric", one.percent->text_shortest());
  sheet.amount("cbc:Amount", one.amount);
  sheet.amount_if("cbc:BaseAmount", one.base_amount);
  if (on_document || one.vat != model::VatCategory{})
    write_tax_category(sheet, "cac:TaxCategory", one.vat, false);
  out.close();
}

void write_totals(Sheet& sheet, model::Invoice const& invoice) {
  write_breakdown(sheet, invoice);
  auto const& totals = invoice.totals;
  auto& out = sheet.xml();
  out.open("cac:LegalMonetaryTotal");
  sheet.amount_if("cbc:LineExtensionAmount", totals.lines);
  sheet.amount_if("cbc:TaxExclusiveAmount", totals.net);
  sheet.amount_if("cbc:TaxInclusiveAmount", totals.gross);
  sheet.amount_if("cbc:AllowanceTotalAmount", totals.allowances);
  sheet.amount_if("cbc:ChargeTotalAmount", totals.charges);
  sheet.amount_if("cbc:PrepaidAmount", totals.paid);
  sheet.amount_if("cbc:PayableRoundingAmount", totals.rounding);
  sheet.amount_if("cbc:PayableAmount", totals.due);
  out.close();
}

}  // namespace airut::ubl
