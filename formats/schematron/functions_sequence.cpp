#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

#include "formats/schematron/cast.hpp"
#include "formats/schematron/compare.hpp"
#include "formats/schematron/functions.hpp"

namespace airut::schematron {
namespace {

Sequence truth(Call const& call) { return call.e.one(Item::boolean(true)); }
Sequence falsehood(Call const& call) { return call.e.one(Item::boolean(false)); }

Sequence position(Call const& call) {
  if (call.focus.absent) return call.e.fail("there is no context item here"), Sequence{};
  return call.e.one(Item::integer(static_cast<std::int64_t>(call.focus.position)));
}

Sequence last(Call const& call) {
  if (call.focus.absent) return call.e.fail("there is no context item here"), Sequence{};
  return call.e.one(Item::integer(static_cast<std::int64_t>(call.focus.size)));
}

Sequence data(Call const& call) { return atomized(call.e, call[0]); }

Sequence reverse(Call const& call) {
  auto* const items = call.e.arena->array<Item>(call[0].size());
  std::reverse_copy(call[0].begin(), call[0].end(), items);
  return {items, call[0].size()};
}

// NaN is the same as NaN here; what cannot be compared is different.
bool same_value(Evaluation& e, Item const& a, Item const& b) {
  if (a.is_text() && b.is_text()) return a.view() == b.view();
  if (a.is_number() && b.is_number()) {
    bool const both_nan =
        a.kind == Kind::real && b.kind == Kind::real && std::isnan(a.real) && std::isnan(b.real);
    return both_nan || value_holds(e, a, b, Relation::equal);
  }
  return a.kind == b.kind && value_holds(e, a, b, Relation::equal);
}

Sequence distinct_values(Call const& call) {
  std::unordered_set<std::string_view> texts;
  Gathering kept{*call.e.arena}, others{*call.e.arena};
  for (auto const& item : call[0]) {
    auto const atom = atomized(call.e, item);
    if (atom.is_text()) {
      if (texts.insert(atom.view()).second) kept.add(atom);
      continue;
    }
    bool const seen = std::any_of(others.begin(), others.end(), [&](Item const& other) {
      return same_value(call.e, atom, other);
    });
    if (!call.e.spend(1 + others.size())) return {};
    if (seen) continue;
    others.add(atom);
    kept.add(atom);
  }
  return kept.sequence();
}

// Children that count: comments and instructions do not.
xml::NodeId counting(xml::Tree const& tree, xml::NodeId node) {
  auto const passes = [&](xml::NodeId one) {
    auto const kind = tree[one].kind;
    return kind != xml::NodeKind::comment && kind != xml::NodeKind::instruction;
  };
  while (node != xml::none && !passes(node)) node = tree.next_sibling(node);
  return node;
}

bool same_attributes(xml::Tree const& tree, xml::NodeId a, xml::NodeId b) {
  if (tree[a].attributes != tree[b].attributes) return false;
  for (auto one = a + 1; one <= a + tree[a].attributes; ++one) {
    bool found = false;
    for (auto other = b + 1; other <= b + tree[b].attributes; ++other) {
      found = found || (tree[one].name == tree[other].name && tree[one].value == tree[other].value);
    }
    if (!found) return false;
  }
  return true;
}

// F&O section 15.3.1, for nodes of one document. Depth is limited by that of the document.
bool same_node(Evaluation& e, xml::NodeId a, xml::NodeId b) {
  auto const& tree = e.tree;
  auto const& one = tree[a];
  auto const& other = tree[b];
  if (!e.spend(1) || one.kind != other.kind || one.name != other.name) return false;
  bool const has_children =
      one.kind == xml::NodeKind::element || one.kind == xml::NodeKind::document;
  if (!has_children) return node_text(e, a) == node_text(e, b);
  if (one.kind == xml::NodeKind::element && !same_attributes(tree, a, b)) return false;
  auto x = counting(tree, tree.first_child(a)), y = counting(tree, tree.first_child(b));
  while (x != xml::none && y != xml::none && same_node(e, x, y)) {
    x = counting(tree, tree.next_sibling(x));
    y = counting(tree, tree.next_sibling(y));
  }
  return x == xml::none && y == xml::none;
}

bool deep_equal_items(Evaluation& e, Item const& a, Item const& b) {
  bool const both = a.kind == Kind::node && b.kind == Kind::node;
  if (a.kind == Kind::node || b.kind == Kind::node) return both && same_node(e, a.node, b.node);
  return same_value(e, a, b);
}

Sequence deep_equal(Call const& call) {
  bool same = call[0].size() == call[1].size();
  for (std::size_t i = 0; i < call[0].size() && same; ++i) {
    same = deep_equal_items(call.e, call[0][i], call[1][i]);
  }
  return call.e.one(Item::boolean(same));
}

Sequence index_of(Call const& call) {
  auto const wanted = single_atomic(call.e, call[1]);
  if (!wanted) return {};
  Gathering places{*call.e.arena};
  for (std::size_t i = 0; i < call[0].size(); ++i) {
    if (same_value(call.e, atomized(call.e, call[0][i]), *wanted)) {
      places.add(Item::integer(static_cast<std::int64_t>(i + 1)));
    }
  }
  return places.sequence();
}

bool number_argument(Call const& call, std::size_t i, double& value) {
  auto const converted = convert(call.e, call[i], {Sort::atomic, Type::real, Occurs::one});
  if (call.e.failed()) return false;
  value = converted.front().real;
  return true;
}

Sequence subsequence(Call const& call) {
  double start = 0, length = HUGE_VAL;
  if (!number_argument(call, 1, start)) return {};
  if (call.size() > 2 && !number_argument(call, 2, length)) return {};
  auto const first = std::floor(start + 0.5);
  auto const end = first + (std::isinf(length) ? length : std::floor(length + 0.5));
  Gathering kept{*call.e.arena};
  for (std::size_t i = 0; i < call[0].size(); ++i) {
    auto const place = static_cast<double>(i + 1);
    if (place >= first && place < end) kept.add(call[0][i]);
  }
  return kept.sequence();
}

bool place_argument(Call const& call, std::int64_t& place) {
  auto const converted = convert(call.e, call[1], {Sort::atomic, Type::integer, Occurs::one});
  if (call.e.failed()) return false;
  auto const exact = converted.front().exact();
  place = exact.big ? (sign(exact) < 0 ? 0 : INT64_MAX) : exact.small;
  return true;
}

Sequence insert_before(Call const& call) {
  std::int64_t place = 0;
  if (!place_argument(call, place)) return {};
  auto const size = static_cast<std::int64_t>(call[0].size());
  auto const at = static_cast<std::size_t>(std::clamp<std::int64_t>(place, 1, size + 1) - 1);
  Gathering all{*call.e.arena};
  all.add(Sequence{call[0].begin(), at});
  all.add(call[2]);
  all.add(Sequence{call[0].begin() + at, call[0].size() - at});
  return all.sequence();
}

Sequence remove(Call const& call) {
  std::int64_t place = 0;
  if (!place_argument(call, place)) return {};
  Gathering all{*call.e.arena};
  for (std::size_t i = 0; i < call[0].size(); ++i) {
    if (static_cast<std::int64_t>(i) + 1 != place) all.add(call[0][i]);
  }
  return all.sequence();
}

Sequence zero_or_one(Call const& call) {
  if (call[0].size() > 1) call.e.fail("zero-or-one() of more");
  return call[0];
}

Sequence one_or_more(Call const& call) {
  if (call[0].empty()) call.e.fail("one-or-more() of nothing");
  return call[0];
}

Sequence exactly_one(Call const& call) {
  if (call[0].size() != 1) call.e.fail("exactly-one() of another number");
  return call[0];
}

constexpr std::array all_sequence_functions = {
    LibraryFunction{"true", 0, 0, truth, Yields::truth},
    LibraryFunction{"false", 0, 0, falsehood, Yields::truth},
    LibraryFunction{"position", 0, 0, position, Yields::number, needs_focus | needs_position},
    LibraryFunction{"last", 0, 0, last, Yields::number, needs_focus | needs_position},
    LibraryFunction{"data", 1, 1, data},
    LibraryFunction{"reverse", 1, 1, reverse},
    LibraryFunction{"distinct-values", 1, 1, distinct_values},
    LibraryFunction{"index-of", 2, 2, index_of},
    LibraryFunction{"subsequence", 2, 3, subsequence},
    LibraryFunction{"insert-before", 3, 3, insert_before},
    LibraryFunction{"remove", 2, 2, remove},
    LibraryFunction{"deep-equal", 2, 2, deep_equal, Yields::truth, needs_document},
    LibraryFunction{"zero-or-one", 1, 1, zero_or_one},
    LibraryFunction{"one-or-more", 1, 1, one_or_more},
    LibraryFunction{"exactly-one", 1, 1, exactly_one},
};

}  // namespace

std::span<LibraryFunction const> sequence_functions() { return all_sequence_functions; }

}  // namespace airut::schematron
