#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/model/date.hpp"
#include "formats/model/finding.hpp"
#include "formats/model/terms.hpp"
#include "formats/xml/document.hpp"

namespace airut::xml {

// How the readers of UBL and CII take values out of elements, and where mistakes go. Each gives
// nothing for an absent or empty element, and a finding with its line for one that is wrong.
class Values {
 public:
  explicit Values(model::Findings& findings) : findings_(findings) {}

  model::Currency currency;  // of the document

  // Every amount of a document is in its currency, but for the VAT in the accounting currency.
  std::optional<model::Money> amount(Element parent, std::string_view name);
  std::optional<model::Money> amount_in(Element element, model::Currency own);
  std::optional<model::Decimal> price(Element parent, std::string_view name);
  std::optional<model::Decimal> decimal(Element parent, std::string_view name);
  // xs:date: YYYY-MM-DD, with or without a time zone.
  std::optional<model::Date> day(Element element);
  std::optional<model::Identifier> id(Element parent, std::string_view name);
  // The texts of all children of the name, one below the other.
  std::string lines(Element parent, std::string_view name);

  void wrong(Element element, std::string code, std::string detail);

 private:
  void check_currency(Element element, model::Currency own);

  model::Findings& findings_;
};

}  // namespace airut::xml
