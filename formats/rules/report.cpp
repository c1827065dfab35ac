#include "formats/rules/report.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "formats/model/untdid.hpp"
#include "formats/rules/code_list_overlay.hpp"
#include "formats/rules/exceptions.hpp"

namespace airut::rules {

namespace {

// The first day of Peppol BIS Billing 3.0.21, the oldest edition of which the lists know all.
constexpr auto oldest_edition = std::chrono::sys_days{std::chrono::year{2026} / 8 / 24};

std::string_view country_of(model::Party const& party, model::Party const* representative) {
  if (party.vat_id.size() >= 2) return std::string_view{party.vat_id}.substr(0, 2);
  if (representative != nullptr && representative->vat_id.size() >= 2)
    return std::string_view{representative->vat_id}.substr(0, 2);
  return party.address.country;
}

std::optional<model::Severity> severity_of(Ask ask) {
  if (ask == Ask::no) return std::nullopt;
  return ask == Ask::refuse ? model::Severity::error : model::Severity::warning;
}

std::optional<model::Severity> severity_of(Weight weight, Scope const& scope) {
  switch (weight) {
    case Weight::fatal:
      return model::Severity::error;
    case Weight::document:
      return scope.document ? std::optional{model::Severity::error} : std::nullopt;
    case Weight::native:
      return scope.origin == Origin::other ? model::Severity::warning : model::Severity::error;
    case Weight::peppol:
      return severity_of(scope.peppol);
    case Weight::finvoice:
      return severity_of(scope.context.finvoice);
    case Weight::house:
      return scope.context.house;
    case Weight::hint:
      break;
  }
  return model::Severity::warning;
}

}  // namespace

bool is_credit(Scope const& scope) { return scope.invoice.type == model::InvoiceType::credit_note; }

std::string type_code(Scope const& scope) {
  return std::string{model::type_code_of(scope.invoice)};
}

Scope::Scope(model::Invoice const& one, CheckContext const& asked)
    : invoice(one),
      context(asked),
      lists(asked.code_lists == nullptr ? code_lists_in_force() : *asked.code_lists),
      origin(origin_of(one, asked)),
      document(origin == Origin::norm),
      self_billing(is_self_billed(one) ||
                   one.specification.find("poacc:selfbilling") != std::string::npos),
      peppol(asked.peppol.value_or(peppol_asked(one))),
      day(asked.day.value_or(std::max(one.issue_date, model::Date{oldest_edition}))),
      seller_country(
          country_of(one.seller, one.tax_representative ? &*one.tax_representative : nullptr)),
      buyer_country(country_of(one.buyer, nullptr)) {}

std::string Where::text() const {
  std::string text;
  if (list.empty()) return text;
  text.append(list).append("/").append(std::to_string(index));
  if (!inner.empty()) text.append(inner).append("/").append(std::to_string(inner_index));
  return text;
}

bool Report::has_room(model::Severity severity) {
  bool const first_error = severity == model::Severity::error && !has_error_;
  has_error_ = has_error_ || first_error;
  if (findings_.size() < findings_max || first_error) return true;
  if (!std::exchange(cut_, true)) {
    auto& more = findings_.emplace_back();
    more.code = "more-findings";
    more.pointer = "/invoice";
    more.severity = model::Severity::warning;
    more.detail = "There are more findings than these.";
  }
  return false;
}

void Report::say(Rule const& rule, Where const& where, std::string sentence, std::string expected,
                 std::string actual) {
  auto const severity = severity_of(rule.weight, scope_);
  if (!severity || is_excepted(scope_.invoice.specification, rule.id)) return;
  if (!has_room(*severity)) return;
  auto& finding = findings_.emplace_back();
  finding.code = rule.code;
  finding.pointer = where.text().append(rule.place);
  finding.term = rule.term;
  finding.rule = rule.id;
  finding.severity = *severity;
  finding.detail = std::move(sentence);
  finding.expected = std::move(expected);
  finding.actual = std::move(actual);
}

void Report::add(Rule const& rule, Where const& where, std::string actual, std::string expected) {
  auto const hole = rule.sentence.find("{}");
  std::string sentence{rule.sentence.substr(0, hole)};
  if (hole != std::string_view::npos)
    sentence.append(actual).append(rule.sentence.substr(hole + 2));
  say(rule, where, std::move(sentence), std::move(expected), std::move(actual));
}

}  // namespace airut::rules
