#include "formats/schematron/compare.hpp"

#include <compare>

#include <fmt/format.h>

#include "formats/schematron/cast.hpp"
#include "formats/schematron/dates.hpp"

namespace airut::schematron {
namespace {

template <class Ordering>
bool relation_holds(Ordering ordering, Relation relation) {
  switch (relation) {
    case Relation::equal:
      return ordering == 0;
    case Relation::unequal:
      return ordering != 0;
    case Relation::less:
      return ordering < 0;
    case Relation::less_equal:
      return ordering <= 0;
    case Relation::greater:
      return ordering > 0;
    case Relation::greater_equal:
      return ordering >= 0;
  }
  return false;
}

// NaN is unequal to everything, itself too.
bool reals_hold(double a, double b, Relation relation) {
  auto const ordering = a <=> b;
  if (ordering == std::partial_ordering::unordered) return relation == Relation::unequal;
  return relation_holds(ordering, relation);
}

bool incomparable(Evaluation& e, Item const& a, Item const& b) {
  return e.fail(
      fmt::format("{} cannot be compared with {}", type_name(type_of(a)), type_name(type_of(b))));
}

// Both of types that are not untyped.
bool typed_holds(Evaluation& e, Item const& a, Item const& b, Relation relation) {
  if (a.is_number() && b.is_number()) {
    if (a.is_exact() && b.is_exact())
      return relation_holds(compare(a.exact(), b.exact()), relation);
    bool valid = true;
    return reals_hold(real_of(e, a, valid), real_of(e, b, valid), relation);
  }
  if (a.is_text() && b.is_text()) return relation_holds(a.view() <=> b.view(), relation);
  if (a.kind != b.kind) return incomparable(e, a, b);
  if (a.kind == Kind::boolean) return relation_holds(a.truth <=> b.truth, relation);
  if (a.kind == Kind::date) return relation_holds(compare_dates(a, b), relation);
  return incomparable(e, a, b);
}

// The untyped side as the type that the other asks for.
bool with_untyped(Evaluation& e, Item const& untyped, Item const& other, Item& converted) {
  auto const type = other.is_number() ? Type::real : type_of(other);
  auto const made = cast(e, untyped, type);
  if (!made)
    return e.fail(fmt::format("\"{}\" is not of type {}", untyped.view(), type_name(type)));
  converted = *made;
  return true;
}

}  // namespace

bool general_holds(Evaluation& e, Item const& a, Item const& b, Relation relation) {
  if (a.is_text() && b.is_text()) {
    if (relation == Relation::equal) return a.view() == b.view();
    return relation_holds(a.view() <=> b.view(), relation);
  }
  Item converted;
  if (a.kind == Kind::untyped) {
    return with_untyped(e, a, b, converted) && typed_holds(e, converted, b, relation);
  }
  if (b.kind == Kind::untyped) {
    return with_untyped(e, b, a, converted) && typed_holds(e, a, converted, relation);
  }
  return typed_holds(e, a, b, relation);
}

bool value_holds(Evaluation& e, Item const& a, Item const& b, Relation relation) {
  return typed_holds(e, a, b, relation);
}

}  // namespace airut::schematron
