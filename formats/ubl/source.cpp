#include "formats/ubl/source.hpp"

namespace airut::ubl {

std::optional<model::Date> Source::date(xml::Element parent, std::string_view name) {
  return day(parent.child(name));
}

std::optional<model::Period> Source::period(xml::Element parent) {
  auto const element = parent.child("InvoicePeriod");
  if (!element) return std::nullopt;
  model::Period const period{date(element, "StartDate"), date(element, "EndDate")};
  return period.start || period.end ? std::optional{period} : std::nullopt;
}

model::VatCategory Source::vat(xml::Element category) {
  model::VatCategory vat;
  auto const id = category.child("ID");
  vat.code = id.view();
  id.attribute_view("schemeID");  // UNCL5305 in older customizations: the only list there is
  vat.rate = decimal(category, "Percent");
  vat.exemption_code = category.view_of("TaxExemptionReasonCode");
  vat.exemption_reason = category.view_of("TaxExemptionReason");
  category.child("TaxScheme").set_read();  // VAT is the only scheme of EN 16931
  return vat;
}

}  // namespace airut::ubl
