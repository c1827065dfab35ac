#include <array>

#include "formats/schematron/functions.hpp"
#include "formats/schematron/operators.hpp"

namespace airut::schematron {
namespace {

// The relation with its sides changed.
Relation mirrored(Relation relation) {
  switch (relation) {
    case Relation::less:
      return Relation::greater;
    case Relation::less_equal:
      return Relation::greater_equal;
    case Relation::greater:
      return Relation::less;
    case Relation::greater_equal:
      return Relation::less_equal;
    default:
      return relation;
  }
}

// What "count(X) relation number" asks of X; nullopt when it asks how many.
std::optional<Asked::Question> question(Relation relation, Expression const& number) {
  auto const* constant = dynamic_cast<Constant const*>(&number);
  if (!constant || constant->value().size() != 1) return std::nullopt;
  auto const& only = constant->value().front();
  if (only.kind != Kind::integer || only.big || only.small < 0 || only.small > 1) {
    return std::nullopt;
  }
  bool const zero = only.small == 0;
  using Question = Asked::Question;
  if (zero && (relation == Relation::greater || relation == Relation::unequal)) {
    return Question::exists;
  }
  if (!zero && relation == Relation::greater_equal) return Question::exists;
  if (zero && (relation == Relation::equal || relation == Relation::less_equal)) {
    return Question::empty;
  }
  if (!zero && relation == Relation::less) return Question::empty;
  return std::nullopt;
}

ExpressionPtr asked_by_count(Relation relation, Expression& count, Expression const& number) {
  auto* const counted = dynamic_cast<Count*>(&count);
  if (!counted) return nullptr;
  auto const asked = question(relation, number);
  return asked ? std::make_unique<Asked>(*asked, std::move(counted->argument())) : nullptr;
}

}  // namespace

ExpressionPtr make_comparison(bool general, Relation relation, ExpressionPtr left,
                              ExpressionPtr right) {
  if (auto asked = asked_by_count(relation, *left, *right)) return asked;
  if (auto asked = asked_by_count(mirrored(relation), *right, *left)) return asked;
  if (!general)
    return std::make_unique<ValueComparison>(relation, std::move(left), std::move(right));
  return std::make_unique<GeneralComparison>(relation, std::move(left), std::move(right));
}

ExpressionPtr make_logic(Logic::Kind kind, ExpressionList operands) {
  bool const decides = kind == Logic::Kind::any;
  for (auto& one : operands) {
    auto const* constant = dynamic_cast<Constant const*>(one.get());
    if (!constant || constant->value().size() != 1) continue;
    auto const& only = constant->value().front();
    if (only.kind == Kind::boolean && only.truth == decides) return std::move(one);
  }
  return std::make_unique<Logic>(kind, std::move(operands));
}

}  // namespace airut::schematron
