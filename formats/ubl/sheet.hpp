#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/invoice.hpp"
#include "formats/model/two_decimals.hpp"
#include "formats/xml/writer.hpp"

namespace airut::ubl {

// What all parts of the writer share: the XML and how values are spelled in UBL.
class Sheet {
 public:
  explicit Sheet(model::Invoice const& invoice)
      : xml_(xml::Encoding::utf8), currency_(invoice.currency.code()) {}

  xml::Writer& xml() { return xml_; }
  void amount(std::string_view element, model::Money const& money) {
    xml_.leaf(element, model::two_decimal_text(money), {{"currencyID", money.currency().code()}});
  }
  void amount_if(std::string_view element, std::optional<model::Money> const& money) {
    if (money) amount(element, *money);
  }
  // A unit price: as many decimals as it has.
  void price(std::string_view element, model::Decimal const& value) {
    xml_.leaf(element, value.text(), {{"currencyID", currency_}});
  }
  void date(std::string_view element, std::optional<model::Date> const& day) {
    if (day) xml_.leaf(element, model::date_text(*day));
  }
  void id(std::string_view element, model::Identifier const& id) {
    xml_.leaf_if(element, id.value, {{"schemeID", id.scheme}});
  }
  // <group><element>text</element></group>, or nothing.
  void wrapped(std::string_view group, std::string_view element, std::string_view text) {
    xml_.group(group);
    xml_.leaf_if(element, text);
    xml_.close();
  }

 private:
  xml::Writer xml_;
  std::string currency_;
};

void write_seller(Sheet& sheet, model::Invoice const& invoice);
void write_buyer(Sheet& sheet, model::Party const& buyer, bool extensions);
void write_payee(Sheet& sheet, model::Party const& payee);
void write_tax_representative(Sheet& sheet, model::Party const& party);
void write_delivery(Sheet& sheet, model::Delivery const& delivery);
void write_references(Sheet& sheet, model::Invoice const& invoice);
void write_period(Sheet& sheet, std::optional<model::Period> const& period,
                  std::string_view code = {});
void write_payment(Sheet& sheet, model::Invoice const& invoice);
void write_adjustment(Sheet& sheet, model::AllowanceCharge const& one, bool on_document);
void write_tax_category(Sheet& sheet, std::string_view element, model::VatCategory const& vat,
                        bool with_reason);
void write_totals(Sheet& sheet, model::Invoice const& invoice);
void write_line(Sheet& sheet, model::Line const& line, model::Invoice const& invoice,
                bool extensions);
// What the model has and UBL, or the profile without extensions, has no place for.
std::vector<std::string> notes_of(model::Invoice const& invoice, bool extensions);

}  // namespace airut::ubl
