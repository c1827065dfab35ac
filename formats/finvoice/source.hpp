#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/finvoice/read.hpp"

namespace airut::finvoice {

// What all parts of the reader share: how values are spelled in Finvoice, where mistakes go, and
// the sign of amounts.
class Source {
 public:
  explicit Source(model::Findings& findings) : findings_(findings) {}

  model::Currency currency;
  bool negated = false;  // a credit note with negative amounts

  // Each gives nothing for an absent or empty element, and a finding for one that is wrong.
  std::optional<model::Money> amount(xml::Element parent, std::string_view name);
  std::optional<model::Decimal> decimal(xml::Element parent, std::string_view name);
  std::optional<model::Date> date(xml::Element parent, std::string_view name);
  // An identifier with its SchemeID.
  std::optional<model::Identifier> identifier(xml::Element parent, std::string_view name);

  void wrong(xml::Element element, std::string code, std::string detail);

 private:
  model::Findings& findings_;
};

// Repeated elements as one text.
std::string joined(xml::Element parent, std::string_view name, std::string_view separator);

void read_parties(xml::Element root, model::Invoice& invoice, Source& source);
void read_details(xml::Element root, model::Invoice& invoice, Source& source);
void read_rows(xml::Element root, model::Invoice& invoice, Source& source);
void read_payment(xml::Element root, model::Invoice& invoice, Source& source);

}  // namespace airut::finvoice
