#include "formats/schematron/match.hpp"

#include <algorithm>

#include "formats/schematron/axes.hpp"
#include "formats/schematron/operators.hpp"

namespace airut::schematron {
namespace {

bool leads_down(Path const& path) {
  if (path.start() == Path::Start::expression) return false;
  return std::all_of(path.steps().begin(), path.steps().end(), [](Step const& step) {
    switch (step.axis) {
      case Axis::child:
      case Axis::attribute:
      case Axis::self:
      case Axis::descendant:
      case Axis::descendant_or_self:
        return true;
      default:
        return false;
    }
  });
}

bool independent_of_place(std::vector<Predicate> const& conditions) {
  return std::all_of(conditions.begin(), conditions.end(), [](Predicate const& one) {
    return (one.condition->needs() & needs_position) == 0 &&
           one.condition->yields() != Yields::number;
  });
}

// The context without what the parser wrapped around it, split at "|".
bool split_paths(Expression const& context, std::vector<Expression const*>& parts) {
  if (auto const* once = dynamic_cast<Once const*>(&context))
    return split_paths(once->definition(), parts);
  auto const* set = dynamic_cast<NodeSet const*>(&context);
  if (!set) return parts.push_back(&context), true;
  return set->kind() == NodeSet::Kind::both && split_paths(set->left(), parts) &&
         split_paths(set->right(), parts);
}

}  // namespace

std::vector<Match> Match::of(Scope& scope, ExpressionPtr context) {
  std::vector<Expression const*> parts;
  std::vector<Match> matches;
  bool readable = split_paths(*context, parts);
  for (auto const* part : parts) {
    std::vector<Expression const*> paths{part};
    auto const* filter = dynamic_cast<Filter const*>(part);
    if (filter) {
      paths.clear();
      readable = readable && split_paths(filter->base(), paths) &&
                 independent_of_place(filter->predicates());
    }
    for (auto const* one : paths) {
      Match match;
      match.path_ = dynamic_cast<Path const*>(one);
      match.conditions_ = filter ? &filter->predicates() : nullptr;
      readable = readable && match.path_ && leads_down(*match.path_);
      matches.push_back(match);
    }
  }
  if (readable) {
    scope.parts.keep(std::move(context));
    return matches;
  }
  std::vector<Step> everywhere;
  everywhere.push_back({Axis::descendant_or_self, {}, {}});
  auto all = std::make_unique<Path>(Path::Start::document, nullptr, std::move(everywhere));
  auto slash = std::make_unique<Slash>(std::move(all), std::move(context));
  auto framed = std::make_unique<Framed>(scope.slots, std::move(slash));
  Match match;
  match.set_ = &scope.parts.keep(std::make_unique<Once>(scope.parts.lazies++, std::move(framed)));
  return {match};
}

std::uint32_t Match::name() const {
  if (!path_ || path_->steps().empty()) return xml::none;
  auto const& test = path_->steps().back().test;
  return test.kind == TestKind::name ? test.name : xml::none;
}

bool Match::only_named_kinds() const {
  if (!path_ || path_->steps().empty()) return false;
  auto const kind = path_->steps().back().test.kind;
  return kind == TestKind::name || kind == TestKind::any_name || kind == TestKind::in_namespace ||
         kind == TestKind::local_name || kind == TestKind::element || kind == TestKind::attribute;
}

bool Match::matches(Evaluation& e, xml::NodeId node) const {
  if (set_) {
    auto const nodes = set_->evaluate(e, {});
    return std::binary_search(nodes.begin(), nodes.end(), Item::of_node(node),
                              [](Item const& a, Item const& b) { return a.node < b.node; });
  }
  if (path_->steps().empty()) return node == 0 && path_->start() == Path::Start::document;
  if (!matches_steps(e, node, path_->steps().size())) return false;
  if (!conditions_) return true;
  Focus focus;
  focus.item = Item::of_node(node);
  return std::all_of(conditions_->begin(), conditions_->end(),
                     [&](Predicate const& one) { return holds(e, one, focus); });
}

bool Match::matches_step(Evaluation& e, xml::NodeId node, Step const& step) const {
  ReadyTest const test{e, step.test, step.axis == Axis::attribute};
  auto const& one = e.tree[node];
  if (!test.passes(one)) return false;
  // child::node() does not reach attributes.
  if (step.axis != Axis::attribute && one.kind == xml::NodeKind::attribute) return false;
  bool by_position = false;
  for (auto const& predicate : step.predicates) by_position |= predicate.may_be_position;
  if (!by_position) {
    Focus focus;
    focus.item = Item::of_node(node);
    return std::all_of(step.predicates.begin(), step.predicates.end(), [&](Predicate const& p) {
      return !e.failed() && p.condition->truth(e, focus);
    });
  }
  if (one.parent == xml::none) return false;
  Axis const axis = step.axis == Axis::attribute ? Axis::attribute : Axis::child;
  Gathering siblings{*e.arena};
  auto gather = [&](xml::NodeId reached) { return siblings.add(Item::of_node(reached)), true; };
  AxisWalk<decltype(gather)>{e, step, gather}.run(one.parent, axis);
  auto const left = filter(e, siblings.sequence(), step.predicates);
  return std::any_of(left.begin(), left.end(), [&](Item const& item) { return item.node == node; });
}

bool Match::matches_start(Evaluation& e, xml::NodeId node, Step const& first) const {
  // child::node() asks for a parent, so the document is none of them.
  if (path_->start() == Path::Start::context) {
    return first.axis != Axis::child || e.tree[node].parent != xml::none;
  }
  if (first.axis == Axis::descendant || first.axis == Axis::descendant_or_self) return true;
  return first.axis == Axis::self ? node == 0 : e.tree[node].parent == 0;
}

// Are the steps before `behind` a way to this node?
bool Match::matches_steps(Evaluation& e, xml::NodeId node, std::size_t behind) const {
  auto const& step = path_->steps()[behind - 1];
  if (e.failed() || !matches_step(e, node, step)) return false;
  if (behind == 1) return matches_start(e, node, step);
  switch (step.axis) {
    case Axis::self:
      return matches_steps(e, node, behind - 1);
    case Axis::child:
    case Axis::attribute:
      return e.tree[node].parent != xml::none && matches_steps(e, e.tree[node].parent, behind - 1);
    default:
      break;
  }
  auto above = step.axis == Axis::descendant_or_self ? node : e.tree[node].parent;
  for (; above != xml::none; above = e.tree[above].parent) {
    if (matches_steps(e, above, behind - 1)) return true;
  }
  return false;
}

}  // namespace airut::schematron
