#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/xml/writer.hpp"

namespace airut::finvoice {

// An element of a document that xml::Writer wrote. Attributes and text stay as
// they were written, escaped and in the document's encoding, so that what is
// not touched comes out byte for byte.
struct Node {
  std::string name, attributes, text;  // attributes: ` a="b" c="d"`
  std::vector<Node> children;
};

struct Tree {
  std::string prolog;  // declaration and instructions
  Node root;
};

Tree tree_of(std::string_view written);
std::string text_of(Tree const& tree);

// The text as the encoding writes it, with what XML escapes.
std::string escaped(std::string_view text, xml::Encoding encoding);

// How many characters escaped text in the encoding stands for, and its beginning of at most so
// many.
std::size_t count_escaped(std::string_view text, xml::Encoding encoding);
std::string_view first_escaped(std::string_view text, std::size_t count, xml::Encoding encoding);

}  // namespace airut::finvoice
