#pragma once

#include <string>
#include <string_view>

#include <libxml/tree.h>

// What the files of this room share about libxml2's nodes; no other room includes this.
namespace airut::xml {

inline std::string_view view(xmlChar const* text) {
  return text ? std::string_view{reinterpret_cast<char const*>(text)} : std::string_view{};
}

// Marks of what was read: a bit that libxml2 leaves alone outside its streaming reader, and a
// pointer of attributes that only schema processors with a PSVI use.
inline constexpr unsigned short read_bit = 0x8;

inline char read_attribute;  // its address is the mark

inline void mark(xmlNode const* node) { const_cast<xmlNode*>(node)->extra |= read_bit; }

inline std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  auto const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

inline void append_text(std::string& to, xmlNode const* node) {
  for (auto const* child = node->children; child; child = child->next) {
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
      to += view(child->content);
    } else if (child->type == XML_ELEMENT_NODE) {
      append_text(to, child);
    }
  }
}

inline xmlNode const* element_from(xmlNode const* node) {
  while (node && node->type != XML_ELEMENT_NODE) node = node->next;
  return node;
}

}  // namespace airut::xml
