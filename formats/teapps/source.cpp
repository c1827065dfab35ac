#include "formats/teapps/source.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/lines.hpp"

namespace airut::teapps {
namespace {

xml::Element amount_of(xml::Element group, std::string_view vat) {
  for (auto const& one : group.children("AMOUNT")) {
    if (vat.empty() || one.attribute("VAT").value_or("") == vat) return one;
  }
  return {};
}

}  // namespace

void Source::wrong(xml::Element element, std::string code, std::string detail) {
  findings_.push_back(model::finding_at(element.line(), std::move(code), std::move(detail)));
  findings_.back().actual = element.text();
}

void Source::warn(xml::Element element, std::string code, std::string detail) {
  notes_.push_back(model::finding_at(element.line(), std::move(code), std::move(detail)));
  notes_.back().actual = element.text();
  notes_.back().severity = model::Severity::warning;
}

std::optional<model::Decimal> Source::signed_number(xml::Element element) {
  auto text = element.text();
  auto const sign = element.attribute("SIGN").value_or("");
  if (text.empty()) return std::nullopt;
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  std::replace(text.begin(), text.end(), ',', '.');
  if (text.front() == '+') text.erase(0, 1);
  auto const value = model::Decimal::parse(text);
  if (!value) {
    wrong(element, "number-format", fmt::format("{} is not a number.", element.name()));
    return std::nullopt;
  }
  auto const shortest = *model::Decimal::parse(value->text_shortest());
  return sign == "-" && !shortest.is_negative() ? -shortest : shortest;
}

std::optional<model::Decimal> Source::decimal(xml::Element element) {
  return signed_number(element);
}

std::optional<model::Decimal> Source::price(xml::Element group, std::string_view vat) {
  return signed_number(amount_of(group, vat));
}

std::optional<model::Money> Source::amount(xml::Element group, std::string_view vat) {
  auto const element = amount_of(group, vat);
  auto const value = signed_number(element);
  if (!value) return std::nullopt;
  auto const money = model::Money::parse(value->text_shortest(), currency);
  if (!money) {
    wrong(element, "amount-format",
          fmt::format("{} is not an amount in {}.", group.name(), currency.code()));
  }
  return money && negated ? -*money : money;
}

std::optional<model::Date> Source::date(xml::Element group) {
  auto const date = group.child("DATE");
  auto const day = date.text_of("DAY"), month = date.text_of("MONTH");
  auto const year = date.text_of("CENTURY") + date.text_of("DECADE_AND_YEAR");
  if (day.empty() && month.empty() && year.empty()) return std::nullopt;
  auto const two = [](std::string const& text) { return text.size() == 1 ? "0" + text : text; };
  auto const found = model::parse_date_compact(year + two(month) + two(day));
  if (!found) wrong(date, "date-format", fmt::format("{} is not a day.", group.name()));
  return found;
}

std::optional<model::Identifier> Source::identifier(xml::Element element) {
  auto text = element.text();
  if (text.empty()) return std::nullopt;
  return model::Identifier{std::move(text), element.attribute("SCHEME_ID").value_or("")};
}

}  // namespace airut::teapps
