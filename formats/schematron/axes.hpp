#pragma once

#include "formats/schematron/path.hpp"

namespace airut::schematron {

// Calls sink(node) for what the axis reaches and the test passes, in the order of the axis, until
// it answers false; tells whether it never did.
template <class Sink>
class AxisWalk {
 public:
  AxisWalk(Evaluation& e, Step const& step, Sink& sink)
      : e_(e), tree_(e.tree), test_(e, step.test, step.axis == Axis::attribute), sink_(sink) {}

  bool run(xml::NodeId from, Axis axis) {
    if (test_.hopeless()) return true;
    switch (axis) {
      case Axis::child:
        return children(from);
      case Axis::attribute:
        return attributes(from);
      case Axis::self:
        return offer(from);
      case Axis::parent:
        return tree_[from].parent == xml::none || offer(tree_[from].parent);
      case Axis::descendant:
        return descendants(from);
      case Axis::descendant_or_self:
        return offer(from) && descendants(from);
      case Axis::ancestor:
        return ancestors(tree_[from].parent);
      case Axis::ancestor_or_self:
        return ancestors(from);
      case Axis::following_sibling:
        return following_siblings(from);
      case Axis::preceding_sibling:
        return preceding_siblings(from);
      case Axis::following:
        return range(after(from), tree_.size());
      case Axis::preceding:
        return preceding(from);
    }
    return true;
  }

 private:
  bool offer(xml::NodeId node) { return !test_.passes(tree_[node]) || sink_(node); }

  bool children(xml::NodeId from) {
    auto const& parent = tree_[from];
    if (parent.kind != xml::NodeKind::element && parent.kind != xml::NodeKind::document)
      return true;
    for (auto node = from + 1 + parent.attributes; node < parent.end; node = tree_[node].end) {
      if (!offer(node)) return false;
    }
    return true;
  }

  bool attributes(xml::NodeId from) {
    auto const last = from + tree_[from].attributes;
    for (auto node = from + 1; node <= last; ++node) {
      if (!offer(node)) return false;
    }
    return true;
  }

  bool range(xml::NodeId first, xml::NodeId end) {
    if (test_.name() != xml::none) return named(first, end);
    if (first < end && !e_.spend(end - first)) return false;
    for (auto node = first; node < end; ++node) {
      if (tree_[node].kind != xml::NodeKind::attribute && !offer(node)) return false;
    }
    return true;
  }

  // Straight to the elements of the name.
  bool named(xml::NodeId first, xml::NodeId end) {
    auto const all = tree_.elements_named(test_.name());
    for (auto one = std::lower_bound(all.begin(), all.end(), first); one != all.end() && *one < end;
         ++one) {
      if (!sink_(*one)) return false;
    }
    return true;
  }

  bool descendants(xml::NodeId from) {
    auto const& node = tree_[from];
    return node.kind == xml::NodeKind::attribute || range(from + 1, node.end);
  }

  bool ancestors(xml::NodeId node) {
    for (; node != xml::none; node = tree_[node].parent) {
      if (!offer(node)) return false;
    }
    return true;
  }

  bool following_siblings(xml::NodeId from) {
    for (auto node = tree_.next_sibling(from); node != xml::none; node = tree_.next_sibling(node)) {
      if (!offer(node)) return false;
    }
    return true;
  }

  bool preceding_siblings(xml::NodeId from) {
    auto const parent = tree_[from].parent;
    if (parent == xml::none || tree_[from].kind == xml::NodeKind::attribute) return true;
    Gathering before{*e_.arena};
    for (auto node = tree_.first_child(parent); node != from; node = tree_.next_sibling(node)) {
      if (test_.passes(tree_[node])) before.add(Item::of_node(node));
    }
    return e_.spend(before.size()) && backwards(before);
  }

  // Attributes follow their element, so what is inside it follows them.
  xml::NodeId after(xml::NodeId from) {
    return tree_[from].kind == xml::NodeKind::attribute
               ? tree_[from].parent + 1 + tree_[tree_[from].parent].attributes
               : tree_[from].end;
  }

  // Everything that ended before this node began: ancestors have not ended.
  bool preceding(xml::NodeId from) {
    auto const start = tree_[from].kind == xml::NodeKind::attribute ? tree_[from].parent : from;
    Gathering before{*e_.arena};
    auto const keep = [&](xml::NodeId node) {
      bool const ended = tree_[node].end <= start && tree_[node].kind != xml::NodeKind::attribute;
      if (ended) before.add(Item::of_node(node));
      return true;
    };
    if (test_.name() != xml::none) {
      for (auto const node : tree_.elements_named(test_.name())) {
        if (node >= start) break;
        keep(node);
      }
    } else {
      for (xml::NodeId node = 1; node < start; ++node) {
        if (test_.passes(tree_[node])) keep(node);
      }
      if (!e_.spend(start)) return false;
    }
    return e_.spend(before.size()) && backwards(before);
  }

  bool backwards(Gathering& nodes) {
    for (auto* one = nodes.end(); one != nodes.begin();) {
      if (!sink_((--one)->node)) return false;
    }
    return true;
  }

  Evaluation& e_;
  xml::Tree const& tree_;
  ReadyTest test_;
  Sink& sink_;
};

// [condition][1]: one place among those that conditions leave.
inline bool asks_for_one(std::vector<Predicate> const& predicates) {
  return predicates.back().place > 0 &&
         std::none_of(predicates.begin(), predicates.end() - 1,
                      [](Predicate const& one) { return one.may_be_position; });
}

// The node at the last predicate's place; those behind it are not looked at.
template <class Sink>
bool one_on_step(Evaluation& e, xml::NodeId from, Step const& step, Sink& sink) {
  auto place = step.predicates.back().place;
  bool more = true;
  auto counted = [&](xml::NodeId node) {
    Focus focus;
    focus.item = Item::of_node(node);
    for (std::size_t i = 0; i + 1 < step.predicates.size(); ++i) {
      if (!step.predicates[i].condition->truth(e, focus) || e.failed()) return !e.failed();
    }
    if (--place > 0) return true;
    more = sink(node);
    return false;
  };
  AxisWalk<decltype(counted)>{e, step, counted}.run(from, step.axis);
  return more && !e.failed();
}

// The same with the predicates of the step.
template <class Sink>
bool each_on_step(Evaluation& e, xml::NodeId from, Step const& step, Sink& sink) {
  if (step.predicates.empty()) return AxisWalk<Sink>{e, step, sink}.run(from, step.axis);
  bool by_position = false;
  for (auto const& predicate : step.predicates) by_position |= predicate.may_be_position;
  if (by_position && asks_for_one(step.predicates)) return one_on_step(e, from, step, sink);
  if (by_position) {
    Gathering reached{*e.arena};
    auto gather = [&](xml::NodeId node) { return reached.add(Item::of_node(node)), true; };
    AxisWalk<decltype(gather)>{e, step, gather}.run(from, step.axis);
    for (auto const& item : filter(e, reached.sequence(), step.predicates)) {
      if (!sink(item.node)) return false;
    }
    return !e.failed();
  }
  auto checked = [&](xml::NodeId node) {
    Focus focus;
    focus.item = Item::of_node(node);
    for (auto const& predicate : step.predicates) {
      if (!predicate.condition->truth(e, focus) || e.failed()) return !e.failed();
    }
    return sink(node);
  };
  return AxisWalk<decltype(checked)>{e, step, checked}.run(from, step.axis);
}

}  // namespace airut::schematron
