#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// What the files of this room share about the flat tree; no other room includes this.
struct _xmlDict;

namespace airut::xml {

inline std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  auto const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

struct AttributeNode {
  std::string_view name, name_space;
  std::uint32_t begin = 0, end = 0;  // in Nodes::values
  mutable bool read = false;
};

// One element. Its text is a slice of all character data, which holds what stands below it too.
struct ElementNode {
  std::string_view name, name_space;
  std::uint32_t parent = 0;
  std::uint32_t first = 0, next = 0;  // child, sibling; 0 for none, as the root is nobody's
  std::uint32_t attributes = 0, attribute_count = 0;
  std::uint32_t begin = 0, end = 0;  // in Nodes::text
  int line = 0;
  mutable bool read = false;
};

// A document as its elements in their order. Names live in libxml2's dictionary.
struct Nodes {
  struct FreeDictionary {
    void operator()(_xmlDict* dictionary) const;
  };
  std::vector<ElementNode> elements;
  std::vector<AttributeNode> attributes;
  std::string text;    // all character data
  std::string values;  // of all attributes
  std::unique_ptr<_xmlDict, FreeDictionary> names;

  std::string_view text_of(ElementNode const& node) const {
    return std::string_view{text}.substr(node.begin, node.end - node.begin);
  }
  std::string_view value_of(AttributeNode const& node) const {
    return std::string_view{values}.substr(node.begin, node.end - node.begin);
  }
};

}  // namespace airut::xml
