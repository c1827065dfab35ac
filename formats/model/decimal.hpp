#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace airut::model {

__extension__ typedef __int128 Int128;

// An exact decimal number: coefficient / 10^scale. Used for quantities, unit prices and
// percentages (BT-129, BT-146, BT-152 ...), never for money that is owed: that is Money.
// |coefficient| < 10^27, 0 <= scale <= 12. Equality is by value: 1.50 == 1.5.
class Decimal {
 public:
  static constexpr int scale_max = 12;

  constexpr Decimal() = default;
  // coefficient / 10^scale; both within the limits above.
  constexpr Decimal(std::int64_t coefficient, int scale)
      : coefficient_(coefficient), scale_(scale) {}

  // Reads -?digits[.digits], at most 15 digits before and 12 after the sign. No exponent,
  // no leading plus, no white space. Leading zeros are accepted.
  static std::optional<Decimal> parse(std::string_view text);

  Int128 coefficient() const { return coefficient_; }
  int scale() const { return scale_; }
  bool is_zero() const { return coefficient_ == 0; }
  bool is_negative() const { return coefficient_ < 0; }

  // The digits as they were given: parse(text).text() == text for normal text ("25.50").
  std::string text() const;
  // The shortest digits: "25.5" for 25.50, "7" for 7.00.
  std::string text_shortest() const;

  friend Decimal operator-(Decimal const& value) {
    return Decimal{Wide{-value.coefficient_}, value.scale_};
  }
  friend bool operator==(Decimal const& a, Decimal const& b);
  friend bool operator<(Decimal const& a, Decimal const& b);

 private:
  struct Wide {
    Int128 value;
  };
  constexpr Decimal(Wide coefficient, int scale) : coefficient_(coefficient.value), scale_(scale) {}

  Int128 coefficient_ = 0;
  int scale_ = 0;
};

}  // namespace airut::model
