#include "formats/cii/source.hpp"
#include "formats/model/untdid.hpp"

namespace airut::cii {
namespace {

// BT-7 and BT-8 stand in every row of the breakdown; the first speaks for all.
void read_tax_point(xml::Element tax, model::Invoice& invoice, Source& source) {
  if (auto const point = tax.child("TaxPointDate"); !invoice.tax_point_date) {
    invoice.tax_point_date = source.date(tax, "TaxPointDate");
  } else if (point.peek() == model::date_text_compact(*invoice.tax_point_date)) {
    point.set_read();
  }
  auto const code = tax.child("DueDateTypeCode");
  if (!code) return;
  auto const meaning = model::point_code_2005(code.peek());
  if (!invoice.tax_point_code.empty() && invoice.tax_point_code != meaning) return;
  invoice.tax_point_code = meaning;
  code.set_read();
}

void read_breakdown(xml::Element settlement, model::Invoice& invoice, Source& source) {
  constexpr std::string_view name = "ApplicableTradeTax";
  for (auto one = settlement.child(name); one; one = one.next_sibling(name)) {
    auto const taxable = source.amount(one, "BasisAmount");
    auto const tax = source.amount(one, "CalculatedAmount");
    read_tax_point(one, invoice, source);
    if (!taxable || !tax) {
      source.wrong(one, "required", "ApplicableTradeTax has no BasisAmount or CalculatedAmount.");
      continue;
    }
    invoice.vat_breakdown.push_back({source.vat(one), *taxable, *tax});
  }
}

// The VAT total stands in the document's currency, and once more in the accounting currency.
void read_vat_totals(xml::Element sums, model::Invoice& invoice, Source& source) {
  constexpr std::string_view name = "TaxTotalAmount";
  auto& totals = invoice.totals;
  for (auto one = sums.child(name); one; one = one.next_sibling(name)) {
    auto const code = one.attribute_view("currencyID").value_or(invoice.currency.code());
    bool const accounting = invoice.vat_currency && code == invoice.vat_currency->code() &&
                            (*invoice.vat_currency != invoice.currency || totals.vat);
    if (accounting) {
      totals.vat_accounting = source.amount_in(one, *invoice.vat_currency);
    } else if (!totals.vat) {
      totals.vat = source.amount_in(one, invoice.currency);
    }
  }
}

void read_totals(xml::Element sums, model::Invoice& invoice, Source& source) {
  auto& totals = invoice.totals;
  totals.lines = source.amount(sums, "LineTotalAmount");
  totals.charges = source.amount(sums, "ChargeTotalAmount");
  totals.allowances = source.amount(sums, "AllowanceTotalAmount");
  totals.net = source.amount(sums, "TaxBasisTotalAmount");
  read_vat_totals(sums, invoice, source);
  totals.rounding = source.amount(sums, "RoundingAmount");
  totals.gross = source.amount(sums, "GrandTotalAmount");
  totals.paid = source.amount(sums, "TotalPrepaidAmount");
  totals.due = source.amount(sums, "DuePayableAmount");
}

void read_preceding(xml::Element settlement, model::Invoice& invoice, Source& source) {
  constexpr std::string_view name = "InvoiceReferencedDocument";
  for (auto one = settlement.child(name); one; one = one.next_sibling(name)) {
    invoice.preceding.push_back(
        {one.text_of("IssuerAssignedID"), source.date(one, "FormattedIssueDateTime")});
  }
}

// Freight of the extended profiles: a charge of EN 16931 with the VAT of its own.
void read_service_charges(xml::Element settlement, model::Invoice& invoice, Source& source) {
  constexpr std::string_view name = "SpecifiedLogisticsServiceCharge";
  for (auto one = settlement.child(name); one; one = one.next_sibling(name)) {
    auto const amount = source.amount(one, "AppliedAmount");
    if (!amount) continue;
    auto& charge = invoice.adjustments.emplace_back();
    charge.is_charge = true;
    charge.amount = *amount;
    charge.reason = source.lines(one, "Description");
    charge.vat = source.vat(one.child("AppliedTradeTax"));
  }
}

}  // namespace

std::vector<model::AllowanceCharge> read_adjustments(xml::Element parent, Source& source) {
  constexpr std::string_view name = "SpecifiedTradeAllowanceCharge";
  std::vector<model::AllowanceCharge> adjustments;
  for (auto one = parent.child(name); one; one = one.next_sibling(name)) {
    auto const indicator = one.child("ChargeIndicator").view();
    if (indicator != "true" && indicator != "false" && indicator != "1" && indicator != "0") {
      source.wrong(one, "required", "ChargeIndicator says neither true nor false.");
    }
    auto const amount = source.amount(one, "ActualAmount");
    if (!amount) {
      source.wrong(one, "required", "SpecifiedTradeAllowanceCharge has no ActualAmount.");
      continue;
    }
    auto& adjustment = adjustments.emplace_back();
    adjustment.is_charge = indicator == "true" || indicator == "1";
    adjustment.amount = *amount;
    adjustment.base_amount = source.amount(one, "BasisAmount");
    adjustment.percent = source.decimal(one, "CalculationPercent");
    adjustment.reason = one.view_of("Reason");
    adjustment.reason_code = one.view_of("ReasonCode");
    if (auto const tax = one.child("CategoryTradeTax")) adjustment.vat = source.vat(tax);
  }
  return adjustments;
}

void read_settlement(xml::Element settlement, model::Invoice& invoice, Source& source) {
  if (auto const party = settlement.child("PayeeTradeParty")) {
    invoice.payee = read_party(party, source);
  }
  if (auto const party = settlement.child("PayerTradeParty")) {
    invoice.payer = read_party(party, source);
  }
  read_breakdown(settlement, invoice, source);
  invoice.period = source.period(settlement);
  invoice.adjustments = read_adjustments(settlement, source);
  read_service_charges(settlement, invoice, source);
  read_payment(settlement, invoice, source);
  read_totals(settlement.child("SpecifiedTradeSettlementHeaderMonetarySummation"), invoice, source);
  read_preceding(settlement, invoice, source);
  invoice.buyer_accounting_reference =
      settlement.child("ReceivableSpecifiedTradeAccountingAccount").view_of("ID");
}

}  // namespace airut::cii
