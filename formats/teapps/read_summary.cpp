#include "formats/teapps/source.hpp"

namespace airut::teapps {
namespace {

void read_adjustment(xml::Element one, bool charge, model::Invoice& invoice, Source& source) {
  auto const amount = source.amount(one.child(charge ? "CHARGE_AMOUNT" : "DISCOUNT_AMOUNT"));
  if (!amount) return;
  model::AllowanceCharge adjustment;
  adjustment.is_charge = charge;
  adjustment.amount = *amount;
  adjustment.base_amount =
      source.amount(one.child(charge ? "CHARGE_FROM_AMOUNT" : "DISCOUNT_FROM_AMOUNT"));
  adjustment.percent = source.decimal(one.child("PER_CENT"));
  adjustment.reason = one.text_of(charge ? "CHARGE_NAME" : "DISCOUNT_NAME");
  adjustment.reason_code = one.attribute("TYPE").value_or("");
  auto const vat = one.child("VAT");
  adjustment.vat.code = vat.attribute("VAT_TYPE").value_or("");
  adjustment.vat.rate = source.decimal(vat.child("RATE"));
  invoice.adjustments.push_back(std::move(adjustment));
}

void read_breakdown(xml::Element summary, model::Invoice& invoice, Source& source) {
  for (auto const& one : summary.children("VAT_SUMMARY")) {
    auto const taxable = source.amount(one.child("ACCORDING"));
    auto const tax = source.amount(one.child("VAT_RATE_TOTAL"));
    if (!taxable || !tax) continue;
    model::VatCategory vat;
    vat.rate = source.decimal(one.child("RATE"));
    vat.code = one.attribute("VAT_TYPE").value_or("");
    bool const taxed = vat.rate && !vat.rate->is_zero();
    if (vat.code.empty() || vat.code.size() > 2) vat.code = taxed ? "S" : "Z";
    vat.exemption_code = one.text_of("EXEMPTION_REASON_CODE");
    if (vat.code != "S" && vat.code != "Z") vat.exemption_reason = one.text_of("VAT_DESCRIPTION");
    invoice.vat_breakdown.push_back({std::move(vat), *taxable, *tax});
  }
}

void read_totals(xml::Element summary, model::Totals& totals, Source& source) {
  totals.lines = source.amount(summary.child("ROWS_TOTAL"), excluded);
  totals.allowances = source.amount(summary.child("DISCOUNTS_TOTAL"));
  totals.charges = source.amount(summary.child("CHARGES_TOTAL"));
  auto const before = summary.child("INVOICE_TOTAL_WITHOUT_ADVANCE_PAYMENT");
  auto const total = summary.child("INVOICE_TOTAL");
  totals.due = source.amount(total, included);
  totals.paid = source.amount(summary.child("ADVANCE_PAYMENT"), included);
  totals.net = source.amount(before, excluded);
  totals.gross = source.amount(before, included);
  if (!totals.net) totals.net = source.amount(total, excluded);
  if (!totals.gross && !totals.paid) totals.gross = totals.due;
  totals.vat = source.amount(summary.child("VAT_TOTAL"));
  if (auto const rounding = source.decimal(summary.child("ROUNDINGS"))) {
    auto const money = model::Money::parse(rounding->text_shortest(), source.currency);
    if (!money) source.wrong(summary.child("ROUNDINGS"), "amount-format", "ROUNDINGS is no sum.");
    totals.rounding = money && source.negated ? -*money : money;
  }
}

void read_vat_currency(xml::Element summary, model::Invoice& invoice, Source& source) {
  auto const group = summary.child("VAT_TOTAL_IN_OTHER_CURRENCY");
  auto const currency = model::Currency::parse(group.child("CURRENCY").text_of("CODE"));
  if (!currency) return;
  auto const own = source.currency;
  source.currency = *currency;
  invoice.totals.vat_accounting = source.amount(group);
  source.currency = own;
  invoice.vat_currency = currency;
}

}  // namespace

void read_summary(xml::Element summary, model::Invoice& invoice, Source& source) {
  read_totals(summary, invoice.totals, source);
  read_breakdown(summary, invoice, source);
  read_vat_currency(summary, invoice, source);
  for (auto const& one : summary.children("DISCOUNT")) {
    read_adjustment(one, false, invoice, source);
  }
  for (auto const& one : summary.children("CHARGES")) {
    read_adjustment(one, true, invoice, source);
  }
  for (auto const& one : summary.children("PRECEDING_INVOICE_INFORMATION")) {
    auto number = one.text_of("PRECEDING_INVOICE_ID");
    if (number.empty()) continue;
    invoice.preceding.push_back(
        {std::move(number), source.date(one.child("PRECEDING_INVOICE_DATE"))});
  }
  for (auto const& one : summary.children("FREE_TEXT")) {
    if (!one.text().empty()) invoice.notes.push_back({one.text(), ""});
  }
}

}  // namespace airut::teapps
