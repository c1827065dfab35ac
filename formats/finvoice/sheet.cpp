#include "formats/finvoice/sheet.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/xml/utf8.hpp"

namespace airut::finvoice {
namespace {

constexpr std::size_t percent_decimals = 3, percent_digits = 3, quantity_longest = 14;

// Text that needs no folding and fits as it stands: nearly all of it.
bool fits(std::string_view text, std::size_t longest) {
  if (text.size() > longest || text.front() == ' ' || text.back() == ' ') return false;
  char before = 'x';
  for (auto const c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || (c == ' ' && before == ' ')) return false;
    before = c;
  }
  return true;
}

bool is_capital_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_code(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), is_capital_or_digit);
}

// iso6523cid of the schema: four digits; of electronic addresses any token of
// ten.
bool is_scheme(std::string_view element, std::string_view scheme) {
  if (element == "FromIdentifier" || element == "ToIdentifier") {
    return scheme.size() <= 10 && scheme.find(' ') == std::string_view::npos;
  }
  if (element.ends_with("InvoicedObjectID") || element.ends_with("ArticleGroupIdentifier")) {
    return is_code(scheme, 1, 3);
  }
  return scheme.size() == 4 && scheme.find_first_not_of("0123456789") == std::string_view::npos;
}

// Empty when Finvoice's percentage cannot say the value.
std::string percent_text(model::Decimal const& value) {
  auto text = comma_text(value, 0);
  auto const comma = text.find(',');
  auto const decimals = comma == std::string::npos ? 0 : text.size() - comma - 1;
  bool const fits = !value.is_negative() && decimals <= percent_decimals &&
                    std::min(comma, text.size()) <= percent_digits;
  return fits ? text : std::string{};
}

}  // namespace

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

Sheet::Sheet(model::Invoice const& invoice, Style const& style)
    : xml_(style.encoding),
      version_(style.version),
      direct_payment_copy_(style.direct_payment_copy),
      negated_(invoice.type == model::InvoiceType::credit_note),
      currency_(invoice.currency.code()) {}

void Sheet::fail(model::Fault fault, std::string text) {
  if (!problem_) problem_ = model::Problem{fault, std::move(text)};
}

void Sheet::id(std::string_view element, std::string_view text, std::size_t longest,
               std::initializer_list<xml::Attribute> attributes) {
  if (text.empty()) return;
  if (fits(text, longest)) return xml_.leaf(element, text, attributes);
  auto const line = xml::one_line(text);
  if (auto const length = xml::count_characters(line); length > longest) {
    return fail(model::Fault::out_of_range,
                fmt::format("{} has {} characters, of which Finvoice allows {}.", element, length,
                            longest));
  }
  xml_.leaf_if(element, line, attributes);
}

void Sheet::scheme_id(std::string_view element, model::Identifier const& one, std::size_t longest) {
  if (one.value.empty()) return;
  bool const good = one.scheme.empty() || is_scheme(element, one.scheme);
  if (!good) {
    note(fmt::format("The scheme {} of {} has no place in Finvoice.", one.scheme, element));
  }
  id(element, one.value, longest, {{"SchemeID", good ? std::string_view{one.scheme} : ""}});
}

void Sheet::code(std::string_view element, std::string_view text, std::string_view term) {
  if (text.empty()) return;
  if (is_code(text, 1, 3)) return xml_.leaf(element, text);
  note(fmt::format("A code ({}) does not fit Finvoice and was left out.", term));
}

void Sheet::text(std::string_view element, std::string_view text, std::size_t longest,
                 std::size_t elements) {
  if (text.empty()) return;
  if (fits(text, longest)) return xml_.leaf(element, text);
  note_lines(element, text);
  auto const pieces = xml::wrapped(xml::one_line(text), longest);
  for (std::size_t i = 0; i < pieces.size() && i < elements; ++i) xml_.leaf(element, pieces[i]);
  if (pieces.size() > elements) {
    note(fmt::format("{} was cut after {} characters.", element, longest * elements));
  }
}

void Sheet::note_lines(std::string_view element, std::string_view text) {
  auto const last = text.find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos || text.substr(0, last).find('\n') == std::string_view::npos)
    return;
  if (std::find(folded_.begin(), folded_.end(), element) != folded_.end()) return;
  folded_.emplace_back(element);
  note(fmt::format("Finvoice has no line breaks: a text of {} became one line.", element));
}

void Sheet::name(std::string_view element, std::string_view text, std::size_t longest,
                 std::size_t elements) {
  if (text.empty()) return;
  if (text.size() >= 2 && fits(text, longest) && xml::count_characters(text) >= 2) {
    return xml_.leaf(element, text);
  }
  auto line = xml::one_line(text);
  if (line.empty()) return;
  if (xml::count_characters(line) == 1) {
    note(fmt::format("{} was written with a dot: Finvoice wants two characters.", element));
    line += '.';
  }
  this->text(element, line, longest, elements);
}

void Sheet::amount(std::string_view element, model::Money const& money) {
  xml_.leaf(element, amount_text(negated_ ? -money : money),
            {{"AmountCurrencyIdentifier", money.currency().code()}});
}

void Sheet::price(std::string_view element, model::Decimal const& value, std::string_view unit) {
  xml_.leaf(element, comma_text(value, 2),
            {{"AmountCurrencyIdentifier", currency_},
             {"QuantityUnitCodeUN", is_code(unit, 2, 3) ? unit : ""}});
}

void Sheet::quantity(std::string_view element, model::Decimal const& value, std::string_view unit) {
  auto const text = comma_text(value, 0);
  if (text.size() > quantity_longest) {
    return fail(model::Fault::out_of_range,
                fmt::format("{} {} is longer than the {} characters that Finvoice allows.", element,
                            text, quantity_longest));
  }
  bool const good = is_code(unit, 2, 3);
  xml_.leaf(element, text,
            {{"QuantityUnitCode", unit.substr(0, quantity_longest)},
             {"QuantityUnitCodeUN", good ? unit : ""}});
}

void Sheet::rate(std::string_view element, std::optional<model::Decimal> const& value) {
  if (!value) return;
  auto const text = percent_text(*value);
  if (text.empty()) {
    return fail(
        model::Fault::out_of_range,
        fmt::format("{} {} does not fit Finvoice's percentages.", element, value->text_shortest()));
  }
  xml_.leaf(element, text);
}

void Sheet::percent(std::string_view element, std::optional<model::Decimal> const& value) {
  if (!value) return;
  auto const text = percent_text(*value);
  if (!text.empty()) return xml_.leaf(element, text);
  note(fmt::format("{} {} does not fit Finvoice and was left out.", element,
                   value->text_shortest()));
}

void Sheet::date(std::string_view element, std::optional<model::Date> const& day) {
  if (day) xml_.leaf(element, model::date_text_compact(*day), {{"Format", "CCYYMMDD"}});
}

}  // namespace airut::finvoice
