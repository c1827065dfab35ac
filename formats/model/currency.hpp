#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string_view>

namespace airut::model {

// An ISO 4217 currency (BT-5). Only currencies of the table in currency.cpp can be made,
// so a Currency that exists is valid. The default is EUR.
class Currency {
 public:
  constexpr Currency() = default;

  // Reads three upper-case letters; nullopt when ISO 4217 does not know them.
  static std::optional<Currency> parse(std::string_view code);

  std::string_view code() const { return {letters_.data(), letters_.size()}; }

  // Digits after the decimal sign: 2 for EUR and NOK, 0 for ISK and JPY.
  int minor_digits() const { return minor_digits_; }

  friend bool operator==(Currency const&, Currency const&) = default;
  friend auto operator<=>(Currency const&, Currency const&) = default;

 private:
  constexpr Currency(std::array<char, 3> letters, int minor_digits)
      : letters_(letters), minor_digits_(static_cast<signed char>(minor_digits)) {}

  std::array<char, 3> letters_{'E', 'U', 'R'};
  signed char minor_digits_ = 2;
};

}  // namespace airut::model
