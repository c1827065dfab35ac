#include "formats/finvoice/source.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::finvoice {
namespace {

// "1 234,50", "+12,5" and "1234.5" are met in real files; the schema has
// "1234,50".
std::string plain_number(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  std::replace(text.begin(), text.end(), ',', '.');
  if (!text.empty() && text.front() == '+') text.erase(0, 1);
  return text;
}

// Amounts are written with two to five decimals; what is finer than the
// currency must be zeros.
std::optional<model::Money> money_of(std::string const& text, model::Currency currency) {
  auto const value = model::Decimal::parse(text);
  return value ? model::Money::parse(value->text_shortest(), currency) : std::nullopt;
}

model::Finding finding_at(xml::Element element, std::string code, std::string detail) {
  model::Finding finding;
  finding.code = std::move(code);
  finding.detail = std::move(detail);
  finding.actual = element.text();
  finding.line = element.line();
  return finding;
}

}  // namespace

void Source::wrong(xml::Element element, std::string code, std::string detail) {
  findings_.push_back(finding_at(element, std::move(code), std::move(detail)));
}

void Source::warn(xml::Element element, std::string code, std::string detail) {
  notes_.push_back(finding_at(element, std::move(code), std::move(detail)));
  notes_.back().severity = model::Severity::warning;
}

void Source::give_reason(xml::Element element, model::AllowanceCharge& discount) {
  if (!discount.reason.empty() || !discount.reason_code.empty()) return;
  discount.reason_code = "95";  // UNTDID 5189: discount
  if (before_30) return;        // which has no place for one
  warn(element, "discount-reason-added",
       "The discount tells no reason, which EN 16931 asks for: it is called a discount (code 95).");
}

void Source::keep(std::string path, std::string value) {
  if (!value.empty()) kept_.push_back({std::move(path), std::move(value)});
}

std::optional<model::Money> Source::amount(xml::Element parent, std::string_view name) {
  return amount(parent.child(name));
}

std::optional<model::Money> Source::amount(xml::Element element) {
  auto const money = amount_of_any_currency(element);
  if (!money || money->currency() == currency) return money;
  wrong(element, "currency-mismatch",
        fmt::format("{} is in {}; the invoice is in {}.", element.name(), money->currency().code(),
                    currency.code()));
  return std::nullopt;
}

std::optional<model::Money> Source::amount_of_any_currency(xml::Element element) {
  auto const text = plain_number(element.text());
  if (text.empty()) return std::nullopt;
  auto const code = element.attribute("AmountCurrencyIdentifier");
  auto own = currency;
  if (code && *code != currency.code()) {
    auto const other = model::Currency::parse(*code);
    if (!other) {
      wrong(element, "currency-unknown", fmt::format("{} names no currency.", element.name()));
    }
    own = other.value_or(currency);
  }
  auto const money = money_of(text, own);
  if (!money) wrong(element, "amount-format", fmt::format("{} is not an amount.", element.name()));
  return money && negated ? -*money : money;
}

std::optional<model::Money> Source::peeked_amount(xml::Element element) const {
  auto const money = money_of(plain_number(std::string{element.peek()}), currency);
  return money && negated ? -*money : money;
}

std::optional<model::Decimal> Source::decimal(xml::Element parent, std::string_view name) {
  return decimal(parent.child(name));
}

std::optional<model::Decimal> Source::decimal(xml::Element element) {
  auto const text = plain_number(element.text());
  if (text.empty()) return std::nullopt;
  auto const value = model::Decimal::parse(text);
  if (!value) wrong(element, "number-format", fmt::format("{} is not a number.", element.name()));
  return value ? model::Decimal::parse(value->text_shortest()) : std::nullopt;
}

std::optional<model::Date> Source::date(xml::Element parent, std::string_view name) {
  return date(parent.child(name));
}

std::optional<model::Date> Source::date(xml::Element element) {
  auto const text = element.text();
  if (text.empty()) return std::nullopt;
  auto const day = model::parse_date_compact(text);
  if (!day) {
    wrong(element, "date-format", fmt::format("{} is not a day (CCYYMMDD).", element.name()));
  }
  return day;
}

std::optional<model::Identifier> Source::identifier(xml::Element parent, std::string_view name) {
  auto const element = parent.child(name);
  auto text = element.text();
  if (text.empty()) return std::nullopt;
  return model::Identifier{std::move(text), element.attribute("SchemeID").value_or("")};
}

std::string joined(xml::Element parent, std::string_view name, std::string_view separator) {
  std::string text;
  for (auto const& one : parent.children(name)) {
    auto const part = one.text();
    if (part.empty()) continue;
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

}  // namespace airut::finvoice
