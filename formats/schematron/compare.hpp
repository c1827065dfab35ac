#pragma once

#include "formats/schematron/evaluation.hpp"

namespace airut::schematron {

enum class Relation : std::uint8_t { equal, unequal, less, less_equal, greater, greater_equal };

// The operators "=", "<" ... on two atomic values (XPath 2.0 section 3.5.2): what is untyped takes
// the type of the other side. Fails for types that cannot be compared.
bool general_holds(Evaluation& e, Item const& a, Item const& b, Relation relation);
// "eq", "lt" ...: what is untyped is text.
bool value_holds(Evaluation& e, Item const& a, Item const& b, Relation relation);

}  // namespace airut::schematron
