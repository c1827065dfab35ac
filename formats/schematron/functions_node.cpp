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

constexpr std::array functions = {
    LibraryFunction{"name", 1, 1, name, Yields::text, needs_document, true},
    LibraryFunction{"local-name", 1, 1, local_name, Yields::text, needs_document, true},
    LibraryFunction{"namespace-uri", 1, 1, namespace_uri, Yields::text, needs_document, true},
    LibraryFunction{"root", 1, 1, root, Yields::nodes, needs_document, true},
    LibraryFunction{"current", 0, 0, current, Yields::anything, needs_frame | needs_document},
    LibraryFunction{"year-from-date", 1, 1, year, Yields::number},
    LibraryFunction{"month-from-date", 1, 1, month, Yields::number},
    LibraryFunction{"day-from-date", 1, 1, day_of_month, Yields::number},
};

}  // namespace

std::span<LibraryFunction const> node_functions() { return functions; }

}  // namespace airut::schematron
