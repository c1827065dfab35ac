#include <algorithm>

#include "formats/schematron/operators.hpp"

namespace airut::schematron {

bool effective_boolean(Evaluation& e, Sequence const& value) {
  if (value.empty()) return false;
  auto const& first = value.front();
  if (first.kind == Kind::node) return true;
  if (value.size() > 1) return e.fail("several values have no truth value");
  switch (first.kind) {
    case Kind::boolean:
      return first.truth;
    case Kind::string:
    case Kind::untyped:
      return first.length != 0;
    case Kind::integer:
    case Kind::decimal:
      return sign(first.exact()) != 0;
    case Kind::real:
      return first.real != 0 && first.real == first.real;
    default:
      return e.fail("a date has no truth value");
  }
}

// What fails as a whole may have an answer before it comes to what fails: a first node is one.
bool Expression::truth(Evaluation& e, Focus const& focus) const {
  auto const value = evaluate(e, focus);
  if (!e.failed()) return effective_boolean(e, value);
  if (!e.forgive_value()) return false;
  Gathering seen{*e.arena};
  visit(e, focus, [&](Item const& item) {
    seen.add(item);
    return item.kind != Kind::node && seen.size() < 2;
  });
  return !e.failed() && effective_boolean(e, seen.sequence());
}

void Expression::visit(Evaluation& e, Focus const& focus, Take const& take) const {
  auto const value = evaluate(e, focus);
  for (std::size_t i = 0; i < value.size() && !e.failed(); ++i) {
    if (!take(value[i])) return;
  }
}

void Once::visit(Evaluation& e, Focus const& focus, Take const& take) const {
  auto const value = evaluate(e, focus);
  if (!e.failed()) {
    std::all_of(value.begin(), value.end(), take);
  } else if (e.forgive_value()) {
    Focus at_document;
    at_document.item = Item::of_node(0);
    definition_->visit(e, at_document, take);
  }
}

void RuleVariable::visit(Evaluation& e, Focus const& focus, Take const& take) const {
  auto const value = evaluate(e, focus);
  if (!e.failed()) {
    std::all_of(value.begin(), value.end(), take);
  } else if (e.forgive_value()) {
    definition_.visit(e, e.rule_focus, take);
  }
}

Logic::Logic(Kind kind, ExpressionList operands) : kind_(kind), operands_(std::move(operands)) {
  for (auto const& one : operands_) part(*one);
  yield(Yields::truth);
}

Sequence Logic::evaluate(Evaluation& e, Focus const& focus) const {
  return e.one(Item::boolean(truth(e, focus)));
}

bool Logic::truth(Evaluation& e, Focus const& focus) const {
  bool const decides = kind_ == Kind::any;
  for (auto const& one : operands_) {
    auto const holds = one->truth(e, focus);
    if (e.failed()) return false;
    if (holds == decides) return decides;
  }
  return !decides;
}

GeneralComparison::GeneralComparison(Relation relation, ExpressionPtr left, ExpressionPtr right)
    : relation_(relation), left_(std::move(left)), right_(std::move(right)) {
  part(*left_);
  part(*right_);
  yield(Yields::truth);
}

Sequence GeneralComparison::evaluate(Evaluation& e, Focus const& focus) const {
  return e.one(Item::boolean(truth(e, focus)));
}

// Looks each item up; what is no text is compared one by one.
bool GeneralComparison::among(Evaluation& e, Sequence const& items, Constant const& list) const {
  for (auto const& item : items) {
    auto const atom = atomized(e, item);
    if (atom.is_text()) {
      if (list.texts().contains(atom.view())) return true;
      continue;
    }
    for (auto const& one : list.value()) {
      if (general_holds(e, atom, one, relation_)) return true;
      if (e.failed()) return false;
    }
  }
  return false;
}

bool GeneralComparison::truth(Evaluation& e, Focus const& focus) const {
  auto const holds = at_once(e, focus);
  return e.forgive_value() ? one_by_one(e, focus) : holds;
}

// A pair that holds is the answer, whatever fails behind it.
bool GeneralComparison::one_by_one(Evaluation& e, Focus const& focus) const {
  bool found = false;
  left_->visit(e, focus, [&](Item const& item) {
    auto const atom = atomized(e, item);
    right_->visit(e, focus, [&](Item const& other) {
      found = e.spend(1) && general_holds(e, atom, atomized(e, other), relation_);
      return !found && !e.failed();
    });
    return !found && !e.failed();
  });
  return found;
}

bool GeneralComparison::at_once(Evaluation& e, Focus const& focus) const {
  auto const left = left_->evaluate(e, focus);
  if (e.failed() || left.empty()) return false;
  if (relation_ == Relation::equal) {
    auto const* list = dynamic_cast<Constant const*>(right_.get());
    if (list && !list->texts().empty()) return among(e, left, *list);
  }
  auto const right = atomized(e, right_->evaluate(e, focus));
  if (e.failed() || !e.spend(left.size() * right.size())) return false;
  for (auto const& item : left) {
    auto const atom = atomized(e, item);
    for (auto const& other : right) {
      if (general_holds(e, atom, other, relation_)) return true;
      if (e.failed()) return false;
    }
  }
  return false;
}

ValueComparison::ValueComparison(Relation relation, ExpressionPtr left, ExpressionPtr right)
    : relation_(relation), left_(std::move(left)), right_(std::move(right)) {
  part(*left_);
  part(*right_);
  yield(Yields::truth);
}

Sequence ValueComparison::evaluate(Evaluation& e, Focus const& focus) const {
  auto const left = single_atomic(e, left_->evaluate(e, focus));
  if (e.failed() || !left) return {};
  auto const right = single_atomic(e, right_->evaluate(e, focus));
  if (e.failed() || !right) return {};
  return e.one(Item::boolean(value_holds(e, *left, *right, relation_)));
}

NodeComparison::NodeComparison(NodeRelation relation, ExpressionPtr left, ExpressionPtr right)
    : relation_(relation), left_(std::move(left)), right_(std::move(right)) {
  part(*left_);
  part(*right_);
  yield(Yields::truth);
}

Sequence NodeComparison::evaluate(Evaluation& e, Focus const& focus) const {
  auto const left = left_->evaluate(e, focus);
  auto const right = right_->evaluate(e, focus);
  if (e.failed() || left.empty() || right.empty()) return {};
  if (left.size() > 1 || right.size() > 1 || left.front().kind != Kind::node ||
      right.front().kind != Kind::node) {
    return e.fail("only single nodes have a place to compare"), Sequence{};
  }
  auto const a = left.front().node, b = right.front().node;
  auto const holds = relation_ == NodeRelation::is       ? a == b
                     : relation_ == NodeRelation::before ? a < b
                                                         : a > b;
  return e.one(Item::boolean(holds));
}

If::If(ExpressionPtr condition, ExpressionPtr then, ExpressionPtr otherwise)
    : condition_(std::move(condition)), then_(std::move(then)), otherwise_(std::move(otherwise)) {
  part(*condition_);
  part(*then_);
  part(*otherwise_);
  if (then_->yields() == otherwise_->yields()) yield(then_->yields());
}

Sequence If::evaluate(Evaluation& e, Focus const& focus) const {
  auto const holds = condition_->truth(e, focus);
  if (e.failed()) return {};
  return (holds ? then_ : otherwise_)->evaluate(e, focus);
}

void If::visit(Evaluation& e, Focus const& focus, Take const& take) const {
  auto const holds = condition_->truth(e, focus);
  if (!e.failed()) (holds ? then_ : otherwise_)->visit(e, focus, take);
}

bool If::truth(Evaluation& e, Focus const& focus) const {
  auto const holds = condition_->truth(e, focus);
  return !e.failed() && (holds ? then_ : otherwise_)->truth(e, focus);
}

For::For(std::uint32_t slot, ExpressionPtr items, ExpressionPtr body)
    : slot_(slot), items_(std::move(items)), body_(std::move(body)) {
  part(*items_);
  part(*body_);
  need(needs_frame);
}

Sequence For::evaluate(Evaluation& e, Focus const& focus) const {
  auto const items = items_->evaluate(e, focus);
  Gathering all{*e.arena};
  for (std::size_t i = 0; i < items.size() && !e.failed(); ++i) {
    e.frame[slot_].value = {&items[i], 1};
    auto const found = body_->evaluate(e, focus);
    all.add(found);
    e.spend(1 + found.size());
  }
  return all.sequence();
}

void For::visit(Evaluation& e, Focus const& focus, Take const& take) const {
  bool more = true;
  items_->visit(e, focus, [&](Item const& item) {
    e.frame[slot_].value = e.one(item);
    body_->visit(e, focus, [&](Item const& found) { return more = take(found); });
    return more && !e.failed() && e.spend(1);
  });
}

Quantified::Quantified(bool every, std::uint32_t slot, ExpressionPtr items, ExpressionPtr condition)
    : every_(every), slot_(slot), items_(std::move(items)), condition_(std::move(condition)) {
  part(*items_);
  part(*condition_);
  need(needs_frame);
  yield(Yields::truth);
}

Sequence Quantified::evaluate(Evaluation& e, Focus const& focus) const {
  return e.one(Item::boolean(truth(e, focus)));
}

bool Quantified::truth(Evaluation& e, Focus const& focus) const {
  auto const holds = at_once(e, focus);
  return e.forgive_value() ? one_by_one(e, focus) : holds;
}

bool Quantified::one_by_one(Evaluation& e, Focus const& focus) const {
  bool decided = false;
  items_->visit(e, focus, [&](Item const& item) {
    e.frame[slot_].value = e.one(item);
    decided = condition_->truth(e, focus) != every_ && !e.failed();
    return !decided && !e.failed() && e.spend(1);
  });
  return decided != every_ && !e.failed();
}

bool Quantified::at_once(Evaluation& e, Focus const& focus) const {
  auto const items = items_->evaluate(e, focus);
  for (std::size_t i = 0; i < items.size() && !e.failed(); ++i) {
    e.frame[slot_].value = {&items[i], 1};
    auto const holds = condition_->truth(e, focus);
    if (e.failed() || !e.spend(1)) return false;
    if (holds != every_) return !every_;
  }
  return every_ && !e.failed();
}

ExpressionPtr make_quantified(bool every, std::uint32_t slot, ExpressionPtr items,
                              ExpressionPtr condition) {
  auto* const comparison = every ? nullptr : dynamic_cast<GeneralComparison*>(condition.get());
  if (comparison) {
    auto const is_variable = [&](ExpressionPtr const& side) {
      auto const* local = dynamic_cast<LocalVariable const*>(side.get());
      return local && local->slot() == slot;
    };
    auto& left = comparison->left();
    auto& right = comparison->right();
    if (is_variable(right) && !(left->needs() & needs_frame)) {
      return std::make_unique<GeneralComparison>(comparison->relation(), std::move(left),
                                                 std::move(items));
    }
    if (is_variable(left) && !(right->needs() & needs_frame)) {
      return std::make_unique<GeneralComparison>(comparison->relation(), std::move(items),
                                                 std::move(right));
    }
  }
  return std::make_unique<Quantified>(every, slot, std::move(items), std::move(condition));
}

}  // namespace airut::schematron
