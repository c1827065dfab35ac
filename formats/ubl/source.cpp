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

void Source::check_currency(xml::Element element, model::Currency own) {
  auto const code = element.attribute_view("currencyID");
  if (!code || *code == own.code()) return;
  wrong(element, "currency-mismatch",
        fmt::format("{} is in {}; the document is in {}.", element.name(), *code, own.code()));
}

std::optional<model::Money> Source::amount_in(xml::Element element, model::Currency own) {
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

std::optional<model::Money> Source::amount(xml::Element parent, std::string_view name) {
  return amount_in(parent.child(name), currency);
}

std::optional<model::Decimal> Source::price(xml::Element parent, std::string_view name) {
  check_currency(parent.child(name), currency);
  return decimal(parent, name);
}

std::optional<model::Decimal> Source::decimal(xml::Element parent, std::string_view name) {
  auto const element = parent.child(name);
  auto const text = element.view();
  if (text.empty()) return std::nullopt;
  auto const value = number_of(text);
  if (!value) wrong(element, "number-format", fmt::format("{} is not a number.", name));
  return value;
}

std::optional<model::Date> Source::date(xml::Element parent, std::string_view name) {
  auto const element = parent.child(name);
  auto const text = element.view();
  if (text.empty()) return std::nullopt;
  // xs:date may carry a time zone, which a day of account does not need.
  auto const day = model::parse_date(text.substr(0, 10));
  bool const zone = text.size() == 10 || text.substr(10) == "Z" ||
                    (text.size() == 16 && (text[10] == '+' || text[10] == '-'));
  if (day && zone) return day;
  wrong(element, "date-format", fmt::format("{} is not a day (YYYY-MM-DD).", name));
  return std::nullopt;
}

std::optional<model::Identifier> Source::id(xml::Element parent, std::string_view name) {
  auto const element = parent.child(name);
  auto const text = element.view();
  if (text.empty()) return std::nullopt;
  return model::Identifier{std::string{text}, element.attribute("schemeID").value_or("")};
}

std::optional<model::Period> Source::period(xml::Element parent) {
  auto const element = parent.child("InvoicePeriod");
  if (!element) return std::nullopt;
  model::Period const period{date(element, "StartDate"), date(element, "EndDate")};
  return period.start || period.end ? std::optional{period} : std::nullopt;
}

model::VatCategory Source::vat(xml::Element category) {
  model::VatCategory vat;
  auto const id = category.child("ID");
  vat.code = id.view();
  id.attribute_view("schemeID");  // UNCL5305 in older customizations: the only list there is
  vat.rate = decimal(category, "Percent");
  vat.exemption_code = category.view_of("TaxExemptionReasonCode");
  vat.exemption_reason = category.view_of("TaxExemptionReason");
  category.child("TaxScheme").set_read();  // VAT is the only scheme of EN 16931
  return vat;
}

std::string Source::lines(xml::Element parent, std::string_view name) {
  std::string text;
  for (auto one = parent.child(name); one; one = one.next_sibling(name)) {
    if (one.view().empty()) continue;
    if (!text.empty()) text += '\n';
    text += one.view();
  }
  return text;
}

}  // namespace airut::ubl
