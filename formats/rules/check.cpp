#include "formats/rules/check.hpp"

#include <chrono>
#include <set>

#include <fmt/format.h>

#include "formats/rules/families.hpp"

namespace airut::rules {

namespace {

void report(model::Findings& findings, model::Severity severity, std::string_view code,
            Report::Place place, std::string detail, std::string actual) {
  model::Finding finding;
  finding.code = code;
  finding.pointer = std::move(place.pointer);
  finding.term = place.term;
  finding.rule = std::move(place.rule);
  finding.severity = severity;
  finding.detail = std::move(detail);
  finding.actual = std::move(actual);
  findings.push_back(std::move(finding));
}

void check_line(model::Line const& line, std::size_t index, Report& out) {
  auto const at = [&](std::string_view name) {
    return fmt::format("/invoice/lines/{}{}", index, name);
  };
  if (line.name.empty())
    out.error("item-name-missing", {at("/name"), "BT-153", "BR-25"},
              "A line needs the name of the item.");
  if (!is_unit(line.unit))
    out.error("unit-unknown", {at("/unit"), "BT-130", "BR-CL-23"},
              fmt::format("\"{}\" is not a unit code of UN/ECE Recommendation 20.", line.unit),
              line.unit);
  if (line.net_price.is_negative())
    out.error("price-negative", {at("/net_price"), "BT-146", "BR-27"},
              "The price must not be negative; a negative quantity takes goods back.",
              line.net_price.text());
  if (line.gross_price && line.gross_price->is_negative())
    out.error("price-negative", {at("/gross_price"), "BT-148", "BR-28"},
              "The gross price must not be negative.", line.gross_price->text());
  if (line.price_base_quantity &&
      (line.price_base_quantity->is_zero() || line.price_base_quantity->is_negative()))
    out.error("base-quantity-not-positive",
              {at("/price_base_quantity"), "BT-149", "PEPPOL-EN16931-R121"},
              "The base quantity must be above zero.", line.price_base_quantity->text());
  if (line.period && line.period->start && line.period->end &&
      *line.period->end < *line.period->start)
    out.error("period-reversed", {at("/period/end"), "BT-135", "BR-30"},
              "The period of the line ends before it starts.");
  for (std::size_t i = 0; i < line.adjustments.size(); ++i)
    if (line.adjustments[i].reason.empty() && line.adjustments[i].reason_code.empty())
      out.error("reason-missing",
                {at(fmt::format("/adjustments/{}/reason", i)), "BT-139/BT-144", "BR-42"},
                "An allowance or charge of a line needs a reason.");
}

void check_lines(model::Invoice const& invoice, Report& out) {
  if (invoice.lines.empty() && invoice.overdue.empty())
    out.error("no-lines", {"/invoice/lines", "BG-25", "BR-16"},
              "An invoice needs at least one line.");
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < invoice.lines.size(); ++i) {
    check_line(invoice.lines[i], i, out);
    if (!ids.insert(invoice.lines[i].id).second)
      out.error("line-id-twice", {fmt::format("/invoice/lines/{}/id", i), "BT-126", "BR-21"},
                fmt::format("The line id \"{}\" is used twice.", invoice.lines[i].id),
                invoice.lines[i].id);
  }
}

void check_dates(model::Invoice const& invoice, Report& out) {
  if (invoice.due_date && *invoice.due_date < invoice.issue_date)
    out.warning("due-before-issue", {"/invoice/due_date", "BT-9", ""},
                "The due date is before the issue date.", model::date_text(*invoice.due_date));
  if (invoice.period && invoice.period->start && invoice.period->end &&
      *invoice.period->end < *invoice.period->start)
    out.error("period-reversed", {"/invoice/period/end", "BT-74", "BR-29"},
              "The invoicing period ends before it starts.");
  if (invoice.tax_point_date && !invoice.tax_point_code.empty())
    out.error("tax-point-twice", {"/invoice/tax_point_date", "BT-7", "BR-CO-03"},
              "Give the tax point as a date or as a code, not both.");
}

}  // namespace

void Report::error(std::string_view code, Place place, std::string detail, std::string actual) {
  report(findings_, model::Severity::error, code, std::move(place), std::move(detail),
         std::move(actual));
}

void Report::warning(std::string_view code, Place place, std::string detail, std::string actual) {
  report(findings_, model::Severity::warning, code, std::move(place), std::move(detail),
         std::move(actual));
}

void check_document(model::Invoice const& invoice, Report& out) {
  if (invoice.number.empty())
    out.error("number-missing", {"/invoice/number", "BT-1", "BR-02"},
              "The invoice needs a number.");
  if (invoice.issue_date == model::Date{})
    out.error("issue-date-missing", {"/invoice/issue_date", "BT-2", "BR-03"},
              "The invoice needs an issue date.");
  for (std::size_t i = 0; i < invoice.preceding.size(); ++i)
    if (invoice.preceding[i].number.empty())
      out.error("preceding-number-missing",
                {fmt::format("/invoice/preceding/{}/number", i), "BT-25", "BR-55"},
                "A preceding invoice needs its number.");
  for (std::size_t i = 0; i < invoice.adjustments.size(); ++i)
    if (invoice.adjustments[i].reason.empty() && invoice.adjustments[i].reason_code.empty())
      out.error("reason-missing",
                {fmt::format("/invoice/adjustments/{}/reason", i), "BT-97/BT-104", "BR-33"},
                "An allowance or charge needs a reason.");
  check_dates(invoice, out);
  check_lines(invoice, out);
}

model::Findings check_values(model::Invoice const& invoice, CheckContext const& context) {
  model::Findings findings;
  Report out{findings};
  check_parties(invoice, out);
  check_payment(invoice, context, out);
  // What is missing may be what could not be read.
  std::erase_if(findings, [](auto const& one) { return one.code.ends_with("-missing"); });
  return findings;
}

model::Findings check(model::Invoice const& invoice, CheckContext const& context) {
  model::Findings findings;
  Report out{findings};
  check_document(invoice, out);
  check_parties(invoice, out);
  check_payment(invoice, context, out);
  check_vat(invoice, out);
  return findings;
}

}  // namespace airut::rules
