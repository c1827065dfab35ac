#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/cii/write.hpp"
#include "formats/model/two_decimals.hpp"
#include "formats/xml/writer.hpp"

namespace airut::cii {

// What all parts of the writer share: the XML and how values are spelled in CII.
class Sheet {
 public:
  explicit Sheet(Profile const& profile) : xml_(xml::Encoding::utf8), profile_(profile) {}

  xml::Writer& xml() { return xml_; }
  bool extensions() const { return profile_.extensions; }

  void amount(std::string_view element, model::Money const& money) {
    xml_.leaf(element, model::two_decimal_text(money));
  }
  void amount_if(std::string_view element, std::optional<model::Money> const& money) {
    if (money) amount(element, *money);
  }
  void decimal_if(std::string_view element, std::optional<model::Decimal> const& value) {
    if (value) xml_.leaf(element, value->text());
  }
  void id(std::string_view element, model::Identifier const& id) {
    xml_.leaf_if(element, id.value, {{"schemeID", id.scheme}});
  }
  // <element><inner format="102">20261122</inner></element>
  void date(std::string_view element, std::optional<model::Date> const& day,
            std::string_view inner = "udt:DateTimeString") {
    if (!day) return;
    xml_.open(element);
    xml_.leaf(inner, model::date_text_compact(*day), {{"format", "102"}});
    xml_.close();
  }
  // <group><element>text</element></group>, or nothing.
  void wrapped(std::string_view group, std::string_view element, std::string_view text) {
    if (text.empty()) return;
    xml_.open(group);
    xml_.leaf(element, text);
    xml_.close();
  }

 private:
  xml::Writer xml_;
  Profile profile_;
};

void write_party(Sheet& sheet, std::string_view element, model::Party const& party);
void write_address(Sheet& sheet, model::PostalAddress const& address);
void write_agreement(Sheet& sheet, model::Invoice const& invoice);
void write_delivery(Sheet& sheet, model::Invoice const& invoice);
void write_settlement(Sheet& sheet, model::Invoice const& invoice);
void write_payment_means(Sheet& sheet, model::Invoice const& invoice);
void write_payment_terms(Sheet& sheet, model::Invoice const& invoice);
void write_period(Sheet& sheet, std::optional<model::Period> const& period);
void write_adjustment(Sheet& sheet, model::AllowanceCharge const& one);
// Lines and, with extensions, their sub-lines behind them.
void write_lines(Sheet& sheet, model::Invoice const& invoice);
// What the model has and CII, or the profile without extensions, has no place for.
std::vector<std::string> notes_of(model::Invoice const& invoice, bool extensions);

}  // namespace airut::cii
