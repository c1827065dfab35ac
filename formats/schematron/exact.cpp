#include "formats/schematron/exact.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>

#include <boost/multiprecision/cpp_int.hpp>

namespace airut::schematron {

struct BigInteger {
  boost::multiprecision::cpp_int value;
};

namespace {

using Big = boost::multiprecision::cpp_int;

constexpr std::size_t digits_max = 1000;
constexpr std::uint32_t division_digits = 18;

constexpr auto powers = [] {
  std::array<std::int64_t, 19> table{};
  std::int64_t power = 1;
  for (auto& one : table) {
    one = power;
    if (power <= std::numeric_limits<std::int64_t>::max() / 10) power *= 10;
  }
  return table;
}();

Big big_power(std::uint32_t exponent) { return boost::multiprecision::pow(Big{10}, exponent); }

Big mantissa(Exact const& value) { return value.big ? value.big->value : Big{value.small}; }

Exact small_exact(std::int64_t mantissa, std::uint32_t scale) {
  while (scale > 0 && mantissa % 10 == 0) {
    mantissa /= 10;
    --scale;
  }
  return {mantissa, nullptr, scale};
}

// Both as mantissas of one scale; false when one does not fit into 64 bits.
bool align(Exact const& a, Exact const& b, std::int64_t& x, std::int64_t& y) {
  if (a.big || b.big) return false;
  x = a.small;
  y = b.small;
  if (a.scale == b.scale) return true;
  auto const difference = a.scale > b.scale ? a.scale - b.scale : b.scale - a.scale;
  if (difference >= powers.size()) return false;
  auto& shorter = a.scale > b.scale ? y : x;
  return !__builtin_mul_overflow(shorter, powers[difference], &shorter);
}

Exact make_exact(Arena& arena, Big value, std::uint32_t scale) {
  while (scale > 0 && value % 10 == 0) {
    value /= 10;
    --scale;
  }
  if (value >= std::numeric_limits<std::int64_t>::min() &&
      value <= std::numeric_limits<std::int64_t>::max()) {
    return {static_cast<std::int64_t>(value), nullptr, scale};
  }
  return {0, arena.keep(std::make_shared<BigInteger>(BigInteger{std::move(value)})), scale};
}

struct Aligned {
  Big a, b;
  std::uint32_t scale = 0;
};

Aligned align_big(Exact const& a, Exact const& b) {
  Aligned both{mantissa(a), mantissa(b), std::max(a.scale, b.scale)};
  if (a.scale < both.scale) both.a *= big_power(both.scale - a.scale);
  if (b.scale < both.scale) both.b *= big_power(both.scale - b.scale);
  return both;
}

// The nearest quotient; a half goes toward zero.
Big divide_half_down(Big const& numerator, Big const& divisor) {
  Big quotient, rest;
  boost::multiprecision::divide_qr(numerator, divisor, quotient, rest);
  if (abs(rest) * 2 > abs(divisor)) quotient += (numerator.sign() * divisor.sign() < 0) ? -1 : 1;
  return quotient;
}

// Zeros at the end of a whole xs:decimal are digits that it has less.
int fraction_digits(Exact const& value, bool is_integer) {
  auto digits = static_cast<int>(value.scale);
  if (is_integer || digits > 0) return digits;
  for (auto rest = mantissa(value); rest != 0 && rest % 10 == 0; rest /= 10) --digits;
  return digits;
}

// Quotient and rest of mantissa / 10^scale, rounded toward negative infinity.
struct Split {
  Big floor, rest, unit;
};

Split split(Exact const& value) {
  Split parts;
  parts.unit = big_power(value.scale);
  boost::multiprecision::divide_qr(mantissa(value), parts.unit, parts.floor, parts.rest);
  if (parts.rest.sign() < 0) {
    parts.floor -= 1;
    parts.rest += parts.unit;
  }
  return parts;
}

}  // namespace

std::optional<Exact> parse_exact(Arena& arena, std::string_view text) {
  bool const negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::int64_t small = 0;
  std::uint32_t scale = 0;
  std::size_t digits = 0;
  bool point = false, fits = true;
  for (char const c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      ++digits;
      scale += point;
      fits = fits && !__builtin_mul_overflow(small, 10, &small) &&
             !__builtin_add_overflow(small, c - '0', &small);
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0 || digits > digits_max) return std::nullopt;
  if (fits) return small_exact(negative ? -small : small, scale);
  Big big = 0;
  for (char const c : text) {
    if (c != '.') big = big * 10 + (c - '0');
  }
  return make_exact(arena, negative ? Big{-big} : big, scale);
}

std::string to_text(Exact const& value) {
  auto digits = value.big ? value.big->value.str() : std::to_string(value.small);
  if (value.scale == 0) return digits;
  bool const negative = digits.starts_with('-');
  if (negative) digits.erase(0, 1);
  if (digits.size() <= value.scale) digits.insert(0, value.scale + 1 - digits.size(), '0');
  digits.insert(digits.size() - value.scale, ".");
  return negative ? "-" + digits : digits;
}

double to_double(Exact const& value) {
  // Up to 2^53 and 10^22 both are exact, so one division rounds correctly.
  constexpr std::int64_t exact_max = std::int64_t{1} << 53;
  if (!value.big && std::abs(value.small) <= exact_max && value.scale < powers.size()) {
    return static_cast<double>(value.small) / static_cast<double>(powers[value.scale]);
  }
  return std::strtod(to_text(value).c_str(), nullptr);
}

Exact from_double(Arena& arena, double value) {
  int exponent = 0;
  auto const fraction = std::frexp(value, &exponent);
  Big whole{static_cast<std::int64_t>(std::ldexp(fraction, 53))};
  exponent -= 53;
  if (exponent >= 0) return make_exact(arena, whole << static_cast<unsigned>(exponent), 0);
  auto const down = static_cast<std::uint32_t>(-exponent);
  // m / 2^n = m * 5^n / 10^n
  return make_exact(arena, whole * boost::multiprecision::pow(Big{5}, down), down);
}

int sign(Exact const& value) {
  if (value.big) return value.big->value.sign();
  return (value.small > 0) - (value.small < 0);
}

Exact add(Arena& arena, Exact const& a, Exact const& b) {
  std::int64_t x = 0, y = 0;
  if (align(a, b, x, y) && !__builtin_add_overflow(x, y, &x)) {
    return small_exact(x, std::max(a.scale, b.scale));
  }
  auto const both = align_big(a, b);
  return make_exact(arena, both.a + both.b, both.scale);
}

Exact subtract(Arena& arena, Exact const& a, Exact const& b) {
  std::int64_t x = 0, y = 0;
  if (align(a, b, x, y) && !__builtin_sub_overflow(x, y, &x)) {
    return small_exact(x, std::max(a.scale, b.scale));
  }
  auto const both = align_big(a, b);
  return make_exact(arena, both.a - both.b, both.scale);
}

Exact multiply(Arena& arena, Exact const& a, Exact const& b) {
  std::int64_t product = 0;
  if (!a.big && !b.big && !__builtin_mul_overflow(a.small, b.small, &product)) {
    return small_exact(product, a.scale + b.scale);
  }
  return make_exact(arena, mantissa(a) * mantissa(b), a.scale + b.scale);
}

Exact divide(Arena& arena, Exact const& a, bool a_is_integer, Exact const& b, bool b_is_integer) {
  std::int64_t x = 0, y = 0;
  if (align(a, b, x, y) && !(x == std::numeric_limits<std::int64_t>::min() && y == -1)) {
    if (x % y == 0) return {x / y, nullptr, 0};
    // A divisor such as 100 ends within a few digits: try before the big numbers come in.
    constexpr std::size_t few = 6;
    if (!__builtin_mul_overflow(x, powers[few], &x) && x % y == 0) return small_exact(x / y, few);
  }
  auto const beyond = fraction_digits(a, a_is_integer) - fraction_digits(b, b_is_integer);
  auto const scale = division_digits + static_cast<std::uint32_t>(std::max(beyond, 0));
  auto numerator = mantissa(a), divisor = mantissa(b);
  auto& shorter = scale + b.scale >= a.scale ? numerator : divisor;
  shorter *= big_power(static_cast<std::uint32_t>(
      std::abs(static_cast<int>(scale + b.scale) - static_cast<int>(a.scale))));
  return make_exact(arena, divide_half_down(numerator, divisor), scale);
}

Exact integer_divide(Arena& arena, Exact const& a, Exact const& b) {
  std::int64_t x = 0, y = 0;
  if (align(a, b, x, y) && y != -1) return {x / y, nullptr, 0};
  auto const both = align_big(a, b);
  return make_exact(arena, both.a / both.b, 0);
}

Exact modulo(Arena& arena, Exact const& a, Exact const& b) {
  std::int64_t x = 0, y = 0;
  if (align(a, b, x, y) && y != -1) return small_exact(x % y, std::max(a.scale, b.scale));
  auto const both = align_big(a, b);
  return make_exact(arena, both.a % both.b, both.scale);
}

Exact negate(Arena& arena, Exact const& a) {
  if (!a.big && a.small != std::numeric_limits<std::int64_t>::min()) {
    return {-a.small, nullptr, a.scale};
  }
  return make_exact(arena, -mantissa(a), a.scale);
}

std::strong_ordering compare(Exact const& a, Exact const& b) {
  std::int64_t x = 0, y = 0;
  if (align(a, b, x, y)) return x <=> y;
  auto const both = align_big(a, b);
  return both.a.compare(both.b) <=> 0;
}

Exact floor(Arena& arena, Exact const& a) {
  return a.scale == 0 ? a : make_exact(arena, split(a).floor, 0);
}

Exact ceiling(Arena& arena, Exact const& a) {
  return a.scale == 0 ? a : make_exact(arena, split(a).floor + 1, 0);
}

Exact truncate(Arena& arena, Exact const& a) {
  return sign(a) < 0 ? ceiling(arena, a) : floor(arena, a);
}

Exact round_half_up(Arena& arena, Exact const& a) {
  if (a.scale == 0) return a;
  if (!a.big && a.scale < powers.size()) {
    auto const unit = powers[a.scale];
    auto whole = a.small / unit;
    auto rest = a.small % unit;
    if (rest < 0) {
      rest += unit;
      --whole;
    }
    return {whole + (rest >= unit - rest), nullptr, 0};
  }
  auto parts = split(a);
  if (parts.rest * 2 >= parts.unit) parts.floor += 1;
  return make_exact(arena, parts.floor, 0);
}

namespace {

// up: whether a half goes up, asked of what stands below it.
template <class Up>
Exact rounded_at(Arena& arena, Exact const& a, int digits, Up up) {
  auto const shift = static_cast<std::uint32_t>(std::abs(digits));
  auto const scaled = digits >= 0 ? multiply(arena, a, make_exact(arena, big_power(shift), 0))
                                  : make_exact(arena, mantissa(a), a.scale + shift);
  auto parts = split(scaled);
  auto const twice = Big{parts.rest * 2};
  if (twice > parts.unit || (twice == parts.unit && up(parts.floor))) parts.floor += 1;
  if (digits >= 0) return make_exact(arena, parts.floor, shift);
  return make_exact(arena, parts.floor * big_power(shift), 0);
}

}  // namespace

Exact round_half_up(Arena& arena, Exact const& a, int digits) {
  return rounded_at(arena, a, digits, [](Big const&) { return true; });
}

Exact round_half_even(Arena& arena, Exact const& a, int digits) {
  return rounded_at(arena, a, digits, [](Big const& floor) { return floor % 2 != 0; });
}

}  // namespace airut::schematron
