#include "formats/schematron/path.hpp"

#include <algorithm>

#include "formats/schematron/axes.hpp"
#include "formats/schematron/cast.hpp"
#include "formats/schematron/operators.hpp"

namespace airut::schematron {

bool ReadyTest::passes_rarely(xml::Node const& node) const {
  switch (test_.kind) {
    case TestKind::any_name:
      return node.kind == principal_;
    case TestKind::in_namespace:
      return node.kind == principal_ && tree_.name(node.name).uri == test_.uri;
    case TestKind::local_name:
      return node.kind == principal_ && tree_.name(node.name).local == test_.local;
    case TestKind::text:
      return node.kind == xml::NodeKind::text;
    case TestKind::comment:
      return node.kind == xml::NodeKind::comment;
    case TestKind::instruction:
      return node.kind == xml::NodeKind::instruction &&
             (test_.local.empty() || tree_.name(node.name).local == test_.local);
    case TestKind::element:
      return node.kind == xml::NodeKind::element;
    case TestKind::attribute:
      return node.kind == xml::NodeKind::attribute;
    case TestKind::document:
      return node.kind == xml::NodeKind::document;
    default:
      return true;
  }
}

Predicate::Predicate(ExpressionPtr expression)
    : condition(std::move(expression)),
      may_be_position((condition->needs() & needs_position) != 0 ||
                      condition->yields() == Yields::number ||
                      condition->yields() == Yields::anything) {
  auto const* constant = dynamic_cast<Constant const*>(condition.get());
  if (!constant || constant->value().size() != 1) return;
  auto const& only = constant->value().front();
  if (only.kind == Kind::integer && !only.big && only.small > 0) {
    place = static_cast<std::size_t>(only.small);
  }
}

bool holds(Evaluation& e, Predicate const& predicate, Focus const& focus) {
  if (!predicate.may_be_position) return predicate.condition->truth(e, focus) && !e.failed();
  auto const value = predicate.condition->evaluate(e, focus);
  if (e.failed()) return false;
  if (value.size() == 1 && value.front().is_number()) {
    bool valid = true;
    return real_of(e, value.front(), valid) == static_cast<double>(focus.position);
  }
  return effective_boolean(e, value) && !e.failed();
}

Sequence filter(Evaluation& e, Sequence const& items, std::vector<Predicate> const& predicates) {
  auto left = items;
  for (auto const& predicate : predicates) {
    if (!e.spend(left.size())) return {};
    Gathering kept{*e.arena};
    for (std::size_t i = 0; i < left.size(); ++i) {
      Focus const focus{left[i], i + 1, left.size(), false};
      if (holds(e, predicate, focus)) kept.add(left[i]);
      if (e.failed()) return {};
    }
    left = kept.sequence();
  }
  return left;
}

Sequence in_document_order(Gathering& nodes) {
  auto const by_node = [](Item const& a, Item const& b) { return a.node < b.node; };
  auto const unordered = [](Item const& a, Item const& b) { return a.node >= b.node; };
  if (std::adjacent_find(nodes.begin(), nodes.end(), unordered) != nodes.end()) {
    std::sort(nodes.begin(), nodes.end(), by_node);
    auto* const end = std::unique(nodes.begin(), nodes.end(),
                                  [](Item const& a, Item const& b) { return a.node == b.node; });
    nodes.shorten(static_cast<std::size_t>(end - nodes.begin()));
  }
  return nodes.sequence();
}

Path::Path(Start start, ExpressionPtr from, std::vector<Step> steps)
    : start_(start), from_(std::move(from)), steps_(std::move(steps)) {
  need(start == Start::context ? needs_focus | needs_document : needs_document);
  if (from_) part(*from_);
  bool single = true;  // so far at most one node has been reached
  bool below = false;  // nodes inside each other may have been reached
  for (auto const& step : steps_) {
    switch (step.axis) {
      case Axis::self:
        break;
      case Axis::parent:
        once_ = once_ && single;
        in_order_ = in_order_ && single;
        break;
      case Axis::child:
        in_order_ = in_order_ && !below;
        single = false;
        break;
      case Axis::attribute:
        single = false;
        break;
      case Axis::descendant:
      case Axis::descendant_or_self:
      case Axis::following_sibling:
        once_ = once_ && single;
        in_order_ = in_order_ && single;
        below = below || step.axis != Axis::following_sibling;
        single = false;
        break;
      default:
        once_ = once_ && single;
        in_order_ = false;
        single = false;
    }
    for (auto const& predicate : step.predicates) {
      need(predicate.condition->needs() & (needs_frame | needs_document));
      enclose(*predicate.condition);
    }
  }
  yield(Yields::nodes);
}

bool Path::start_node(Evaluation& e, Focus const& focus, xml::NodeId& node) const {
  if (start_ == Start::document) {
    node = 0;
    return true;
  }
  if (focus.absent) return e.fail("there is no context item here");
  if (focus.item.kind != Kind::node) return e.fail("the context item is not a node");
  node = focus.item.node;
  return true;
}

template <class Sink>
bool Path::stream(Evaluation& e, xml::NodeId node, std::size_t step, Sink& sink) const {
  if (step == steps_.size()) return sink(node);
  if (step + 1 == steps_.size()) return each_on_step(e, node, steps_[step], sink);
  auto onward = [&](xml::NodeId reached) { return stream(e, reached, step + 1, sink); };
  return each_on_step(e, node, steps_[step], onward);
}

Sequence Path::stepwise(Evaluation& e, Sequence nodes, std::size_t first) const {
  for (auto i = first; i < steps_.size(); ++i) {
    Gathering reached{*e.arena};
    auto gather = [&](xml::NodeId node) { return reached.add(Item::of_node(node)), true; };
    for (auto const& item : nodes) {
      if (item.kind != Kind::node) return e.fail("a step from something that is not a node"), nodes;
      each_on_step(e, item.node, steps_[i], gather);
      if (e.failed() || !e.spend(1)) return {};
    }
    nodes = in_document_order(reached);
  }
  return nodes;
}

Sequence Path::evaluate(Evaluation& e, Focus const& focus) const {
  if (start_ == Start::expression) {
    auto const from = from_->evaluate(e, focus);
    return e.failed() ? Sequence{} : stepwise(e, from, 0);
  }
  xml::NodeId node = 0;
  if (!start_node(e, focus, node)) return {};
  if (!in_order_) return stepwise(e, e.one(Item::of_node(node)), 0);
  Gathering reached{*e.arena};
  auto gather = [&](xml::NodeId one) { return reached.add(Item::of_node(one)), true; };
  stream(e, node, 0, gather);
  e.spend(1 + reached.size());
  return reached.sequence();
}

void Path::visit(Evaluation& e, Focus const& focus, Take const& take) const {
  if (start_ == Start::expression || !in_order_) return Expression::visit(e, focus, take);
  xml::NodeId node = 0;
  if (!start_node(e, focus, node)) return;
  auto give = [&](xml::NodeId one) { return e.spend(1) && take(Item::of_node(one)); };
  stream(e, node, 0, give);
}

bool Path::truth(Evaluation& e, Focus const& focus) const {
  if (start_ == Start::expression || !once_) return Expression::truth(e, focus);
  xml::NodeId node = 0;
  if (!start_node(e, focus, node) || !e.spend(1)) return false;
  bool found = false;
  auto stop = [&](xml::NodeId) { return found = true, false; };
  stream(e, node, 0, stop);
  return found;
}

std::size_t Path::count(Evaluation& e, Focus const& focus) const {
  if (start_ == Start::expression || !once_) return evaluate(e, focus).size();
  xml::NodeId node = 0;
  if (!start_node(e, focus, node)) return 0;
  std::size_t count = 0;
  auto counting = [&](xml::NodeId) { return ++count, true; };
  stream(e, node, 0, counting);
  e.spend(1 + count);
  return count;
}

Slash::Slash(ExpressionPtr left, ExpressionPtr right)
    : left_(std::move(left)), right_(std::move(right)) {
  part(*left_);
  need(right_->needs() & (needs_frame | needs_document));
  enclose(*right_);
  if (right_->yields() != Yields::number) yield(right_->yields());
}

Sequence Slash::evaluate(Evaluation& e, Focus const& focus) const {
  auto const left = left_->evaluate(e, focus);
  Gathering all{*e.arena};
  for (std::size_t i = 0; i < left.size() && !e.failed(); ++i) {
    if (left[i].kind != Kind::node) return e.fail("a step from something that is not a node"), left;
    Focus const inner{left[i], i + 1, left.size(), false};
    auto const found = right_->evaluate(e, inner);
    all.add(found);
    e.spend(1 + found.size());
  }
  if (e.failed()) return {};
  auto const is_node = [](Item const& item) { return item.kind == Kind::node; };
  auto const nodes = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), is_node));
  if (nodes == 0) return all.sequence();
  if (nodes != all.size()) return e.fail("a step gives nodes and values mixed"), Sequence{};
  return in_document_order(all);
}

void Slash::visit(Evaluation& e, Focus const& focus, Take const& take) const {
  auto const yields = right_->yields();
  if (yields == Yields::nodes || yields == Yields::anything) {
    return Expression::visit(e, focus, take);  // nodes have to be put in order
  }
  auto const left = left_->evaluate(e, focus);
  bool more = true;
  for (std::size_t i = 0; i < left.size() && more && !e.failed() && e.spend(1); ++i) {
    if (left[i].kind != Kind::node) return void(e.fail("a step from something that is not a node"));
    right_->visit(e, {left[i], i + 1, left.size(), false},
                  [&](Item const& item) { return more = take(item); });
  }
}

Filter::Filter(ExpressionPtr base, std::vector<Predicate> predicates)
    : base_(std::move(base)), predicates_(std::move(predicates)) {
  part(*base_);
  for (auto const& predicate : predicates_) {
    need(predicate.condition->needs() & (needs_frame | needs_document));
    enclose(*predicate.condition);
  }
  if (base_->yields() != Yields::number) yield(base_->yields());
}

Sequence Filter::evaluate(Evaluation& e, Focus const& focus) const {
  auto const base = base_->evaluate(e, focus);
  return e.failed() ? base : filter(e, base, predicates_);
}

void Filter::visit(Evaluation& e, Focus const& focus, Take const& take) const {
  auto const by_position = [](Predicate const& one) { return one.may_be_position; };
  if (std::any_of(predicates_.begin(), predicates_.end(), by_position)) {
    return Expression::visit(e, focus, take);
  }
  base_->visit(e, focus, [&](Item const& item) {
    Focus const inner{item, 1, 1, false};
    for (auto const& predicate : predicates_) {
      if (!e.spend(1) || !predicate.condition->truth(e, inner) || e.failed()) return !e.failed();
    }
    return take(item);
  });
}

Sequence ContextItem::evaluate(Evaluation& e, Focus const& focus) const {
  if (focus.absent) return e.fail("there is no context item here"), Sequence{};
  return e.one(focus.item);
}

}  // namespace airut::schematron
