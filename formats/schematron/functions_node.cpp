#include <array>
#include <chrono>

#include <fmt/format.h>

#include "formats/schematron/cast.hpp"
#include "formats/schematron/dates.hpp"
#include "formats/schematron/functions.hpp"

namespace airut::schematron {
namespace {

// The node asked for; nullptr when the argument is empty or the call has failed.
xml::Node const* node_argument(Call const& call) {
  if (call[0].empty()) return nullptr;
  if (call[0].size() > 1 || call[0].front().kind != Kind::node) {
    call.e.fail("one node is expected");
    return nullptr;
  }
  return &call.e.tree[call[0].front().node];
}

xml::Name name_of(Call const& call) {
  auto const* node = node_argument(call);
  return node && node->name != xml::none ? call.e.tree.name(node->name) : xml::Name{};
}

Sequence name(Call const& call) {
  auto const found = name_of(call);
  if (found.prefix.empty()) return call.e.one(Item::string(found.local));
  return call.e.one(
      call.e.text_item(Kind::string, fmt::format("{}:{}", found.prefix, found.local)));
}

Sequence local_name(Call const& call) { return call.e.one(Item::string(name_of(call).local)); }

Sequence namespace_uri(Call const& call) { return call.e.one(Item::string(name_of(call).uri)); }

Sequence root(Call const& call) {
  return node_argument(call) ? call.e.one(Item::of_node(0)) : Sequence{};
}

// Its place among the siblings of its kind and name, from 1.
std::size_t place_of(xml::Tree const& tree, xml::NodeId node) {
  auto const& one = tree[node];
  std::size_t place = 1;
  for (auto before = tree.first_child(one.parent); before != node;
       before = tree.next_sibling(before)) {
    place += tree[before].kind == one.kind && tree[before].name == one.name;
  }
  return place;
}

std::string step_to(xml::Tree const& tree, xml::NodeId node) {
  auto const& one = tree[node];
  auto const name = one.name == xml::none ? xml::Name{} : tree.name(one.name);
  switch (one.kind) {
    case xml::NodeKind::element:
      return fmt::format("Q{{{}}}{}[{}]", name.uri, name.local, place_of(tree, node));
    case xml::NodeKind::attribute:
      return name.uri.empty() ? fmt::format("@{}", name.local)
                              : fmt::format("@Q{{{}}}{}", name.uri, name.local);
    case xml::NodeKind::comment:
      return fmt::format("comment()[{}]", place_of(tree, node));
    case xml::NodeKind::instruction:
      return fmt::format("processing-instruction({})[{}]", name.local, place_of(tree, node));
    default:
      return fmt::format("text()[{}]", place_of(tree, node));
  }
}

// F&O 3.1 section 14.2: "/Q{urn:order}order[1]/Q{urn:order}line[2]".
Sequence path(Call const& call) {
  if (!node_argument(call)) return {};
  auto const& tree = call.e.tree;
  std::string text;
  for (auto node = call[0].front().node; node != 0 && call.e.spend(1); node = tree[node].parent) {
    text.insert(0, "/" + step_to(tree, node));
  }
  return call.e.one(call.e.text_item(Kind::string, text.empty() ? "/" : text));
}

Sequence current(Call const& call) { return call.e.one(call.e.rule_focus.item); }

template <class Part>
Sequence part_of_date(Call const& call, Part part) {
  auto const value = convert(call.e, call[0], {Sort::atomic, Type::date, Occurs::optional});
  if (call.e.failed() || value.empty()) return {};
  std::chrono::year_month_day const day{
      std::chrono::sys_days{std::chrono::days{static_cast<int>(value.front().small)}}};
  return call.e.one(Item::integer(part(day)));
}

Sequence year(Call const& call) {
  return part_of_date(call, [](auto const& day) { return year_of(day); });
}

Sequence month(Call const& call) {
  return part_of_date(
      call, [](auto const& day) { return static_cast<int>(static_cast<unsigned>(day.month())); });
}

Sequence day_of_month(Call const& call) {
  return part_of_date(
      call, [](auto const& day) { return static_cast<int>(static_cast<unsigned>(day.day())); });
}

constexpr std::array all_node_functions = {
    LibraryFunction{"name", 1, 1, name, Yields::text, needs_document, true},
    LibraryFunction{"local-name", 1, 1, local_name, Yields::text, needs_document, true},
    LibraryFunction{"namespace-uri", 1, 1, namespace_uri, Yields::text, needs_document, true},
    LibraryFunction{"root", 1, 1, root, Yields::nodes, needs_document, true},
    LibraryFunction{"path", 1, 1, path, Yields::text, needs_document, true},
    LibraryFunction{"current", 0, 0, current, Yields::anything, needs_frame | needs_document},
    LibraryFunction{"year-from-date", 1, 1, year, Yields::number},
    LibraryFunction{"month-from-date", 1, 1, month, Yields::number},
    LibraryFunction{"day-from-date", 1, 1, day_of_month, Yields::number},
};

}  // namespace

std::span<LibraryFunction const> node_functions() { return all_node_functions; }

}  // namespace airut::schematron
