#include "formats/binding/sheet.hpp"

#include <fmt/format.h>

#include "formats/rules/exceptions.hpp"

namespace airut::binding {

namespace {

// Enough to see what is wrong with a document of ten thousand lines; the first error is never cut.
constexpr std::size_t findings_max = 500;

}  // namespace

std::string Step::path() const {
  if (above == nullptr) return fmt::format("/{}", element.name());
  int position = 1;
  auto const name = element.name();
  for (auto one = above->element.child(name); one && one.index() != element.index();
       one = one.next_sibling(name))
    ++position;
  auto text = above->path().append("/").append(name);
  if (position > 1) text.append(fmt::format("[{}]", position));
  return text;
}

int count(xml::Element context, std::string_view path) {
  int number = 0;
  each(Step{nullptr, context}, path, [&](Step const&) { ++number; });
  return number;
}

xml::Element find(xml::Element context, std::string_view path) {
  xml::Element found;
  each(Step{nullptr, context}, path, [&](Step const& one) {
    if (!found) found = one.element;
  });
  return found;
}

bool filled(xml::Element context, std::string_view path) {
  bool found = false;
  each(Step{nullptr, context}, path,
       [&](Step const& one) { found = found || !one.element.peek().empty(); });
  return found;
}

void Sheet::add(Set set, std::string_view id, std::string_view term, std::string_view code,
                Step const& at, std::string detail, std::string actual) {
  if (rules::is_excepted(specification_, id)) return;
  auto const severity = set == Set::peppol && peppol_ != rules::Ask::refuse
                            ? model::Severity::warning
                            : model::Severity::error;
  bool const first_error = severity == model::Severity::error && !has_error_;
  if (findings_.size() >= findings_max && !first_error) return;
  has_error_ = has_error_ || first_error;
  auto& finding = findings_.emplace_back();
  finding.code = code;
  finding.pointer = at.path();
  finding.term = term;
  finding.rule = id;
  finding.severity = severity;
  finding.detail = std::move(detail);
  finding.actual = std::move(actual);
  finding.line = at.element.line();
}

void Sheet::check(Occurs const& one, Step const& context) {
  auto const number = count(context.element, one.path);
  if (number > one.most) {
    add(one.set, one.id, one.term, one.most == 0 ? "element-refused" : "element-repeated", context,
        one.most == 0 ? fmt::format("{} has no place here.", one.path)
                      : fmt::format("{} stands {} times; once is allowed.", one.path, number),
        std::to_string(number));
  } else if (number < one.least || (one.with_text && !filled(context.element, one.path))) {
    add(one.set, one.id, one.term, "element-missing", context,
        fmt::format("{} is missing.", one.path));
  }
}

void Sheet::check(Wrong const& one, Step const& context) {
  if (one.broken(context.element))
    add(one.set, one.id, one.term, one.code, context, std::string{one.sentence});
}

}  // namespace airut::binding
