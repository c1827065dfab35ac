#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/schematron/evaluation.hpp"

namespace airut::schematron {

// The atomic types of XML Schema that the engine knows; of time it knows whether a text is one.
enum class Type : std::uint8_t {
  any,
  string,
  untyped,
  boolean,
  integer,
  decimal,
  real,
  date,
  time
};

enum class Occurs : std::uint8_t { one, optional, any, some };
enum class Sort : std::uint8_t { item, node, element, attribute, text, document, atomic };

// A sequence type as in "as" attributes: xs:string?, element()*.
struct SequenceType {
  Sort sort = Sort::item;
  Type type = Type::any;
  Occurs occurs = Occurs::any;
  // Of the types that are derived from xs:integer by their range.
  std::optional<std::int64_t> least{}, most{};
};

// The atomic type of a local name of XML Schema's namespace; nullopt when the engine has it not.
std::optional<SequenceType> atomic_type(std::string_view local);
// Whether a number is within the type's range.
bool in_range(Item const& number, SequenceType const& type);

// F&O section 17.1; nullopt where the cast is an error.
std::optional<Item> cast(Evaluation& e, Item const& atomic, Type type);
std::string_view type_name(Type type);
Type type_of(Item const& atomic);
bool is_of(Item const& item, SequenceType const& type, xml::Tree const& tree);

// The string value of a node, a view where the text is in one piece.
std::string_view node_text(Evaluation& e, xml::NodeId node);
Item atomized(Evaluation& e, Item const& item);
Sequence atomized(Evaluation& e, Sequence const& items);
// fn:string of an atomic value or a node.
std::string_view text_of(Evaluation& e, Item const& item);
std::string real_text(double value);

// xs:double as XML Schema writes it, white space around allowed; NaN for other text.
double parse_real(std::string_view text, bool& valid);
double real_of(Evaluation& e, Item const& atomic, bool& valid);

// Arguments of functions that want xs:string?: the text of nothing is "". Fails for more than one
// item, and for atomic values that are neither text nor untyped.
bool text_argument(Evaluation& e, Sequence const& value, std::string_view& text);
// At most one atomic item, nullopt when there is none. Fails for more.
std::optional<Item> single_atomic(Evaluation& e, Sequence const& value);

// The function conversion rules (XPath 2.0 section 3.1.5): atomize, cast what is untyped, promote
// numbers, check how many there are.
Sequence convert(Evaluation& e, Sequence const& value, SequenceType const& to);

std::string_view trim_blanks(std::string_view text);

}  // namespace airut::schematron
