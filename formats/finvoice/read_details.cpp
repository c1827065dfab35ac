#include <algorithm>

#include <fmt/format.h>

#include "formats/finvoice/source.hpp"
#include "formats/finvoice/words.hpp"

namespace airut::finvoice {
namespace {

// Test messages (TES) are refused with the orders and offers: nothing may go on
// as a bill.
std::optional<model::InvoiceType> type_of(std::string_view code, std::string_view un) {
  if (code == "INV02") return model::InvoiceType::credit_note;
  if (code == "INV08") return model::InvoiceType::reminder;
  if (un == "384") return model::InvoiceType::corrected;
  if (code.substr(0, 3) == "INV") return model::InvoiceType::invoice;
  return std::nullopt;
}

// UNTDID 1001 where it says more than the type; older versions say it in their
// own code.
std::string un_code_of(std::string const& un, std::string_view code) {
  if (un.empty() && code == "INV06") return "325";  // pro forma
  if (un.empty() && code == "INV07") return "389";  // self-billed
  bool const plain = un == "380" || un == "381" || un == "384";
  return plain ? std::string{} : un;
}

void read_kind(xml::Element details, model::Invoice& invoice, Source& source) {
  auto const element = details.child("InvoiceTypeCode");
  auto const code = element.text();
  auto const un = details.text_of("InvoiceTypeCodeUN");
  auto const type = type_of(code, un);
  if (!type) {
    source.wrong(element ? element : details, "type-unsupported",
                 "InvoiceTypeCode is none that Airut sends on.");
  }
  invoice.type = type.value_or(model::InvoiceType::invoice);
  invoice.type_code = un_code_of(un, code);
  auto const words = type_words(invoice);
  if (code != words.code) source.keep("InvoiceDetails/InvoiceTypeCode", code);
  auto text = details.text_of("InvoiceTypeText");
  if (text != words.text) source.keep("InvoiceDetails/InvoiceTypeText", std::move(text));
  auto origin = details.text_of("OriginCode");
  if (origin != "Original") source.keep("InvoiceDetails/OriginCode", std::move(origin));
  invoice.number = details.text_of("InvoiceNumber");
  if (auto const day = source.date(details, "InvoiceDate")) {
    invoice.issue_date = *day;
  } else if (details.text_of("InvoiceDate").empty()) {
    source.wrong(details, "required", "InvoiceDate is missing.");
  }
}

// The currency stands on every amount; the invoice's is that of its total.
void read_currency(xml::Element details, model::Invoice& invoice, Source& source) {
  auto const total = details.child("InvoiceTotalVatIncludedAmount");
  auto const code = total.attribute("AmountCurrencyIdentifier").value_or("");
  auto const currency = model::Currency::parse(code);
  if (!currency) {
    return source.wrong(total ? total : details, "currency-unknown",
                        "InvoiceTotalVatIncludedAmount names no currency.");
  }
  invoice.currency = *currency;
  source.currency = *currency;
  source.negated =
      invoice.type == model::InvoiceType::credit_note && total.text().rfind('-', 0) == 0;
}

void read_preceding(xml::Element details, model::Invoice& invoice, Source& source) {
  auto const number = details.text_of("OriginalInvoiceNumber");
  if (!number.empty()) {
    invoice.preceding.push_back({number, source.date(details, "OriginalInvoiceDate")});
  }
  for (auto const& one : details.children("OriginalInvoiceReference")) {
    invoice.preceding.push_back({one.text_of("InvoiceNumber"), source.date(one, "InvoiceDate")});
  }
}

void read_references(xml::Element details, model::Invoice& invoice, Source& source) {
  invoice.object_id = source.identifier(details, "InvoicedObjectID");
  model::Period const period{source.date(details, "InvoicingPeriodStartDate"),
                             source.date(details, "InvoicingPeriodEndDate")};
  if (period.start || period.end) invoice.period = period;
  invoice.sales_order = details.text_of("SellerReferenceIdentifier");
  invoice.purchase_order = details.text_of("OrderIdentifier");
  invoice.contract = details.text_of("AgreementIdentifier");
  invoice.despatch_advice = details.text_of("NotificationIdentifier");
  invoice.buyer_reference = details.text_of("BuyerReferenceIdentifier");
  invoice.project = details.text_of("ProjectReferenceIdentifier");
  invoice.tender = details.text_of("TenderReference");
  invoice.buyer_accounting_reference = details.text_of("AccountDimensionText");
  auto const point = details.child("VatPoint");
  invoice.tax_point_date = source.date(point, "VatPointDate");
  invoice.tax_point_code = point.text_of("VatPointDateCode");
}

void read_totals(xml::Element details, model::Invoice& invoice, Source& source) {
  auto& totals = invoice.totals;
  totals.lines = source.amount(details, "RowsTotalVatExcludedAmount");
  totals.allowances = source.amount(details, "DiscountsTotalVatExcludedAmount");
  totals.charges = source.amount(details, "ChargesTotalVatExcludedAmount");
  totals.net = source.amount(details, "InvoiceTotalVatExcludedAmount");
  totals.vat = source.amount(details, "InvoiceTotalVatAmount");
  totals.vat_accounting =
      source.amount_of_any_currency(details.child("InvoiceTotalVatAccountingAmount"));
  if (totals.vat_accounting) invoice.vat_currency = totals.vat_accounting->currency();
  totals.gross = source.amount(details, "InvoiceTotalVatIncludedAmount");
  totals.rounding = source.amount(details, "InvoiceTotalRoundoffAmount");
  totals.paid = source.amount(details, "InvoicePaidAmount");
}

// Before 3.0 the category is often absent: a rate above zero is the standard
// category, whatever the old code said.
model::VatCategory read_vat(xml::Element row, Source& source) {
  model::VatCategory vat;
  vat.rate = source.decimal(row, "VatRatePercent");
  vat.code = row.text_of("VatCode");
  if (vat.code.empty() || (vat.rate && !vat.rate->is_zero() && vat.code.size() > 1)) vat.code = "S";
  if (vat.code == "S" && vat.rate && vat.rate->is_zero()) vat.code = "Z";
  vat.exemption_code = row.text_of("VatExemptionReasonCode");
  if (vat.code != "S" && vat.code != "Z") {
    vat.exemption_reason = joined(row, "VatFreeText", " ");
  }
  return vat;
}

// Without a rate a category says nothing of a row's VAT, unless it is outside the scope of it.
void note_category(model::VatCategory category, std::vector<model::VatCategory>& known) {
  bool const says = category.rate || category.code == "O";
  bool const is_new = std::find(known.begin(), known.end(), category) == known.end();
  if (says && is_new) known.push_back(std::move(category));
}

void read_breakdown(xml::Element details, model::Invoice& invoice, Source& source) {
  for (auto const& one : details.children("VatSpecificationDetails")) {
    auto const vat = read_vat(one, source);
    note_category({vat.code, vat.rate, "", ""}, source.categories);
    auto const taxable = source.amount(one, "VatBaseAmount");
    auto tax = source.amount(one, "VatRateAmount");
    if (!taxable) continue;  // optional from 2.01: then it is computed
    if (!tax && vat.rate) tax = model::percent_of(*taxable, *vat.rate);
    if (tax) invoice.vat_breakdown.push_back({vat, *taxable, *tax});
  }
}

void read_document_adjustments(xml::Element details, model::Invoice& invoice, Source& source) {
  for (auto const charge : {false, true}) {
    for (auto const& one : details.children(charge ? "ChargeDetails" : "DiscountDetails")) {
      model::AllowanceCharge adjustment;
      adjustment.is_charge = charge;
      adjustment.reason = one.text_of(charge ? "ReasonText" : "FreeText");
      adjustment.reason_code = one.text_of("ReasonCode");
      adjustment.percent = source.decimal(one, "Percent");
      auto const amount = source.amount(one, "Amount");
      if (!amount) {
        source.wrong(one, "required", "A discount or charge has no Amount.");
        continue;
      }
      adjustment.amount = *amount;
      adjustment.base_amount = source.amount(one, "BaseAmount");
      adjustment.vat.code = one.text_of("VatCategoryCode");
      adjustment.vat.rate = source.decimal(one, "VatRatePercent");
      if (!charge) source.give_reason(one, adjustment);
      invoice.adjustments.push_back(adjustment);
    }
  }
}

}  // namespace

void read_details(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const details = root.child("InvoiceDetails");
  if (!details) return source.wrong(root, "required", "InvoiceDetails is missing.");
  read_kind(details, invoice, source);
  read_currency(details, invoice, source);
  read_preceding(details, invoice, source);
  read_references(details, invoice, source);
  read_totals(details, invoice, source);
  read_breakdown(details, invoice, source);
  for (auto const& note : details.children("InvoiceFreeText")) {
    auto text = note.text();
    if (!text.empty()) invoice.notes.push_back({std::move(text), ""});
  }
  read_document_adjustments(details, invoice, source);
  read_terms(details, invoice, source);
}

}  // namespace airut::finvoice
