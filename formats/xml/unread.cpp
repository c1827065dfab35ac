#include "formats/xml/unread.hpp"

#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "formats/xml/nodes.hpp"

namespace airut::xml {
namespace {

constexpr std::string_view instance_space = "http://www.w3.org/2001/XMLSchema-instance";

class Walk {
 public:
  Walk(Nodes const& nodes, std::uint32_t root) : nodes_(nodes), root_(root) {}

  void add(std::uint32_t index) {
    auto const& node = nodes_.elements[index];
    add_attributes(node, index);
    if (node.read) return;
    for (auto at = node.first; at != 0; at = nodes_.elements[at].next) add(at);
    if (node.first != 0) return;
    auto const text = trimmed(nodes_.text_of(node));
    if (!text.empty()) found_.push_back({path_to(index), std::string{text}, node.line});
  }
  std::vector<Unread> found() && { return std::move(found_); }

 private:
  void add_attributes(ElementNode const& node, std::uint32_t index) {
    for (std::uint32_t i = 0; i < node.attribute_count; ++i) {
      auto const& one = nodes_.attributes[node.attributes + i];
      auto const value = nodes_.value_of(one);
      if (one.read || one.name_space == instance_space || trimmed(value).empty()) continue;
      auto path = path_to(index);
      path.append(path.empty() ? "@" : "/@").append(one.name);
      found_.push_back({std::move(path), std::string{value}, node.line});
    }
  }

  // "name/name[n]" from the root asked about, [n] from the second of its name on.
  std::string path_to(std::uint32_t index) const {
    if (index == root_) return {};
    auto const& node = nodes_.elements[index];
    auto path = path_to(node.parent);
    if (!path.empty()) path += '/';
    path += node.name;
    auto const position = position_of(index);
    if (position > 1) path += fmt::format("[{}]", position);
    return path;
  }

  // Which of its name an element is among its siblings; counted once for all children of a parent,
  // as a hostile document may have very many, and kept for these alone, as a reader asks row by
  // row.
  int position_of(std::uint32_t index) const {
    auto const known = positions_.find(index);
    if (known != positions_.end()) return known->second;
    std::unordered_map<std::string_view, int> counts;
    auto at = nodes_.elements[nodes_.elements[index].parent].first;
    for (; at != 0; at = nodes_.elements[at].next)
      positions_[at] = ++counts[nodes_.elements[at].name];
    return positions_.at(index);
  }

  Nodes const& nodes_;
  std::uint32_t root_;
  std::vector<Unread> found_;
  mutable std::unordered_map<std::uint32_t, int> positions_;
};

}  // namespace

std::vector<Unread> unread(Element root) {
  if (!root) return {};
  Walk walk{*root.nodes(), root.index()};
  walk.add(root.index());
  return std::move(walk).found();
}

}  // namespace airut::xml
