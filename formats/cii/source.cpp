#include "formats/cii/source.hpp"

namespace airut::cii {

std::optional<model::Date> Source::date(xml::Element parent, std::string_view name) {
  auto const outer = parent.child(name);
  if (!outer) return std::nullopt;
  auto const inner = outer.first_child();
  auto const element = inner ? inner : outer;
  auto const text = element.view();
  if (text.empty()) return std::nullopt;
  element.attribute_view("format");  // 102; the text shows it
  if (auto const compact = model::parse_date_compact(text)) return compact;
  // Hours and minutes (formats 203, 204) say nothing that an invoice needs.
  bool const longer = text.size() == 12 || text.size() == 14;
  if (longer) {
    if (auto const compact = model::parse_date_compact(text.substr(0, 8))) return compact;
  }
  return day(element);
}

std::optional<model::Period> Source::period(xml::Element parent) {
  auto const element = parent.child("BillingSpecifiedPeriod");
  if (!element) return std::nullopt;
  model::Period const period{date(element, "StartDateTime"), date(element, "EndDateTime")};
  return period.start || period.end ? std::optional{period} : std::nullopt;
}

model::VatCategory Source::vat(xml::Element tax) {
  model::VatCategory vat;
  vat.code = tax.view_of("CategoryCode");
  vat.rate = decimal(tax, "RateApplicablePercent");
  vat.exemption_code = tax.view_of("ExemptionReasonCode");
  vat.exemption_reason = tax.view_of("ExemptionReason");
  if (auto const type = tax.child("TypeCode"); type.peek() == "VAT") type.set_read();
  return vat;
}

}  // namespace airut::cii
