#include "formats/finvoice/sheet.hpp"

#include <fmt/format.h>

#include "formats/xml/utf8.hpp"

namespace airut::finvoice {

std::string comma_text(model::Decimal const& value, std::size_t decimals) {
  auto text = value.text_shortest();
  auto dot = text.find('.');
  if (dot == std::string::npos) {
    if (decimals == 0) return text;
    dot = text.size();
    text += '.';
  }
  while (text.size() - dot - 1 < decimals) text += '0';
  text[dot] = ',';
  return text;
}

std::string amount_text(model::Money const& money) {
  auto text = money.text();
  auto const dot = text.find('.');
  if (dot == std::string::npos) return text + ",00";
  text[dot] = ',';
  return text;
}

Sheet::Sheet(model::Invoice const& invoice)
    : xml_(xml::Encoding::iso_8859_15),
      negated_(invoice.type == model::InvoiceType::credit_note),
      currency_(invoice.currency.code()) {}

void Sheet::fail(model::Fault fault, std::string text) {
  if (!problem_) problem_ = model::Problem{fault, std::move(text)};
}

void Sheet::id(std::string_view element, std::string_view text, std::size_t longest,
               std::initializer_list<xml::Attribute> attributes) {
  if (text.empty()) return;
  auto const line = xml::one_line(text);
  if (xml::count_characters(line) > longest) {
    return fail(model::Fault::out_of_range,
                fmt::format("{} \"{}\" is longer than the {} characters that Finvoice allows.",
                            element, line, longest));
  }
  xml_.leaf(element, line, attributes);
}

void Sheet::text(std::string_view element, std::string_view text, std::size_t longest,
                 std::size_t elements) {
  auto const pieces = xml::wrapped(xml::one_line(text), longest);
  for (std::size_t i = 0; i < pieces.size() && i < elements; ++i) xml_.leaf(element, pieces[i]);
  if (pieces.size() > elements) {
    note(fmt::format("{} was cut after {} characters.", element, longest * elements));
  }
}

void Sheet::name(std::string_view element, std::string_view text, std::size_t longest,
                 std::size_t elements) {
  auto line = xml::one_line(text);
  if (line.empty()) return;
  if (xml::count_characters(line) == 1) {
    note(fmt::format("{} \"{}\" was written with a dot: Finvoice wants two characters.", element,
                     line));
    line += '.';
  }
  this->text(element, line, longest, elements);
}

void Sheet::amount(std::string_view element, model::Money const& money) {
  xml_.leaf(element, amount_text(negated_ ? -money : money),
            {{"AmountCurrencyIdentifier", currency_}});
}

void Sheet::amount_if(std::string_view element, std::optional<model::Money> const& money) {
  if (money) amount(element, *money);
}

void Sheet::price(std::string_view element, model::Decimal const& value, std::string_view unit) {
  xml_.leaf(element, comma_text(value, 2),
            {{"AmountCurrencyIdentifier", currency_}, {"QuantityUnitCodeUN", unit}});
}

void Sheet::percent(std::string_view element, std::optional<model::Decimal> const& value) {
  if (!value) return;
  auto const text = comma_text(*value, 0);
  auto const comma = text.find(',');
  auto const decimals = comma == std::string::npos ? 0 : text.size() - comma - 1;
  if (value->is_negative() || decimals > 4) {
    return fail(model::Fault::out_of_range,
                fmt::format("{} {} does not fit Finvoice's percentages.", element, text));
  }
  xml_.leaf(element, text);
}

void Sheet::date(std::string_view element, std::optional<model::Date> const& day) {
  if (day) xml_.leaf(element, model::date_text_compact(*day), {{"Format", "CCYYMMDD"}});
}

}  // namespace airut::finvoice
