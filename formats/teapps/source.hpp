#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/teapps/read.hpp"

namespace airut::teapps {

// VAT, as an AMOUNT says it.
constexpr std::string_view excluded = "EXCLUDED", included = "INCLUDED";

// What all parts of the reader share: how values are spelled in TEAPPSXML, where mistakes go, and
// the sign of amounts.
class Source {
 public:
  Source(model::Findings& findings, model::Findings& notes) : findings_(findings), notes_(notes) {}

  model::Currency currency;
  bool negated = false;  // a credit note with negative sums

  // The AMOUNT of the group with the VAT attribute that is asked for ("EXCLUDED", "INCLUDED"; ""
  // any). Nothing for an absent or empty one, a finding for one that is wrong.
  std::optional<model::Money> amount(xml::Element group, std::string_view vat = {});
  // The same as an exact number, for unit prices; never negated.
  std::optional<model::Decimal> price(xml::Element group, std::string_view vat = {});
  // A number in the element itself, with its SIGN.
  std::optional<model::Decimal> decimal(xml::Element element);
  // DATE with DAY, MONTH, CENTURY and DECADE_AND_YEAR inside the group.
  std::optional<model::Date> date(xml::Element group);
  std::optional<model::Identifier> identifier(xml::Element element);

  void wrong(xml::Element element, std::string code, std::string detail);
  void warn(xml::Element element, std::string code, std::string detail);

 private:
  std::optional<model::Decimal> signed_number(xml::Element element);
  model::Findings& findings_;
  model::Findings& notes_;
};

model::Party read_customer(xml::Element customer, Source& source);
void read_parties(xml::Element invoice_element, model::Invoice& invoice, Source& source);
void read_head(xml::Element head, model::Invoice& invoice, Source& source);
void read_rows(xml::Element rows, model::Invoice& invoice, Source& source);
void read_summary(xml::Element summary, model::Invoice& invoice, Source& source);
void read_payment(xml::Element invoice_element, model::Invoice& invoice, Source& source);

}  // namespace airut::teapps
