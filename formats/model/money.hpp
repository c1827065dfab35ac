#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/model/currency.hpp"
#include "formats/model/decimal.hpp"

namespace airut::model {

// An amount of money in whole minor units (cents, ore) of one currency.
// |minor| < 10^17 for everything that parse() and the arithmetic below give.
// Adding or comparing two currencies is a bug and throws std::logic_error.
class Money {
 public:
  constexpr Money() = default;
  constexpr Money(std::int64_t minor, Currency currency) : minor_(minor), currency_(currency) {}

  // Reads -?digits[.digits] with at most the currency's minor digits ("12.5" is 12.50 EUR);
  // nullopt for anything else, more digits, or 10^15 and above.
  static std::optional<Money> parse(std::string_view text, Currency currency);

  std::int64_t minor() const { return minor_; }
  Currency currency() const { return currency_; }
  bool is_zero() const { return minor_ == 0; }
  bool is_negative() const { return minor_ < 0; }

  // "533.38": all minor digits, a dot, no grouping, no currency.
  std::string text() const;

  Money operator-() const { return {-minor_, currency_}; }
  Money& operator+=(Money const& other);
  Money& operator-=(Money const& other);
  friend Money operator+(Money a, Money const& b) { return a += b; }
  friend Money operator-(Money a, Money const& b) { return a -= b; }
  friend bool operator==(Money const&, Money const&) = default;
  friend std::strong_ordering operator<=>(Money const& a, Money const& b);

 private:
  std::int64_t minor_ = 0;
  Currency currency_;
};

// numerator / denominator rounded to the nearest whole number, halves away from zero
// (EN 16931-1 section 7.1.1: 0.005 -> 0.01, -0.005 -> -0.01). denominator > 0.
Int128 divide_half_up(Int128 numerator, Int128 denominator);

// amount x rate%, rounded half up once to minor units (BT-117 = BT-116 x BT-119 / 100).
// nullopt when the product does not fit.
std::optional<Money> percent_of(Money const& amount, Decimal const& percent);

// quantity x price / base, rounded half up once (BT-131 before adjustments).
// base must be positive. nullopt when the product does not fit.
std::optional<Money> extend(Decimal const& quantity, Decimal const& price, Decimal const& base,
                            Currency currency);

}  // namespace airut::model
