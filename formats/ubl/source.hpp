#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/ubl/read.hpp"
#include "formats/xml/values.hpp"

namespace airut::ubl {

// What all parts of the reader share: how values are spelled in UBL.
class Source : public xml::Values {
 public:
  using Values::Values;

  std::optional<model::Date> date(xml::Element parent, std::string_view name);
  std::optional<model::Period> period(xml::Element parent);
  model::VatCategory vat(xml::Element category);
};

void read_parties(xml::Element root, model::Invoice& invoice, Source& source);
void read_delivery(xml::Element root, model::Invoice& invoice, Source& source);
void read_head(xml::Element root, model::Invoice& invoice, Source& source);
void read_references(xml::Element root, model::Invoice& invoice, Source& source);
void read_payment(xml::Element root, model::Invoice& invoice, Source& source);
void read_totals(xml::Element root, model::Invoice& invoice, Source& source);
std::vector<model::AllowanceCharge> read_adjustments(xml::Element parent, Source& source);
// depth counts the lines above, which are none but for sub-lines.
model::Line read_line(xml::Element element, Source& source, int depth = 0);

}  // namespace airut::ubl
