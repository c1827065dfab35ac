#include "formats/schematron/cast.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "formats/schematron/dates.hpp"

namespace airut::schematron {
namespace {

std::optional<Item> cast_text(Evaluation& e, std::string_view text, Type type) {
  text = trim_blanks(text);
  switch (type) {
    case Type::boolean:
      if (text == "true" || text == "1") return Item::boolean(true);
      if (text == "false" || text == "0") return Item::boolean(false);
      return std::nullopt;
    case Type::integer:
    case Type::decimal: {
      if (type == Type::integer && text.find('.') != std::string_view::npos) return std::nullopt;
      auto const value = parse_exact(*e.arena, text);
      if (!value) return std::nullopt;
      return Item::number(type == Type::integer ? Kind::integer : Kind::decimal, *value);
    }
    case Type::real: {
      bool valid = true;
      auto const value = parse_real(text, valid);
      return valid ? std::optional{Item::of_real(value)} : std::nullopt;
    }
    case Type::date:
      return parse_date(text);
    case Type::time:
      return is_time(text) ? std::optional{Item::string(text)} : std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<Item> cast_number(Evaluation& e, Item const& number, Type type) {
  bool valid = true;
  switch (type) {
    case Type::boolean:
      if (number.kind != Kind::real) return Item::boolean(sign(number.exact()) != 0);
      return Item::boolean(number.real != 0 && !std::isnan(number.real));
    case Type::real:
      return Item::of_real(real_of(e, number, valid));
    case Type::integer:
    case Type::decimal: {
      if (number.kind == Kind::real && !std::isfinite(number.real)) return std::nullopt;
      auto exact = number.kind == Kind::real ? from_double(*e.arena, number.real) : number.exact();
      if (type == Type::integer) exact = truncate(*e.arena, exact);
      return Item::number(type == Type::integer ? Kind::integer : Kind::decimal, exact);
    }
    default:
      return std::nullopt;
  }
}

std::optional<Item> cast_boolean(bool truth, Type type) {
  switch (type) {
    case Type::integer:
      return Item::integer(truth);
    case Type::decimal:
      return Item::number(Kind::decimal, {truth, nullptr, 0});
    case Type::real:
      return Item::of_real(truth);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string_view trim_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  auto const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view type_name(Type type) {
  constexpr std::array<std::string_view, 9> names = {
      "xs:anyAtomicType", "xs:string", "xs:untypedAtomic", "xs:boolean", "xs:integer",
      "xs:decimal",       "xs:double", "xs:date",          "xs:time"};
  return names[static_cast<std::size_t>(type)];
}

std::optional<SequenceType> atomic_type(std::string_view local) {
  for (auto const type : {Type::any, Type::string, Type::untyped, Type::boolean, Type::integer,
                          Type::decimal, Type::real, Type::date}) {
    if (type_name(type).substr(3) == local) return SequenceType{Sort::atomic, type, Occurs::one};
  }
  struct Derived {
    std::string_view name;
    std::optional<std::int64_t> least, most;
  };
  constexpr auto none = std::nullopt;
  static constexpr std::array<Derived, 11> integers = {{{"nonNegativeInteger", 0, none},
                                                        {"positiveInteger", 1, none},
                                                        {"nonPositiveInteger", none, 0},
                                                        {"negativeInteger", none, -1},
                                                        {"long", INT64_MIN, INT64_MAX},
                                                        {"int", INT32_MIN, INT32_MAX},
                                                        {"short", INT16_MIN, INT16_MAX},
                                                        {"byte", INT8_MIN, INT8_MAX},
                                                        {"unsignedInt", 0, UINT32_MAX},
                                                        {"unsignedShort", 0, UINT16_MAX},
                                                        {"unsignedByte", 0, UINT8_MAX}}};
  for (auto const& one : integers) {
    if (one.name != local) continue;
    return SequenceType{Sort::atomic, Type::integer, Occurs::one, one.least, one.most};
  }
  return std::nullopt;
}

bool in_range(Item const& number, SequenceType const& type) {
  if (!type.least && !type.most) return true;
  if (!number.is_exact()) return false;
  auto const value = number.exact();
  return (!type.least || compare(value, {*type.least, nullptr, 0}) >= 0) &&
         (!type.most || compare(value, {*type.most, nullptr, 0}) <= 0);
}

Type type_of(Item const& atomic) {
  switch (atomic.kind) {
    case Kind::node:
      return Type::any;
    case Kind::string:
      return Type::string;
    case Kind::untyped:
      return Type::untyped;
    case Kind::boolean:
      return Type::boolean;
    case Kind::integer:
      return Type::integer;
    case Kind::decimal:
      return Type::decimal;
    case Kind::real:
      return Type::real;
    case Kind::date:
      return Type::date;
  }
  return Type::any;
}

std::optional<Item> cast(Evaluation& e, Item const& atomic, Type type) {
  if (type == Type::any || type_of(atomic) == type) return atomic;
  if (type == Type::string) return Item::string(text_of(e, atomic));
  if (type == Type::untyped) return Item::untyped(text_of(e, atomic));
  if (atomic.is_text()) return cast_text(e, atomic.view(), type);
  if (atomic.is_number()) return cast_number(e, atomic, type);
  if (atomic.kind == Kind::boolean) return cast_boolean(atomic.truth, type);
  return std::nullopt;
}

bool is_of(Item const& item, SequenceType const& type, xml::Tree const& tree) {
  if (type.sort == Sort::item) return true;
  if (type.sort == Sort::atomic) {
    if (item.kind == Kind::node) return false;
    if (type.type == Type::any || type_of(item) == type.type) return in_range(item, type);
    return type.type == Type::decimal && item.kind == Kind::integer;
  }
  if (item.kind != Kind::node) return false;
  auto const kind = tree[item.node].kind;
  switch (type.sort) {
    case Sort::element:
      return kind == xml::NodeKind::element;
    case Sort::attribute:
      return kind == xml::NodeKind::attribute;
    case Sort::text:
      return kind == xml::NodeKind::text;
    case Sort::document:
      return kind == xml::NodeKind::document;
    default:
      return true;
  }
}

std::string_view node_text(Evaluation& e, xml::NodeId node) {
  std::string_view text;
  if (e.tree.text_in_one_piece(node, text)) return text;
  e.spend(e.tree[node].end - node);
  return e.arena->keep(e.tree.text(node));
}

Item atomized(Evaluation& e, Item const& item) {
  if (item.kind != Kind::node) return item;
  auto const kind = e.tree[item.node].kind;
  bool const plain = kind == xml::NodeKind::comment || kind == xml::NodeKind::instruction;
  return Item::of_text(plain ? Kind::string : Kind::untyped, node_text(e, item.node));
}

Sequence atomized(Evaluation& e, Sequence const& items) {
  bool nodes = false;
  for (auto const& item : items) nodes = nodes || item.kind == Kind::node;
  if (!nodes) return items;
  auto* const atoms = e.arena->array<Item>(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) atoms[i] = atomized(e, items[i]);
  return {atoms, items.size()};
}

// F&O section 17.1.2: plain between a millionth and a million, else with an exponent.
std::string real_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "INF" : "-INF";
  if (value == 0) return std::signbit(value) ? "-0" : "0";
  std::array<char, 64> buffer{};
  auto const absolute = std::abs(value);
  if (absolute >= 1e-6 && absolute < 1e6) {
    auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::fixed);
    return {buffer.data(), end.ptr};
  }
  auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific);
  std::string const text{buffer.data(), end.ptr};
  auto const e = text.find('e');
  auto digits = text.substr(0, e);
  if (digits.find('.') == std::string::npos) digits += ".0";
  return fmt::format("{}E{}", digits, std::stoi(text.substr(e + 1)));
}

std::string_view text_of(Evaluation& e, Item const& item) {
  switch (item.kind) {
    case Kind::node:
      return node_text(e, item.node);
    case Kind::string:
    case Kind::untyped:
      return item.view();
    case Kind::boolean:
      return item.truth ? "true" : "false";
    case Kind::integer:
    case Kind::decimal:
      return e.arena->keep(to_text(item.exact()));
    case Kind::real:
      return e.arena->keep(real_text(item.real));
    case Kind::date:
      return e.arena->keep(date_text(item));
  }
  return {};
}

double parse_real(std::string_view text, bool& valid) {
  text = trim_blanks(text);
  if (text == "INF") return std::numeric_limits<double>::infinity();
  if (text == "-INF") return -std::numeric_limits<double>::infinity();
  valid = text == "NaN";
  double value = std::numeric_limits<double>::quiet_NaN();
  if (valid || text.empty()) return value;
  auto digits = text;
  if (digits.front() == '+' && digits.size() > 1 && digits[1] != '-') digits.remove_prefix(1);
  if (digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return value;
  double parsed = 0;
  auto const end = std::from_chars(digits.data(), digits.data() + digits.size(), parsed);
  if (end.ptr != digits.data() + digits.size()) return value;
  if (end.ec == std::errc::result_out_of_range)
    parsed = std::strtod(std::string{digits}.c_str(), nullptr);
  valid = true;
  return parsed;
}

double real_of(Evaluation& e, Item const& atomic, bool& valid) {
  switch (atomic.kind) {
    case Kind::real:
      return atomic.real;
    case Kind::integer:
    case Kind::decimal:
      return to_double(atomic.exact());
    case Kind::boolean:
      return atomic.truth;
    case Kind::string:
    case Kind::untyped:
      return parse_real(atomic.view(), valid);
    case Kind::node:
      return parse_real(node_text(e, atomic.node), valid);
    case Kind::date:
      break;
  }
  valid = false;
  return std::numeric_limits<double>::quiet_NaN();
}

bool text_argument(Evaluation& e, Sequence const& value, std::string_view& text) {
  text = {};
  if (value.empty()) return true;
  if (value.size() > 1) return e.fail("more than one item where one text is expected");
  auto const& item = value.front();
  if (item.kind != Kind::node && !item.is_text()) {
    return e.fail(fmt::format("{} where text is expected", type_name(type_of(item))));
  }
  text = item.kind == Kind::node ? node_text(e, item.node) : item.view();
  return true;
}

std::optional<Item> single_atomic(Evaluation& e, Sequence const& value) {
  if (value.empty()) return std::nullopt;
  if (value.size() > 1) {
    e.fail("more than one item where one value is expected");
    return std::nullopt;
  }
  return atomized(e, value.front());
}

namespace {

bool check_count(Evaluation& e, std::size_t count, Occurs occurs) {
  bool const empty_allowed = occurs == Occurs::optional || occurs == Occurs::any;
  bool const many_allowed = occurs == Occurs::any || occurs == Occurs::some;
  if (count == 0 && !empty_allowed) return e.fail("no item where one is required");
  if (count > 1 && !many_allowed) return e.fail("more than one item where one is allowed");
  return true;
}

std::optional<Item> convert_atomic(Evaluation& e, Item const& atomic, Type type) {
  if (type == Type::any || type_of(atomic) == type) return atomic;
  if (atomic.kind == Kind::untyped) return cast(e, atomic, type);
  if (type == Type::decimal && atomic.kind == Kind::integer) return atomic;
  if (type == Type::real && atomic.is_exact()) return cast(e, atomic, type);
  return std::nullopt;
}

}  // namespace

Sequence convert(Evaluation& e, Sequence const& value, SequenceType const& to) {
  if (!check_count(e, value.size(), to.occurs)) return {};
  if (to.sort != Sort::atomic) {
    for (auto const& item : value) {
      if (!is_of(item, to, e.tree)) return e.fail("an item of another kind is required"), value;
    }
    return value;
  }
  auto const atoms = atomized(e, value);
  auto* const converted = e.arena->array<Item>(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    auto const one = convert_atomic(e, atoms[i], to.type);
    if (!one || !in_range(*one, to)) {
      e.fail(fmt::format("\"{}\" is not of type {}", text_of(e, atoms[i]), type_name(to.type)));
      return {};
    }
    converted[i] = *one;
  }
  return {converted, atoms.size()};
}

}  // namespace airut::schematron
