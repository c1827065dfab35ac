#include "formats/ubl/source.hpp"

#include <fmt/format.h>

namespace airut::ubl {
namespace {

// xs:decimal may have a plus.
std::optional<model::Decimal> number_of(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  return model::Decimal::parse(text);
}

}  // namespace

void Source::wrong(xml::Element element, std::string code, std::string detail) {
  model::Finding finding;
  finding.code = std::move(code);
  finding.detail = std::move(detail);
  finding.actual = element.text();
  finding.line = element.line();
  findings_.push_back(std::move(finding));
}

std::optional<model::Money> Source::amount(xml::Element parent, std::string_view name) {
  auto const element = parent.child(name);
  auto const text = element.text();
  if (text.empty()) return std::nullopt;
  auto own = currency;
  auto const code = element.attribute("currencyID");
  if (code && *code != currency.code()) {
    auto const other = model::Currency::parse(*code);
    if (!other) wrong(element, "currency-unknown", fmt::format("{} names no currency.", name));
    own = other.value_or(currency);
  }
  auto const value = number_of(text);
  auto const money = value ? model::Money::parse(value->text_shortest(), own) : std::nullopt;
  if (!money) wrong(element, "amount-format", fmt::format("{} is not an amount.", name));
  return money;
}

std::optional<model::Decimal> Source::decimal(xml::Element parent, std::string_view name) {
  auto const element = parent.child(name);
  auto const text = element.text();
  if (text.empty()) return std::nullopt;
  auto const value = number_of(text);
  if (!value) wrong(element, "number-format", fmt::format("{} is not a number.", name));
  return value;
}

std::optional<model::Date> Source::date(xml::Element parent, std::string_view name) {
  auto const element = parent.child(name);
  auto const text = element.text();
  if (text.empty()) return std::nullopt;
  auto const day = model::parse_date(text);
  if (!day) wrong(element, "date-format", fmt::format("{} is not a day (YYYY-MM-DD).", name));
  return day;
}

std::optional<model::Identifier> Source::id(xml::Element parent, std::string_view name) {
  auto const element = parent.child(name);
  auto text = element.text();
  if (text.empty()) return std::nullopt;
  return model::Identifier{std::move(text), element.attribute("schemeID").value_or("")};
}

std::optional<model::Period> Source::period(xml::Element parent) {
  auto const element = parent.child("InvoicePeriod");
  model::Period const period{date(element, "StartDate"), date(element, "EndDate")};
  return period.start || period.end ? std::optional{period} : std::nullopt;
}

model::VatCategory Source::vat(xml::Element category) {
  model::VatCategory vat;
  vat.code = category.text_of("ID");
  vat.rate = decimal(category, "Percent");
  vat.exemption_code = category.text_of("TaxExemptionReasonCode");
  vat.exemption_reason = category.text_of("TaxExemptionReason");
  return vat;
}

}  // namespace airut::ubl
