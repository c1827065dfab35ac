#include "formats/model/uuid.hpp"

#include <array>

#include "formats/model/unsigned128.hpp"

namespace airut::model {
namespace {

constexpr std::string_view base32 = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford
constexpr std::string_view base16 = "0123456789abcdef";
constexpr std::size_t base32_digits = 26, base16_digits = 32;
constexpr std::array<std::size_t, 4> dashes{8, 13, 18, 23};

std::optional<Unsigned128> number(std::string_view digits, std::string_view alphabet, int bits) {
  Unsigned128 value = 0;
  for (char const c : digits) {
    auto const digit = alphabet.find(c);
    if (digit == alphabet.npos || (value >> (128 - bits)) != 0) return std::nullopt;
    value = (value << bits) | digit;
  }
  return value;
}

std::string digits_in(Unsigned128 value, std::string_view alphabet, int bits, std::size_t count) {
  std::string out(count, '0');
  auto const mask = (1u << bits) - 1;
  for (auto at = count; at > 0; --at, value >>= bits) {
    out[at - 1] = alphabet[static_cast<std::size_t>(value) & mask];
  }
  return out;
}

}  // namespace

std::optional<std::string> uuid_of(std::string_view id) {
  auto const gap = id.find('_');
  if (gap == id.npos || id.size() - gap - 1 != base32_digits) return std::nullopt;
  auto const value = number(id.substr(gap + 1), base32, 5);
  if (!value) return std::nullopt;
  auto text = digits_in(*value, base16, 4, base16_digits);
  for (auto const at : dashes) text.insert(at, 1, '-');
  return text;
}

std::optional<std::string> id_of_uuid(std::string_view prefix, std::string_view uuid) {
  std::string digits{uuid};
  if (digits.size() != base16_digits + dashes.size()) return std::nullopt;
  for (auto at = dashes.rbegin(); at != dashes.rend(); ++at) {
    if (digits[*at] != '-') return std::nullopt;
    digits.erase(*at, 1);
  }
  auto const value = number(digits, base16, 4);
  if (!value) return std::nullopt;
  return std::string{prefix} + "_" + digits_in(*value, base32, 5, base32_digits);
}

}  // namespace airut::model
