#include <fmt/format.h>

#include "formats/finvoice/sheet.hpp"
#include "formats/finvoice/words.hpp"

namespace airut::finvoice {
namespace {

void write_kind(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  auto const words = sheet.is_direct_payment_copy() ? copy_words(invoice) : type_words(invoice);
  out.leaf("InvoiceTypeCode", words.code);
  out.leaf("InvoiceTypeCodeUN", invoice.type_code.empty() ? words.un : invoice.type_code);
  out.leaf("InvoiceTypeText", words.text);
  out.leaf("OriginCode", "Original");
  if (invoice.object_id) sheet.scheme_id("InvoicedObjectID", *invoice.object_id, 70);
  sheet.id("InvoiceNumber", invoice.number, 20);
  sheet.date("InvoiceDate", invoice.issue_date);
}

void write_preceding(Sheet& sheet, model::Invoice const& invoice) {
  bool first = true;
  for (auto const& one : invoice.preceding) {
    if (!first) sheet.xml().open("OriginalInvoiceReference");
    sheet.id(first ? "OriginalInvoiceNumber" : "InvoiceNumber", one.number, 20);
    sheet.date(first ? "OriginalInvoiceDate" : "InvoiceDate", one.issue_date);
    if (!first) sheet.xml().close();
    first = false;
  }
}

void write_invoice_references(Sheet& sheet, model::Invoice const& invoice) {
  if (invoice.period) {
    sheet.date("InvoicingPeriodStartDate", invoice.period->start);
    sheet.date("InvoicingPeriodEndDate", invoice.period->end);
  }
  sheet.id("SellerReferenceIdentifier", invoice.sales_order, 70);
  sheet.id("SellersBuyerIdentifier", invoice.buyer.customer_number, 70);
  sheet.id("OrderIdentifier", invoice.purchase_order, 70);
  sheet.id("AgreementIdentifier", invoice.contract, 70);
  sheet.id("NotificationIdentifier", invoice.despatch_advice, 70);
  sheet.id("BuyerReferenceIdentifier", invoice.buyer_reference, 70);
  sheet.id("ProjectReferenceIdentifier", invoice.project, 70);
}

void write_totals(Sheet& sheet, model::Invoice const& invoice) {
  auto const& totals = invoice.totals;
  sheet.amount_if("RowsTotalVatExcludedAmount", totals.lines);
  sheet.amount_if("DiscountsTotalVatExcludedAmount", totals.allowances);
  sheet.amount_if("ChargesTotalVatExcludedAmount", totals.charges);
  sheet.amount_if("InvoiceTotalVatExcludedAmount", totals.net);
  sheet.amount_if("InvoiceTotalVatAmount", totals.vat);
  if (totals.vat_accounting) {
    auto const amount = sheet.negated() ? -*totals.vat_accounting : *totals.vat_accounting;
    sheet.xml().leaf("InvoiceTotalVatAccountingAmount", amount_text(amount),
                     {{"AmountCurrencyIdentifier", amount.currency().code()}});
  }
  sheet.amount_if("InvoiceTotalVatIncludedAmount", totals.gross);
  sheet.amount_if("InvoiceTotalRoundoffAmount", totals.rounding);
  sheet.amount_if("InvoicePaidAmount", totals.paid);
}

// In 2.01 the code of the ground (BT-121) has no element of its own: it stands behind the words.
std::string exemption_text(model::VatCategory const& vat, bool is_201) {
  auto const& reason = vat.exemption_reason;
  if (!is_201 || vat.exemption_code.empty()) return reason;
  return reason.empty() ? vat.exemption_code : fmt::format("{} ({})", reason, vat.exemption_code);
}

void write_vat(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  sheet.text("AccountDimensionText", invoice.buyer_accounting_reference, 35);
  if (invoice.tax_point_date || !invoice.tax_point_code.empty()) {
    out.open("VatPoint");
    sheet.date("VatPointDate", invoice.tax_point_date);
    if (!invoice.tax_point_date) sheet.id("VatPointDateCode", invoice.tax_point_code, 3);
    out.close();
  }
  for (auto const& one : invoice.vat_breakdown) {
    out.open("VatSpecificationDetails");
    sheet.amount("VatBaseAmount", one.taxable);
    sheet.rate("VatRatePercent", one.vat.rate);
    out.leaf_if("VatCode", one.vat.code);
    sheet.amount("VatRateAmount", one.tax);
    sheet.text("VatFreeText", exemption_text(one.vat, sheet.is_201()), 70, 3);
    sheet.id("VatExemptionReasonCode", one.vat.exemption_code, 20);
    out.close();
  }
}

void write_adjustment(Sheet& sheet, model::AllowanceCharge const& one) {
  auto& out = sheet.xml();
  out.open(one.is_charge ? "ChargeDetails" : "DiscountDetails");
  sheet.text(one.is_charge ? "ReasonText" : "FreeText", one.reason, 70);
  sheet.code("ReasonCode", one.reason_code, one.is_charge ? "BT-105" : "BT-98");
  sheet.percent("Percent", one.percent);
  sheet.amount("Amount", one.amount);
  sheet.amount_if("BaseAmount", one.base_amount);
  out.leaf_if("VatCategoryCode", one.vat.code);
  sheet.percent("VatRatePercent", one.vat.rate);
  out.close();
}

}  // namespace

void write_details(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  out.open("InvoiceDetails");
  write_kind(sheet, invoice);
  write_preceding(sheet, invoice);
  write_invoice_references(sheet, invoice);
  write_totals(sheet, invoice);
  write_vat(sheet, invoice);
  for (auto const& note : invoice.notes) sheet.text("InvoiceFreeText", note.text, 512, 99);
  write_terms(sheet, invoice);
  for (auto const charge : {false, true}) {
    for (auto const& one : invoice.adjustments) {
      if (one.is_charge != charge) continue;
      if (charge && sheet.is_201()) {
        sheet.fail(model::Fault::unsupported,
                   "Finvoice 2.01 cannot say a charge on the whole invoice (BG-21).");
      }
      write_adjustment(sheet, one);
    }
  }
  sheet.id("TenderReference", invoice.tender, 70);
  out.close();
}

}  // namespace airut::finvoice
