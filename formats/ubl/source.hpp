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

  // Each gives nothing for an absent or empty element, and a finding for one that is wrong. Every
  // amount of a document is in its currency, but for the VAT in the accounting currency.
  std::optional<model::Money> amount(xml::Element parent, std::string_view name);
  std::optional<model::Money> amount_in(xml::Element element, model::Currency own);
  std::optional<model::Decimal> price(xml::Element parent, std::string_view name);
  std::optional<model::Decimal> decimal(xml::Element parent, std::string_view name);
  std::optional<model::Date> date(xml::Element parent, std::string_view name);
  std::optional<model::Identifier> id(xml::Element parent, std::string_view name);
  std::optional<model::Period> period(xml::Element parent);
  model::VatCategory vat(xml::Element category);
  // The texts of all children of the name, one below the other.
  std::string lines(xml::Element parent, std::string_view name);

  void wrong(xml::Element element, std::string code, std::string detail);

 private:
  void check_currency(xml::Element element, model::Currency own);

  model::Findings& findings_;
};

void read_parties(xml::Element root, model::Invoice& invoice, Source& source);
void read_delivery(xml::Element root, model::Invoice& invoice, Source& source);
void read_head(xml::Element root, model::Invoice& invoice, Source& source);
void read_references(xml::Element root, model::Invoice& invoice, Source& source);
void read_payment(xml::Element root, model::Invoice& invoice, Source& source);
void read_totals(xml::Element root, model::Invoice& invoice, Source& source);
std::vector<model::AllowanceCharge> read_adjustments(xml::Element parent, Source& source);
model::Line read_line(xml::Element element, Source& source);

}  // namespace airut::ubl
