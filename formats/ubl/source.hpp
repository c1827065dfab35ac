#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/ubl/read.hpp"

namespace airut::ubl {

// What all parts of the reader share: how values are spelled in UBL and where mistakes go.
class Source {
 public:
  explicit Source(model::Findings& findings) : findings_(findings) {}

  model::Currency currency;  // of the document

  // Each gives nothing for an absent or empty element, and a finding for one that is wrong.
  std::optional<model::Money> amount(xml::Element parent, std::string_view name);
  std::optional<model::Decimal> decimal(xml::Element parent, std::string_view name);
  std::optional<model::Date> date(xml::Element parent, std::string_view name);
  std::optional<model::Identifier> id(xml::Element parent, std::string_view name);
  std::optional<model::Period> period(xml::Element parent);
  model::VatCategory vat(xml::Element category);

  void wrong(xml::Element element, std::string code, std::string detail);

 private:
  model::Findings& findings_;
};

void read_parties(xml::Element root, model::Invoice& invoice, Source& source);
void read_head(xml::Element root, model::Invoice& invoice, Source& source);
void read_payment(xml::Element root, model::Invoice& invoice, Source& source);
void read_totals(xml::Element root, model::Invoice& invoice, Source& source);
std::vector<model::AllowanceCharge> read_adjustments(xml::Element parent, Source& source);
model::Line read_line(xml::Element element, Source& source);

}  // namespace airut::ubl
