#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "formats/model/untdid.hpp"
#include "formats/rules/report.hpp"

// Peppol BIS Billing 3.0.21 and Self-Billing 3.0.2 beyond EN 16931: PEPPOL-EN16931-R and -P. What
// only XML can break is in formats/documents.
namespace airut::rules {

namespace {

using model::AllowanceCharge;
using model::Line;

constexpr Rule peppol(std::string_view id, std::string_view term, std::string_view code,
                      std::string_view place, std::string_view sentence) {
  return {id, term, code, place, sentence, Weight::peppol};
}

constexpr std::string_view billing_customization =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
constexpr std::string_view self_billing_customization =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0";
constexpr std::array<std::string_view, 4> billing_processes{
    "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "urn:peppol:france:billing:regulated",
    "urn:peppol:france:billing:non-regulated", "urn:peppol:bis:billing_with_response"};
constexpr std::array<std::string_view, 1> self_billing_processes{
    "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"};

bool wrong_specification(Scope const& it) {
  if (!it.document) return false;  // the writer names its own
  std::string_view const named = it.invoice.specification;
  return !named.starts_with(it.self_billing ? self_billing_customization : billing_customization) ||
         named.find("::") != named.npos;
}

bool wrong_process(Scope const& it) {
  if (!it.document) return false;
  auto const among = [&](auto const& processes) {
    return std::find(processes.begin(), processes.end(), it.invoice.business_process) !=
           processes.end();
  };
  return it.self_billing ? !among(self_billing_processes) : !among(billing_processes);
}

bool within_germany(Scope const& it) {
  return it.invoice.seller.address.country == "DE" && it.invoice.buyer.address.country == "DE";
}

bool signs_differ(Scope const& it) {
  auto const& totals = it.invoice.totals;
  if (!totals.vat_accounting || !totals.vat) return false;
  auto const a = totals.vat->minor(), b = totals.vat_accounting->minor();
  return (a < 0 && b > 0) || (a > 0 && b < 0);
}

bool type_refused(Scope const& it) {
  bool const credit = is_credit(it);
  auto const list = it.self_billing ? credit ? CodeList::self_billing_credit_type
                                             : CodeList::self_billing_invoice_type
                    : credit        ? CodeList::peppol_credit_type
                                    : CodeList::peppol_invoice_type;
  return !it.listed(list, model::type_code_of(it.invoice));
}

bool only_german(Scope const& it) {
  auto const code = model::type_code_of(it.invoice);
  return !it.self_billing && !is_credit(it) && (code == "326" || code == "384") &&
         !within_germany(it);
}

constexpr auto peppol_document_checks = table<Scope>({
    {peppol("PEPPOL-EN16931-R001", "BT-23", "process-missing", "/invoice/business_process",
            "Peppol needs the business process."),
     [](Scope const& it) { return it.document && it.invoice.business_process.empty(); }},
    {peppol("PEPPOL-EN16931-R007", "BT-23", "process-unknown", "/invoice/business_process",
            "\"{}\" is no business process of this Peppol document."),
     wrong_process, [](Scope const& it) { return it.invoice.business_process; }},
    {peppol("PEPPOL-EN16931-R002", "BT-22", "too-many-notes", "/invoice/notes",
            "Peppol takes one note; only within Germany are there more."),
     [](Scope const& it) {
       auto const most = static_cast<std::size_t>(it.limit(Limit::peppol_notes));
       // Of what is ours to write the writer makes one.
       return it.document && it.invoice.notes.size() > most && !within_germany(it);
     },
     [](Scope const& it) { return std::to_string(it.invoice.notes.size()); }},
    {peppol("PEPPOL-EN16931-R003", "BT-10/BT-13", "buyer-reference-missing",
            "/invoice/buyer_reference",
            "Peppol needs the buyer's reference or the number of the purchase order."),
     [](Scope const& it) {
       return it.invoice.buyer_reference.empty() && it.invoice.purchase_order.empty() &&
              it.invoice.sales_order.empty();
     }},
    {peppol("PEPPOL-EN16931-R004", "BT-24", "specification-unknown", "/invoice/specification",
            "\"{}\" is not the specification of this Peppol document."),
     wrong_specification, [](Scope const& it) { return it.invoice.specification; }},
    {peppol("PEPPOL-EN16931-R005", "BT-6", "vat-currency-same", "/invoice/vat_currency",
            "The VAT currency {} is the invoice's own; leave it out."),
     [](Scope const& it) { return it.document && it.invoice.vat_currency == it.invoice.currency; },
     [](Scope const& it) { return std::string{it.invoice.currency.code()}; }},
    {peppol("PEPPOL-EN16931-R010", "BT-49", "address-missing", "/invoice/buyer/electronic_address",
            "Peppol needs the buyer's electronic address."),
     [](Scope const& it) { return !it.invoice.buyer.electronic_address; }},
    {peppol("PEPPOL-EN16931-R020", "BT-34", "address-missing", "/invoice/seller/electronic_address",
            "Peppol needs the seller's electronic address."),
     [](Scope const& it) { return !it.invoice.seller.electronic_address; }},
    {peppol("PEPPOL-EN16931-R055", "BT-111", "vat-sign", "/invoice/totals/vat_accounting",
            "The VAT in the accounting currency ({}) has another sign than the total VAT."),
     signs_differ, [](Scope const& it) { return it.invoice.totals.vat_accounting->text(); }},
    {peppol("PEPPOL-EN16931-P0100", "BT-3", "type-refused", "/invoice/type_code",
            "Peppol does not take the invoice type {}."),
     [](Scope const& it) { return !is_credit(it) && type_refused(it); }, type_code},
    {peppol("PEPPOL-EN16931-P0101", "BT-3", "type-refused", "/invoice/type_code",
            "Peppol does not take the credit note type {}."),
     [](Scope const& it) { return is_credit(it) && type_refused(it); }, type_code},
    {peppol("PEPPOL-EN16931-P0112", "BT-3", "type-refused", "/invoice/type_code",
            "The document type {} is for use within Germany."),
     only_german, type_code},
    {peppol("PEPPOL-EN16931-R061", "BT-89", "mandate-missing", "/invoice/payment/mandate_id",
            "A direct debit needs the reference of its mandate."),
     [](Scope const& it) {
       if (!it.invoice.payment || !it.invoice.payment->mandate_id.empty()) return false;
       auto const code = model::means_code_of(*it.invoice.payment);
       return code == "49" || code == "59";
     }},
});

using Adjustment = Within<AllowanceCharge>;

// More than the slack away from base x percent / 100.
bool amount_off(Adjustment const& in) {
  auto const& it = in.it;
  if (!it.percent || !it.base_amount) return false;
  auto const computed = model::percent_of(*it.base_amount, *it.percent);
  return !computed ||
         std::abs((*computed - it.amount).minor()) > in.scope.limit(Limit::adjustment_slack);
}

constexpr auto adjustment_checks = table<Adjustment>({
    {peppol("PEPPOL-EN16931-R041", "BT-93/BT-100", "base-amount-missing", "/base_amount",
            "A percentage needs the amount that it is of."),
     [](Adjustment const& in) { return in.scope.document && in.it.percent && !in.it.base_amount; }},
    {peppol("PEPPOL-EN16931-R042", "BT-94/BT-101", "percent-missing", "/percent",
            "A base amount needs the percentage that is taken of it."),
     [](Adjustment const& in) { return in.scope.document && !in.it.percent && in.it.base_amount; }},
    {peppol("PEPPOL-EN16931-R040", "BT-92/BT-99", "adjustment-mismatch", "/amount",
            "The amount {} is not the percentage of its base amount."),
     amount_off, [](Adjustment const& in) { return in.it.amount.text(); }},
});

// The value in parts of the finest scale; below 10^27, as values are below 10^15.
model::Int128 at_finest(model::Decimal const& value) {
  auto number = value.coefficient();
  for (int at = value.scale(); at < model::Decimal::scale_max; ++at) number *= 10;
  return number;
}

bool price_off(Line const& it) {
  if (!it.gross_price) return false;
  auto const discount = it.price_discount.value_or(model::Decimal{});
  return at_finest(*it.gross_price) - at_finest(discount) != at_finest(it.net_price);
}

constexpr auto peppol_line_checks = table<Line>({
    {peppol("PEPPOL-EN16931-R046", "BT-146", "price-mismatch", "/net_price",
            "The net price {} is not the gross price without its discount."),
     price_off, [](Line const& it) { return it.net_price.text(); }},
    {peppol("PEPPOL-EN16931-R130", "BT-150", "base-unit-differs", "/price_base_unit",
            "The unit {} of the base quantity is not that of the quantity."),
     [](Line const& it) { return !it.price_base_unit.empty() && it.price_base_unit != it.unit; },
     [](Line const& it) { return it.price_base_unit; }},
});

void check_period(Scope const& scope, Line const& line, std::size_t index, Report& out) {
  auto const& whole = scope.invoice.period;
  if (!whole || !line.period) return;
  if (whole->start && line.period->start && *line.period->start < *whole->start)
    out.add(peppol("PEPPOL-EN16931-R110", "BT-134", "period-outside", "/period/start",
                   "The line's period starts on {}, before the invoicing period."),
            {"/invoice/lines", index}, model::date_text(*line.period->start),
            model::date_text(*whole->start));
  if (whole->end && line.period->end && *whole->end < *line.period->end)
    out.add(peppol("PEPPOL-EN16931-R111", "BT-135", "period-outside", "/period/end",
                   "The line's period ends on {}, after the invoicing period."),
            {"/invoice/lines", index}, model::date_text(*line.period->end),
            model::date_text(*whole->end));
}

struct Exemption {
  std::string_view reason, category, id;
};

constexpr std::array<Exemption, 8> exemptions{{
    {"VATEX-EU-G", "G", "PEPPOL-EN16931-P0104"},
    {"VATEX-EU-O", "O", "PEPPOL-EN16931-P0105"},
    {"VATEX-EU-IC", "K", "PEPPOL-EN16931-P0106"},
    {"VATEX-EU-AE", "AE", "PEPPOL-EN16931-P0107"},
    {"VATEX-EU-D", "E", "PEPPOL-EN16931-P0108"},
    {"VATEX-EU-F", "E", "PEPPOL-EN16931-P0109"},
    {"VATEX-EU-I", "E", "PEPPOL-EN16931-P0110"},
    {"VATEX-EU-J", "E", "PEPPOL-EN16931-P0111"},
}};

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return (x >= 'a' && x <= 'z' ? x - 'a' + 'A' : x) == y; });
}

void check_exemption(model::VatBreakdown const& row, std::size_t index, Report& out) {
  for (auto const& one : exemptions)
    if (same_letters(row.vat.exemption_code, one.reason) && row.vat.code != one.category)
      out.say(peppol(one.id, "BT-118", "exemption-mismatch", "/vat/category", ""),
              {"/invoice/vat_breakdown", index},
              fmt::format("The exemption {} belongs to VAT category {}, not {}.", one.reason,
                          one.category, row.vat.code),
              std::string{one.category}, row.vat.code);
}

}  // namespace

void check_peppol(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  run(peppol_document_checks, scope, {}, out);
  for (std::size_t i = 0; i < invoice.adjustments.size(); ++i)
    run(adjustment_checks, Adjustment{scope, invoice.adjustments[i]}, {"/invoice/adjustments", i},
        out);
  for (std::size_t i = 0; i < invoice.lines.size(); ++i) {
    auto const& line = invoice.lines[i];
    run(peppol_line_checks, line, {"/invoice/lines", i}, out);
    for (std::size_t j = 0; j < line.adjustments.size(); ++j)
      run(adjustment_checks, Adjustment{scope, line.adjustments[j]},
          {"/invoice/lines", i, "/adjustments", j}, out);
    check_period(scope, line, i, out);
  }
  for (std::size_t i = 0; i < invoice.vat_breakdown.size(); ++i)
    check_exemption(invoice.vat_breakdown[i], i, out);
}

}  // namespace airut::rules
