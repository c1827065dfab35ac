#include "formats/xml/values.hpp"

#include <fmt/format.h>

namespace airut::xml {
namespace {

// xs:decimal may have a plus, nothing before or behind its point, and zeros without end.
std::string plain_number(std::string_view text) {
  bool const negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (negative || text.front() == '+')) text.remove_prefix(1);
  auto const point = text.find('.');
  auto fraction = point == text.npos ? std::string_view{} : text.substr(point + 1);
  while (fraction.size() > static_cast<std::size_t>(model::Decimal::scale_max) &&
         fraction.back() == '0') {
    fraction.remove_suffix(1);
  }
  std::string plain{negative ? "-" : ""};
  plain.append(point == 0 ? "0" : text.substr(0, point));
  if (!fraction.empty()) plain.append(".").append(fraction);
  return plain;
}

std::optional<model::Decimal> number_of(std::string_view text) {
  if (auto const value = model::Decimal::parse(text)) return value;
  return text == "." ? std::nullopt : model::Decimal::parse(plain_number(text));
}

}  // namespace

void Values::wrong(Element element, std::string code, std::string detail) {
  model::Finding finding;
  finding.code = std::move(code);
  finding.detail = std::move(detail);
  finding.actual = element.text();
  finding.line = element.line();
  findings_.push_back(std::move(finding));
}

void Values::check_currency(Element element, model::Currency own) {
  auto const code = element.attribute_view("currencyID");
  if (!code || *code == own.code()) return;
  wrong(element, "currency-mismatch",
        fmt::format("{} is in {}; the document is in {}.", element.name(), *code, own.code()));
}

std::optional<model::Money> Values::amount_in(Element element, model::Currency own) {
  auto const text = element.view();
  if (text.empty()) return std::nullopt;
  check_currency(element, own);
  auto money = model::Money::parse(text, own);
  if (money) return money;
  // More decimals than the currency has are no harm while they are zeros.
  auto const value = number_of(text);
  if (value) money = model::Money::parse(value->text_shortest(), own);
  if (!money) wrong(element, "amount-format", fmt::format("{} is not an amount.", element.name()));
  return money;
}

std::optional<model::Money> Values::amount(Element parent, std::string_view name) {
  return amount_in(parent.child(name), currency);
}

std::optional<model::Decimal> Values::price(Element parent, std::string_view name) {
  check_currency(parent.child(name), currency);
  return decimal(parent, name);
}

std::optional<model::Decimal> Values::decimal(Element parent, std::string_view name) {
  auto const element = parent.child(name);
  auto const text = element.view();
  if (text.empty()) return std::nullopt;
  auto const value = number_of(text);
  if (!value) wrong(element, "number-format", fmt::format("{} is not a number.", name));
  return value;
}

std::optional<model::Date> Values::day(Element element) {
  auto const text = element.view();
  if (text.empty()) return std::nullopt;
  // xs:date may carry a time zone, which a day of account does not need.
  constexpr std::size_t day_length = 10, zone_length = 6;
  auto const day = model::parse_date(text.substr(0, day_length));
  if (day) {
    auto const zone = text.substr(day_length);
    bool const offset = zone.size() == zone_length && (zone[0] == '+' || zone[0] == '-');
    if (zone.empty() || zone == "Z" || offset) return day;
  }
  wrong(element, "date-format", fmt::format("{} is not a day (YYYY-MM-DD).", element.name()));
  return std::nullopt;
}

std::optional<model::Identifier> Values::id(Element parent, std::string_view name) {
  auto const element = parent.child(name);
  auto const text = element.view();
  if (text.empty()) return std::nullopt;
  return model::Identifier{std::string{text}, element.attribute("schemeID").value_or("")};
}

std::string Values::lines(Element parent, std::string_view name) {
  std::string text;
  for (auto one = parent.child(name); one; one = one.next_sibling(name)) {
    if (one.view().empty()) continue;
    if (!text.empty()) text += '\n';
    text += one.view();
  }
  return text;
}

}  // namespace airut::xml
