#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

namespace airut::json {

// The name of a member, with a number below 64 that tells most absent members without a look at the
// present ones. The compiler works it out for names that stand in the source.
class Key {
 public:
  template <std::size_t Size>
  consteval Key(char const (&text)[Size]) : Key(std::string_view{text, Size - 1}) {}
  constexpr Key(std::string_view text)
      : letters_(text.data()),
        size_(static_cast<std::uint32_t>(text.size())),
        place_(place_of(text)) {}
  Key(std::string const& text) : Key(std::string_view{text}) {}

  constexpr std::string_view name() const { return {letters_, size_}; }
  constexpr std::uint64_t bit() const { return std::uint64_t{1} << place_; }

 private:
  // Length and three letters spread the names of the shape well.
  static constexpr std::uint32_t place_of(std::string_view key) {
    if (key.empty()) return 0;
    auto const letter = [&](std::size_t at) { return static_cast<unsigned char>(key[at]); };
    return static_cast<std::uint32_t>(key.size() * 7u + letter(0) * 3u +
                                      letter(key.size() / 2) * 5u + letter(key.size() - 1) * 11u) &
           63u;
  }

  char const* letters_;
  std::uint32_t size_, place_;
};

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

// One JSON value as it was written. Numbers keep their source text: nothing becomes a double.
struct Node {
  Kind kind = Kind::null;
  bool flag = false;           // value of a boolean
  mutable bool taken = false;  // an ObjectReader has looked at it
  std::string_view key;        // of a member
  std::string_view text;       // decoded string, or digits of a number
  std::uint32_t first = 0;     // first child, 0 for none
  std::uint32_t next = 0;      // next sibling, 0 for none
  std::uint32_t count = 0;     // children
  std::uint64_t keys = 0;      // of an object: the bits of its members
};

// A parsed JSON text: RFC 8259, UTF-8 checked, at most 32 deep, no duplicate keys, no comments.
// Nodes stay valid as long as the tree and the bytes that it was made of, which it refers to; only
// text with escapes is held apart.
class Tree {
 public:
  // The error holds one finding for what is not JSON (json-syntax with line and column), or one
  // for each key that stands twice in an object (duplicate-member).
  static tl::expected<Tree, model::Findings> parse(std::string_view bytes);
  static tl::expected<Tree, model::Findings> parse(std::string&& gone_too_soon) = delete;

  Node const& root() const { return nodes_[1]; }
  Node const* first_child(Node const& node) const { return at(node.first); }
  Node const* next(Node const& node) const { return at(node.next); }

 private:
  friend class TreeBuilder;
  Node const* at(std::uint32_t index) const { return index == 0 ? nullptr : &nodes_[index]; }

  std::string text_;         // decoded, where it is not as in the bytes
  std::vector<Node> nodes_;  // [0] is unused, [1] the root
};

// One more step of a JSON pointer (RFC 6901): "/" and the name with its "~" and "/" escaped.
void append_pointer(std::string& pointer, std::string_view name);

}  // namespace airut::json
