#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "formats/schematron/exact.hpp"
#include "formats/xml/tree.hpp"

namespace airut::schematron {

enum class Kind : std::uint8_t { node, string, untyped, boolean, integer, decimal, real, date };

// One XPath 2.0 item. Text and big numbers point into the document, the program or the arena of
// the evaluation. "real" is xs:double. A date is the day number since 1970-01-01.
struct Item {
  Kind kind = Kind::boolean;
  bool big = false;         // the number is *big_
  bool zoned = false;       // the date has a time zone, `scale` minutes minus 840 east of UTC
  std::uint32_t scale = 0;  // of a decimal; zone of a date
  union {
    std::int64_t small = 0;
    xml::NodeId node;
    bool truth;
    double real;
    char const* text;
    BigInteger const* big_integer;
  };
  std::size_t length = 0;  // of text

  static Item of_node(xml::NodeId node) {
    Item item;
    item.kind = Kind::node;
    item.node = node;
    return item;
  }
  static Item of_text(Kind kind, std::string_view text) {
    Item item;
    item.kind = kind;
    item.text = text.data();
    item.length = text.size();
    return item;
  }
  static Item string(std::string_view text) { return of_text(Kind::string, text); }
  static Item untyped(std::string_view text) { return of_text(Kind::untyped, text); }
  static Item boolean(bool truth) {
    Item item;
    item.truth = truth;
    return item;
  }
  static Item number(Kind kind, Exact const& value) {
    Item item;
    item.kind = kind;
    item.scale = value.scale;
    item.big = value.big != nullptr;
    if (value.big) {
      item.big_integer = value.big;
    } else {
      item.small = value.small;
    }
    return item;
  }
  static Item integer(std::int64_t value) { return number(Kind::integer, {value, nullptr, 0}); }
  static Item of_real(double value) {
    Item item;
    item.kind = Kind::real;
    item.real = value;
    return item;
  }

  bool is_text() const { return kind == Kind::string || kind == Kind::untyped; }
  bool is_exact() const { return kind == Kind::integer || kind == Kind::decimal; }
  bool is_number() const { return is_exact() || kind == Kind::real; }
  std::string_view view() const { return {text, length}; }
  Exact exact() const { return big ? Exact{0, big_integer, scale} : Exact{small, nullptr, scale}; }
};

// Items that live elsewhere; cheap to copy.
class Sequence {
 public:
  Sequence() = default;
  Sequence(Item const* items, std::size_t size) : items_(items), size_(size) {}

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Item const& operator[](std::size_t i) const { return items_[i]; }
  Item const& front() const { return items_[0]; }
  Item const* begin() const { return items_; }
  Item const* end() const { return items_ + size_; }

  static Sequence of(Arena& arena, Item const& item) {
    auto* const kept = arena.array<Item>(1);
    *kept = item;
    return {kept, 1};
  }

 private:
  Item const* items_ = nullptr;
  std::size_t size_ = 0;
};

// Gathers items of a number not known before; they live in the arena.
class Gathering {
 public:
  explicit Gathering(Arena& arena) : arena_(arena) {}

  void add(Item const& item) {
    if (size_ == room_) grow(room_ == 0 ? 4 : room_ * 2);
    items_[size_++] = item;
  }
  void add(Sequence const& items) {
    if (size_ + items.size() > room_) grow(std::max(room_ * 2, size_ + items.size()));
    std::copy(items.begin(), items.end(), items_ + size_);
    size_ += items.size();
  }
  std::size_t size() const { return size_; }
  Item* begin() { return items_; }
  Item* end() { return items_ + size_; }
  void shorten(std::size_t size) { size_ = size; }
  Sequence sequence() const { return {items_, size_}; }

 private:
  void grow(std::size_t room) {
    auto* const wider = arena_.array<Item>(room);
    std::copy(items_, items_ + size_, wider);
    items_ = wider;
    room_ = room;
  }

  Arena& arena_;
  Item* items_ = nullptr;
  std::size_t size_ = 0, room_ = 0;
};

}  // namespace airut::schematron
