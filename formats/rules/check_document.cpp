#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "formats/rules/report.hpp"

// BR-02, BR-03, BR-16, BR-29, BR-53, BR-55, BR-CO-03: the invoice as a whole.
namespace airut::rules {

namespace {

using model::Invoice;

bool reversed(std::optional<model::Period> const& period) {
  return period && period->start && period->end && *period->end < *period->start;
}

// XML sets no limit; what is longer is no number or name, and no index or page should carry it.
constexpr std::size_t number_bytes = 200, name_bytes = 1'000;

// A number is one word of lists, files and addresses; with a line break it could forge their rows.
bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    auto const code = static_cast<unsigned char>(c);
    return code < 0x20 || code == 0x7f;
  });
}

constexpr auto length_checks = table<Invoice>({
    {{"", "BT-1", "control-character", "/invoice/number",
      "The number holds a line break, a tab or another control character.", Weight::house},
     [](Invoice const& it) { return has_control(it.number); }},
    {{"", "BT-1", "too-long", "/invoice/number", "The number has {} bytes; 200 are allowed.",
      Weight::house},
     [](Invoice const& it) { return it.number.size() > number_bytes; },
     [](Invoice const& it) { return std::to_string(it.number.size()); }},
    {{"", "BT-83", "too-long", "/invoice/payment/reference",
      "The payment reference has {} bytes; 200 are allowed.", Weight::house},
     [](Invoice const& it) { return it.payment && it.payment->reference.size() > number_bytes; },
     [](Invoice const& it) { return std::to_string(it.payment->reference.size()); }},
    {{"", "BT-27", "too-long", "/invoice/seller/name",
      "The seller's name has {} bytes; 1000 are allowed.", Weight::house},
     [](Invoice const& it) { return it.seller.name.size() > name_bytes; },
     [](Invoice const& it) { return std::to_string(it.seller.name.size()); }},
    {{"", "BT-44", "too-long", "/invoice/buyer/name",
      "The buyer's name has {} bytes; 1000 are allowed.", Weight::house},
     [](Invoice const& it) { return it.buyer.name.size() > name_bytes; },
     [](Invoice const& it) { return std::to_string(it.buyer.name.size()); }},
});

constexpr auto document_checks = table<Invoice>({
    {{"BR-02", "BT-1", "number-missing", "/invoice/number", "The invoice needs a number."},
     [](Invoice const& it) { return it.number.empty(); }},
    {{"BR-03", "BT-2", "issue-date-missing", "/invoice/issue_date",
      "The invoice needs an issue date."},
     [](Invoice const& it) { return it.issue_date == model::Date{}; }},
    {{"BR-16", "BG-25", "no-lines", "/invoice/lines", "An invoice needs at least one line."},
     [](Invoice const& it) { return it.lines.empty() && it.overdue.empty(); }},
    {{"BR-29", "BT-74", "period-reversed", "/invoice/period/end",
      "The invoicing period ends before it starts."},
     [](Invoice const& it) { return reversed(it.period); }},
    {{"BR-53", "BT-111", "vat-accounting-missing", "/invoice/totals/vat_accounting",
      "With a VAT currency ({}) the total VAT is needed in that currency, too."},
     [](Invoice const& it) {
       return it.vat_currency && *it.vat_currency != it.currency && !it.totals.vat_accounting;
     },
     [](Invoice const& it) { return std::string{it.vat_currency->code()}; }},
    {{"BR-CO-03", "BT-7/BT-8", "tax-point-twice", "/invoice/tax_point_date",
      "Give the tax point as a date or as a code, not both."},
     [](Invoice const& it) { return it.tax_point_date && !it.tax_point_code.empty(); }},
    {{"", "BT-112", "credit-note-negative", "/invoice/totals/gross",
      "A credit note with the negative total {} charges the buyer: it is an invoice.",
      Weight::house},
     [](Invoice const& it) {
       return it.type == model::InvoiceType::credit_note && it.totals.gross &&
              it.totals.gross->is_negative();
     },
     [](Invoice const& it) { return it.totals.gross->text(); }},
    {{"", "BT-9", "due-before-issue", "/invoice/due_date",
      "The due date {} is before the issue date.", Weight::hint},
     [](Invoice const& it) { return it.due_date && *it.due_date < it.issue_date; },
     [](Invoice const& it) { return model::date_text(*it.due_date); }},
});

constexpr Rule preceding_number{"BR-55", "BT-25", "preceding-number-missing", "/number",
                                "A preceding invoice needs its number."};
}  // namespace

void check_document(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  run(document_checks, invoice, {}, out);
  run(length_checks, invoice, {}, out);
  for (std::size_t i = 0; i < invoice.preceding.size(); ++i)
    if (invoice.preceding[i].number.empty()) out.add(preceding_number, {"/invoice/preceding", i});
}

}  // namespace airut::rules
