#include "formats/model/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "formats/model/ascii.hpp"

namespace airut::model {

namespace {

constexpr std::size_t whole_digits_max = 15;
constexpr Int128 small_max = INT64_MAX;

// The digits of |value|, without a sign; "0" for zero.
std::string digits_of(Int128 value) {
  if (value < 0) value = -value;
  std::array<char, 40> buffer{};
  if (value <= small_max) {  // nearly always, and much cheaper than dividing 128 bits
    auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                   static_cast<std::uint64_t>(value));
    return {buffer.data(), end.ptr};
  }
  auto at = buffer.size();
  do {
    buffer[--at] = static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  return {buffer.data() + at, buffer.size() - at};
}

struct Aligned {
  Int128 a, b;
};

// Both coefficients at the larger scale. The limits of Decimal keep them below 10^39 / 4: at most
// 27 digits of a shortest coefficient and 12 more.
Aligned align(Int128 a, int a_scale, Int128 b, int b_scale) {
  for (; a_scale < b_scale; ++a_scale) a *= 10;
  for (; b_scale < a_scale; ++b_scale) b *= 10;
  return {a, b};
}

struct Shortest {
  Int128 coefficient;
  int scale;
};

template <class Integer>
void drop_zeros(Integer& coefficient, int& scale) {
  while (scale > 0 && coefficient % 10 == 0) {
    coefficient /= 10;
    --scale;
  }
}

Shortest shortest(Int128 coefficient, int scale) {
  if (coefficient <= small_max && coefficient >= -small_max) {
    auto small = static_cast<std::int64_t>(coefficient);
    drop_zeros(small, scale);
    return {small, scale};
  }
  drop_zeros(coefficient, scale);
  return {coefficient, scale};
}

std::string text_of(Int128 coefficient, int scale) {
  auto digits = digits_of(coefficient);
  auto const fraction = static_cast<std::size_t>(scale);
  if (digits.size() <= fraction) digits.insert(0, fraction + 1 - digits.size(), '0');
  if (fraction > 0) digits.insert(digits.size() - fraction, 1, '.');
  if (coefficient < 0) digits.insert(0, 1, '-');
  return digits;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  bool const negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  auto const dot = text.find('.');
  auto const whole = text.substr(0, dot);
  auto const fraction = dot == text.npos ? std::string_view{} : text.substr(dot + 1);
  if (whole.empty() || whole.size() > whole_digits_max) return std::nullopt;
  if (dot != text.npos && (fraction.empty() || fraction.size() > scale_max)) return std::nullopt;
  Int128 coefficient = 0;
  for (auto const part : {whole, fraction}) {
    for (char const c : part) {
      if (!is_digit(c)) return std::nullopt;
      coefficient = coefficient * 10 + (c - '0');
    }
  }
  return Decimal{Wide{negative ? -coefficient : coefficient}, static_cast<int>(fraction.size())};
}

std::string Decimal::text() const { return text_of(coefficient_, scale_); }

std::string Decimal::text_shortest() const {
  auto const least = shortest(coefficient_, scale_);
  return text_of(least.coefficient, least.scale);
}

bool operator==(Decimal const& a, Decimal const& b) {
  auto const x = shortest(a.coefficient_, a.scale_), y = shortest(b.coefficient_, b.scale_);
  return x.coefficient == y.coefficient && (x.scale == y.scale || x.coefficient == 0);
}

bool operator<(Decimal const& a, Decimal const& b) {
  auto const x = shortest(a.coefficient_, a.scale_), y = shortest(b.coefficient_, b.scale_);
  auto const both = align(x.coefficient, x.scale, y.coefficient, y.scale);
  return both.a < both.b;
}

}  // namespace airut::model
