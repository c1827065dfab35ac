#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "formats/cii/read.hpp"
#include "formats/xml/values.hpp"

namespace airut::cii {

// What all parts of the reader share: how values are spelled in CII.
class Source : public xml::Values {
 public:
  using Values::Values;

  // <name><DateTimeString format="102">20261122</DateTimeString></name>.
  std::optional<model::Date> date(xml::Element parent, std::string_view name);
  std::optional<model::Period> period(xml::Element parent);
  model::VatCategory vat(xml::Element tax);
};

model::Party read_party(xml::Element element, Source& source);
model::PostalAddress read_address(xml::Element element);
void read_agreement(xml::Element agreement, model::Invoice& invoice, Source& source);
void read_delivery(xml::Element delivery, model::Invoice& invoice, Source& source);
void read_settlement(xml::Element settlement, model::Invoice& invoice, Source& source);
void read_payment(xml::Element settlement, model::Invoice& invoice, Source& source);
std::vector<model::AllowanceCharge> read_adjustments(xml::Element parent, Source& source);
// All lines of the transaction; those that name a parent become its sub-lines.
std::vector<model::Line> read_lines(xml::Element transaction, Source& source);

}  // namespace airut::cii
