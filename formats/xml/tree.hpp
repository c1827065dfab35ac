#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

namespace airut::xml {

enum class NodeKind : std::uint8_t { document, element, attribute, text, comment, instruction };

// Nodes are numbered in document order: the document is 0, an element is followed by its
// attributes, then by what it contains.
using NodeId = std::uint32_t;
using NameId = std::uint32_t;
inline constexpr std::uint32_t none = UINT32_MAX;

struct Node {
  std::string_view value;  // text, attribute value, comment, instruction; empty for elements
  NameId name = none;      // of elements, attributes and instructions
  NodeId parent = none;
  NodeId end = 0;                // behind the last node inside
  std::uint32_t attributes = 0;  // how many directly follow the element
  std::uint32_t line = 0;        // of an element's "<"; 0 for other nodes
  std::uint32_t column = 0;
  NodeKind kind = NodeKind::document;
};

struct Name {
  std::string_view uri, local, prefix;  // the prefix as first written
};

// "xmlns:prefix" as written on an element; the prefix is empty for the default namespace.
struct NamespaceDeclaration {
  NodeId element = none;
  std::string_view prefix, uri;
};

// A document as a read-only array in document order, for code that walks it many times: all text
// is kept (the XPath data model: adjacent text and CDATA are one node), names are interned, and
// elements can be found by name. The same care as Document: no DOCTYPE, nothing fetched, depth and
// size limited. Reading it from many threads is safe.
class Tree {
 public:
  // The error holds one finding: xml-doctype or xml-syntax, with line and column.
  static tl::expected<Tree, model::Findings> parse(std::string_view bytes);

  Node const& operator[](NodeId node) const { return nodes_[node]; }
  NodeId size() const { return static_cast<NodeId>(nodes_.size()); }
  NodeId root() const;  // the outermost element

  // The first child of any kind, none when there is none; next_sibling likewise.
  NodeId first_child(NodeId node) const {
    auto const& one = nodes_[node];
    auto const child = node + 1 + one.attributes;
    return child < one.end ? child : none;
  }
  NodeId next_sibling(NodeId node) const {
    auto const& one = nodes_[node];
    if (one.kind == NodeKind::attribute || one.parent == none) return none;
    return one.end < nodes_[one.parent].end ? one.end : none;
  }

  std::size_t name_count() const { return names_.size(); }
  Name const& name(NameId id) const { return names_[id]; }
  // none when no element or attribute of the document is called so.
  NameId find_name(std::string_view uri, std::string_view local) const;
  // In document order.
  std::span<NodeId const> elements_named(NameId name) const {
    return {by_name_.data() + starts_[name], starts_[name + 1] - starts_[name]};
  }

  std::vector<NamespaceDeclaration> const& declarations() const { return declarations_; }

  // The string value (XPath data model, section 6): all text below the node.
  std::string text(NodeId node) const;
  // The text when it is in one piece, else false.
  bool text_in_one_piece(NodeId node, std::string_view& text) const;
  // An attribute without a namespace, as it stands; nullptr when it is not there.
  Node const* attribute(NodeId element, std::string_view local) const;

 private:
  friend class TreeBuilder;
  void index_names();

  std::vector<Node> nodes_;
  std::vector<Name> names_;
  std::vector<NodeId> by_name_;
  std::vector<std::uint32_t> starts_;
  std::vector<NamespaceDeclaration> declarations_;
  std::vector<std::unique_ptr<char[]>> text_;
};

}  // namespace airut::xml
