#include <algorithm>

#include "formats/rules/national.hpp"

// What a Norwegian seller's law asks of an invoice beside EN 16931, as advice: the time of delivery
// (bokføringsforskriften § 5-1-1), and "Foretaksregisteret" also where Peppol does not ask for it.
// The number of the organisation is BR-CO-26 and the suffix MVA a check of the VAT id. Finnish law
// wants the day of delivery only where it is another than that of the invoice, which none can see.
namespace airut::rules {

namespace {

constexpr Rule advice(std::string_view term, std::string_view code, std::string_view place,
                      std::string_view sentence) {
  return {"", term, code, place, sentence, Weight::hint};
}

bool says_when(model::Invoice const& invoice) {
  bool const delivered = invoice.delivery && invoice.delivery->date;
  return delivered || invoice.period || invoice.tax_point_date ||
         std::any_of(invoice.lines.begin(), invoice.lines.end(),
                     [](auto const& line) { return line.period.has_value(); });
}

constexpr auto norwegian_law = table<Scope>({
    {advice("BT-72", "delivery-date-unsaid", "/invoice/delivery/date",
            "Norwegian law (bokføringsforskriften § 5-1-1) asks when the goods or services were "
            "delivered: give the day of delivery or the period."),
     [](Scope const& it) { return !says_when(it.invoice); }},
});

}  // namespace

void check_law(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  bool const bills =
      invoice.type == model::InvoiceType::invoice || invoice.type == model::InvoiceType::corrected;
  if (!bills || invoice.seller.address.country != "NO") return;
  run(norwegian_law, scope, {}, out);
  if (scope.peppol == Ask::no) check_norway(scope, out);
}

}  // namespace airut::rules
