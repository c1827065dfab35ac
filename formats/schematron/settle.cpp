#include "formats/schematron/operators.hpp"
#include "formats/schematron/scope.hpp"

namespace airut::schematron {
namespace {

xml::Tree const& any_document() {
  static auto const document = *xml::Tree::parse("<none/>");
  return document;
}

}  // namespace

std::optional<std::string> Scope::expanded(std::string_view prefix, std::string_view local) const {
  std::string name{"{"};
  if (!prefix.empty()) {
    auto const found = prefixes.find(prefix);
    if (found == prefixes.end()) return std::nullopt;
    name += found->second;
  }
  name += '}';
  name += local;
  return name;
}

// What fails when it is evaluated now is left to fail when, and if, a document asks for it.
ExpressionPtr settle(Scope& scope, ExpressionPtr expression) {
  if (dynamic_cast<Constant const*>(expression.get())) return expression;
  if (expression->needs() == needs_document && !dynamic_cast<Once const*>(expression.get()) &&
      !dynamic_cast<SharedVariable const*>(expression.get())) {
    return std::make_unique<Once>(scope.parts.lazies++, std::move(expression));
  }
  if (expression->needs() != needs_nothing) return expression;
  NameBook const no_names;
  Evaluation now{any_document(), no_names, 0};
  now.arena = &scope.parts.constants;
  Focus focus;
  focus.absent = true;
  auto const value = expression->evaluate(now, focus);
  if (now.failed()) return expression;
  return std::make_unique<Constant>(value);
}

}  // namespace airut::schematron
