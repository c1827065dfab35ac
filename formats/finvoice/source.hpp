#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/finvoice/read.hpp"
#include "formats/finvoice/row_names.hpp"

namespace airut::finvoice {

// What all parts of the reader share: how values are spelled in Finvoice, where
// mistakes go, the sign of amounts, and what is kept for a Finvoice writer.
class Source {
 public:
  Source(model::Findings& findings, model::Findings& notes) : findings_(findings), notes_(notes) {}

  model::Currency currency;
  bool negated = false;  // a credit note with negative amounts
  bool before_30 = false;
  std::vector<model::VatCategory> categories;  // those of VatSpecificationDetails, each once

  // Each gives nothing for an absent or empty element, and a finding for one
  // that is wrong. Amounts are in the invoice's currency.
  std::optional<model::Money> amount(xml::Element parent, std::string_view name);
  std::optional<model::Decimal> decimal(xml::Element parent, std::string_view name);
  std::optional<model::Date> date(xml::Element parent, std::string_view name);
  // The same of an element in hand.
  std::optional<model::Money> amount(xml::Element element);
  std::optional<model::Money> amount_of_any_currency(xml::Element element);
  // Without counting as read, so that the element is kept for a Finvoice writer; no findings.
  std::optional<model::Money> peeked_amount(xml::Element element) const;
  std::optional<model::Decimal> decimal(xml::Element element);
  std::optional<model::Date> date(xml::Element element);
  // An identifier with its SchemeID.
  std::optional<model::Identifier> identifier(xml::Element parent, std::string_view name);

  void wrong(xml::Element element, std::string code, std::string detail);
  void warn(xml::Element element, std::string code, std::string detail);
  // A discount without a reason gets one, which EN 16931 asks for (BR-33, BR-42).
  void give_reason(xml::Element element, model::AllowanceCharge& discount);
  // A value that was read but has no place of its own: the writer puts it back.
  void keep(std::string path, std::string value);
  // A row that only says something (text, sub-rows) stands at this place among the rows.
  void keep_row_place(std::string path) { kept_.push_back({std::move(path), ""}); }
  std::vector<model::Extra>& kept() { return kept_; }
  model::Findings& notes() { return notes_; }

 private:
  model::Findings& findings_;
  model::Findings& notes_;
  std::vector<model::Extra> kept_;
};

// Repeated elements as one text.
std::string joined(xml::Element parent, std::string_view name, std::string_view separator);

void read_parties(xml::Element root, model::Invoice& invoice, Source& source);
void read_other_parties(xml::Element root, model::Invoice& invoice, Source& source);
model::PostalAddress read_address(xml::Element details, std::string_view side);
void read_details(xml::Element root, model::Invoice& invoice, Source& source);
void read_terms(xml::Element details, model::Invoice& invoice, Source& source);
void read_rows(xml::Element root, model::Invoice& invoice, Source& source);
void read_price(xml::Element row, RowNames names, model::Line& line, Source& source);
void read_adjustments(xml::Element row, RowNames names, model::Line& line, Source& source);
model::OverdueRow read_overdue(xml::Element row, Source& source);
void read_payment(xml::Element root, model::Invoice& invoice, Source& source);
// Before 3.0 a discount on the whole invoice has no VAT category of its own: the breakdown shows
// it.
void give_vat_of_discounts(model::Invoice& invoice);
void read_epi(xml::Element root, model::Invoice& invoice, Source& source);
void read_beyond(xml::Element root, model::Invoice& invoice, Source& source);

}  // namespace airut::finvoice
