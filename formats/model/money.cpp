#include "formats/model/money.hpp"

#include <array>
#include <stdexcept>

namespace airut::model {

namespace {

constexpr std::array<std::int64_t, 4> powers{1, 10, 100, 1000};
constexpr Int128 minor_limit = Int128{100'000'000'000'000'000};  // 10^17

std::int64_t units_per_whole(Currency currency) {
  return powers.at(static_cast<std::size_t>(currency.minor_digits()));
}

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
  auto const unit = units_per_whole(currency_);
  auto const sign = minor_ < 0 ? "-" : "";
  auto const size = minor_ < 0 ? -minor_ : minor_;
  auto text = sign + std::to_string(size / unit);
  if (unit == 1) return text;
  auto const fraction = std::to_string(size % unit);
  text += '.';
  text.append(static_cast<std::size_t>(currency_.minor_digits()) - fraction.size(), '0');
  return text + fraction;
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
