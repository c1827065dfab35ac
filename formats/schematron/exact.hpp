#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/schematron/arena.hpp"

namespace airut::schematron {

// An exact decimal of any size: (big ? *big : small) / 10^scale. Always in lowest form: no zeros at
// the end of the fraction, and big only where small cannot hold it, so an integer has scale 0.
struct Exact {
  std::int64_t small = 0;
  BigInteger const* big = nullptr;
  std::uint32_t scale = 0;
};

// xs:decimal and xs:integer literals of XML Schema ("+1.50", ".5"); no white space around.
// nullopt when the text is none, or longer than a thousand digits.
std::optional<Exact> parse_exact(Arena& arena, std::string_view text);
std::string to_text(Exact const& value);
double to_double(Exact const& value);
// The exact value of a finite double.
Exact from_double(Arena& arena, double value);
int sign(Exact const& value);

Exact add(Arena& arena, Exact const& a, Exact const& b);
Exact subtract(Arena& arena, Exact const& a, Exact const& b);
Exact multiply(Arena& arena, Exact const& a, Exact const& b);
// The divisor is not zero. As in Saxon a quotient carries 18 fraction digits more than a has beyond
// b, and 18 at least; 300.0 has two less than none, the xs:integer 300 has none.
Exact divide(Arena& arena, Exact const& a, bool a_is_integer, Exact const& b, bool b_is_integer);
// Quotient cut off toward zero, and what remains with the sign of a.
Exact integer_divide(Arena& arena, Exact const& a, Exact const& b);
Exact modulo(Arena& arena, Exact const& a, Exact const& b);
Exact negate(Arena& arena, Exact const& a);
std::strong_ordering compare(Exact const& a, Exact const& b);

Exact floor(Arena& arena, Exact const& a);
Exact ceiling(Arena& arena, Exact const& a);
Exact truncate(Arena& arena, Exact const& a);
// fn:round: a half goes up, toward positive infinity (-2.5 becomes -2).
Exact round_half_up(Arena& arena, Exact const& a);
// The same, and fn:round-half-to-even, at so many fraction digits.
Exact round_half_up(Arena& arena, Exact const& a, int digits);
Exact round_half_even(Arena& arena, Exact const& a, int digits);

}  // namespace airut::schematron
