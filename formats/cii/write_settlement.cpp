#include "formats/cii/sheet.hpp"
#include "formats/model/untdid.hpp"

namespace airut::cii {
namespace {

void write_breakdown(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  for (auto const& row : invoice.vat_breakdown) {
    out.open("ram:ApplicableTradeTax");
    sheet.amount("ram:CalculatedAmount", row.tax);
    out.leaf("ram:TypeCode", "VAT");
    out.leaf_if("ram:ExemptionReason", row.vat.exemption_reason);
    sheet.amount("ram:BasisAmount", row.taxable);
    out.leaf_if("ram:CategoryCode", row.vat.code);
    out.leaf_if("ram:ExemptionReasonCode", row.vat.exemption_code);
    // One for the document (CII-SR-461); the first row speaks for all.
    if (&row == &invoice.vat_breakdown.front())
      sheet.date("ram:TaxPointDate", invoice.tax_point_date, "udt:DateString");
    out.leaf_if("ram:DueDateTypeCode", model::point_code_2475(invoice.tax_point_code));
    sheet.decimal_if("ram:RateApplicablePercent", row.vat.rate);
    out.close();
  }
}

void write_vat_total(Sheet& sheet, std::optional<model::Money> const& vat) {
  if (!vat) return;
  sheet.xml().leaf("ram:TaxTotalAmount", model::two_decimal_text(*vat),
                   {{"currencyID", vat->currency().code()}});
}

void write_totals(Sheet& sheet, model::Invoice const& invoice) {
  auto const& totals = invoice.totals;
  auto& out = sheet.xml();
  out.open("ram:SpecifiedTradeSettlementHeaderMonetarySummation");
  sheet.amount_if("ram:LineTotalAmount", totals.lines);
  sheet.amount_if("ram:ChargeTotalAmount", totals.charges);
  sheet.amount_if("ram:AllowanceTotalAmount", totals.allowances);
  sheet.amount_if("ram:TaxBasisTotalAmount", totals.net);
  write_vat_total(sheet, totals.vat);
  write_vat_total(sheet, totals.vat_accounting);
  sheet.amount_if("ram:RoundingAmount", totals.rounding);
  sheet.amount_if("ram:GrandTotalAmount", totals.gross);
  sheet.amount_if("ram:TotalPrepaidAmount", totals.paid);
  sheet.amount_if("ram:DuePayableAmount", totals.due);
  out.close();
}

// EN 16931 allows several, the schema of D16B one.
void write_preceding(Sheet& sheet, model::Invoice const& invoice) {
  if (invoice.preceding.empty()) return;
  auto const& one = invoice.preceding.front();
  auto& out = sheet.xml();
  out.open("ram:InvoiceReferencedDocument");
  out.leaf_if("ram:IssuerAssignedID", one.number);
  sheet.date("ram:FormattedIssueDateTime", one.issue_date, "qdt:DateTimeString");
  out.close();
}

}  // namespace

void write_period(Sheet& sheet, std::optional<model::Period> const& period) {
  if (!period) return;
  auto& out = sheet.xml();
  out.group("ram:BillingSpecifiedPeriod");
  sheet.date("ram:StartDateTime", period->start);
  sheet.date("ram:EndDateTime", period->end);
  out.close();
}

void write_adjustment(Sheet& sheet, model::AllowanceCharge const& one) {
  auto& out = sheet.xml();
  out.open("ram:SpecifiedTradeAllowanceCharge");
  out.open("ram:ChargeIndicator");
  out.leaf("udt:Indicator", one.is_charge ? "true" : "false");
  out.close();
  sheet.decimal_if("ram:CalculationPercent", one.percent);
  sheet.amount_if("ram:BasisAmount", one.base_amount);
  sheet.amount("ram:ActualAmount", one.amount);
  out.leaf_if("ram:ReasonCode", one.reason_code);
  out.leaf_if("ram:Reason", one.reason);
  if (one.vat != model::VatCategory{}) {
    out.open("ram:CategoryTradeTax");
    out.leaf("ram:TypeCode", "VAT");
    out.leaf_if("ram:ExemptionReason", one.vat.exemption_reason);
    out.leaf_if("ram:CategoryCode", one.vat.code);
    out.leaf_if("ram:ExemptionReasonCode", one.vat.exemption_code);
    sheet.decimal_if("ram:RateApplicablePercent", one.vat.rate);
    out.close();
  }
  out.close();
}

void write_settlement(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  out.open("ram:ApplicableHeaderTradeSettlement");
  if (invoice.payment) {
    out.leaf_if("ram:CreditorReferenceID", invoice.payment->creditor_id);
    out.leaf_if("ram:PaymentReference", invoice.payment->reference);
  }
  if (invoice.vat_currency) out.leaf("ram:TaxCurrencyCode", invoice.vat_currency->code());
  out.leaf("ram:InvoiceCurrencyCode", invoice.currency.code());
  if (invoice.payee) write_party(sheet, "ram:PayeeTradeParty", *invoice.payee);
  if (invoice.payer && sheet.extensions()) {
    write_party(sheet, "ram:PayerTradeParty", *invoice.payer);
  }
  write_payment_means(sheet, invoice);
  write_breakdown(sheet, invoice);
  write_period(sheet, invoice.period);
  for (auto const& one : invoice.adjustments) write_adjustment(sheet, one);
  write_payment_terms(sheet, invoice);
  write_totals(sheet, invoice);
  write_preceding(sheet, invoice);
  sheet.wrapped("ram:ReceivableSpecifiedTradeAccountingAccount", "ram:ID",
                invoice.buyer_accounting_reference);
  out.close();
}

}  // namespace airut::cii
