#include "formats/xml/tree.hpp"

namespace airut::xml {

NodeId Tree::root() const {
  for (auto child = first_child(0); child != none; child = next_sibling(child)) {
    if (nodes_[child].kind == NodeKind::element) return child;
  }
  return none;
}

NameId Tree::find_name(std::string_view uri, std::string_view local) const {
  for (NameId id = 0; id < names_.size(); ++id) {
    if (names_[id].local == local && names_[id].uri == uri) return id;
  }
  return none;
}

bool Tree::text_in_one_piece(NodeId node, std::string_view& text) const {
  auto const& one = nodes_[node];
  if (one.kind != NodeKind::element && one.kind != NodeKind::document) {
    text = one.value;
    return true;
  }
  auto const child = node + 1 + one.attributes;
  text = {};
  if (child == one.end) return true;
  if (nodes_[child].end != one.end || nodes_[child].kind != NodeKind::text) return false;
  text = nodes_[child].value;
  return true;
}

std::string Tree::text(NodeId node) const {
  std::string_view piece;
  if (text_in_one_piece(node, piece)) return std::string{piece};
  std::string all;
  for (auto one = node + 1; one < nodes_[node].end; ++one) {
    if (nodes_[one].kind == NodeKind::text) all += nodes_[one].value;
  }
  return all;
}

Node const* Tree::attribute(NodeId element, std::string_view local) const {
  for (NodeId one = element + 1; one <= element + nodes_[element].attributes; ++one) {
    auto const& name = names_[nodes_[one].name];
    if (name.local == local && name.uri.empty()) return &nodes_[one];
  }
  return nullptr;
}

// Counting sort by name: two passes over the nodes.
void Tree::index_names() {
  starts_.assign(names_.size() + 1, 0);
  for (auto const& node : nodes_) {
    if (node.kind == NodeKind::element) ++starts_[node.name + 1];
  }
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  by_name_.resize(starts_.back());
  auto next = starts_;
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    if (nodes_[id].kind == NodeKind::element) by_name_[next[nodes_[id].name]++] = id;
  }
}

}  // namespace airut::xml
