#include "formats/model/money.hpp"

#include <array>
#include <stdexcept>

namespace airut::model {

namespace {

constexpr Int128 minor_limit = Int128{100'000'000'000'000'000};  // 10^17

void same_currency(Money const& a, Money const& b) {
  if (a.currency() != b.currency())
    throw std::logic_error{"two currencies met in one sum or comparison"};
}

bool multiply(Int128 a, Int128 b, Int128& product) {
  return !__builtin_mul_overflow(a, b, &product);
}

// value x 10^digits; digits may be negative only through the caller's denominator.
bool shift(Int128& value, int digits) {
  for (; digits > 0; --digits)
    if (!multiply(value, 10, value)) return false;
  return true;
}

std::optional<Money> rounded(Int128 numerator, Int128 denominator, Currency currency) {
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  auto const minor = divide_half_up(numerator, denominator);
  if (minor >= minor_limit || minor <= -minor_limit) return std::nullopt;
  return Money{static_cast<std::int64_t>(minor), currency};
}

// Taking common tens out early keeps products of long decimals inside 128 bits.
void reduce(Int128& numerator, Int128& denominator) {
  while (denominator % 10 == 0 && numerator % 10 == 0) {
    numerator /= 10;
    denominator /= 10;
  }
}

}  // namespace

std::optional<Money> Money::parse(std::string_view text, Currency currency) {
  auto const value = Decimal::parse(text);
  if (!value || value->scale() > currency.minor_digits()) return std::nullopt;
  auto minor = value->coefficient();
  for (int scale = value->scale(); scale < currency.minor_digits(); ++scale) minor *= 10;
  if (minor >= minor_limit || minor <= -minor_limit) return std::nullopt;
  return Money{static_cast<std::int64_t>(minor), currency};
}

std::string Money::text() const {
  std::array<char, 32> buffer{};
  auto at = buffer.size();
  auto rest = minor_ < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(minor_)
                         : static_cast<std::uint64_t>(minor_);
  auto const digit = [&] {
    buffer[--at] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  };
  for (int i = 0; i < currency_.minor_digits(); ++i) digit();
  if (currency_.minor_digits() > 0) buffer[--at] = '.';
  do digit();
  while (rest != 0);
  if (minor_ < 0) buffer[--at] = '-';
  return {buffer.data() + at, buffer.size() - at};
}

Money& Money::operator+=(Money const& other) {
  same_currency(*this, other);
  minor_ += other.minor_;
  return *this;
}

Money& Money::operator-=(Money const& other) {
  same_currency(*this, other);
  minor_ -= other.minor_;
  return *this;
}

std::strong_ordering operator<=>(Money const& a, Money const& b) {
  same_currency(a, b);
  return a.minor_ <=> b.minor_;
}

Int128 divide_half_up(Int128 numerator, Int128 denominator) {
  auto const whole = numerator / denominator;
  auto rest = numerator % denominator;
  if (rest < 0) rest = -rest;
  if (rest < denominator - rest) return whole;
  return numerator < 0 ? whole - 1 : whole + 1;
}

std::optional<Money> percent_of(Money const& amount, Decimal const& percent) {
  Int128 numerator = 0;
  if (!multiply(amount.minor(), percent.coefficient(), numerator)) return std::nullopt;
  Int128 denominator = 100;
  if (!shift(denominator, percent.scale())) return std::nullopt;
  return rounded(numerator, denominator, amount.currency());
}

std::optional<Money> extend(Decimal const& quantity, Decimal const& price, Decimal const& base,
                            Currency currency) {
  if (base.is_zero() || base.is_negative()) return std::nullopt;
  Int128 many = quantity.coefficient(), each = price.coefficient(), per = base.coefficient();
  Int128 tens = 1;
  if (!shift(tens, quantity.scale() + price.scale())) return std::nullopt;
  reduce(many, tens);
  reduce(each, tens);
  Int128 raise = 1;
  if (!shift(raise, base.scale() + currency.minor_digits())) return std::nullopt;
  reduce(raise, tens);
  reduce(raise, per);
  Int128 numerator = 0, denominator = 0;
  if (!multiply(many, each, numerator) || !multiply(numerator, raise, numerator) ||
      !multiply(per, tens, denominator))
    return std::nullopt;
  return rounded(numerator, denominator, currency);
}

}  // namespace airut::model
