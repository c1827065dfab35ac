#include "formats/model/party_id.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "formats/model/ascii.hpp"

namespace airut::model {

namespace {

// The Y-tunnus rule: weights 7 9 10 5 8 4 2, remainder 1 is never issued.
bool business_digits_hold(std::string_view digits) {
  constexpr std::array<int, 7> weights{7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights.at(i) * (digits[i] - '0');
  auto const rest = sum % 11;
  if (rest == 1) return false;
  return digits[7] - '0' == (rest == 0 ? 0 : 11 - rest);
}

// MOD11 with weights 2 3 4 5 6 7 from the right; the control "-" (rest 1) is not a number.
bool mod11_holds(std::string_view digits) {
  int sum = 0, weight = 2;
  for (auto at = digits.size() - 1; at > 0; --at) {
    sum += weight * (digits[at - 1] - '0');
    weight = weight == 7 ? 2 : weight + 1;
  }
  auto const rest = sum % 11;
  if (rest == 1) return false;
  return digits.back() - '0' == (rest == 0 ? 0 : 11 - rest);
}

// Lengths of the ISO 13616 registry for the countries that use IBAN.
constexpr std::string_view iban_lengths =
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24"
    "FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21"
    "LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22"
    "RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

std::size_t iban_length(std::string_view country) {
  for (std::size_t at = 0; at + 4 <= iban_lengths.size(); at += 4)
    if (iban_lengths.substr(at, 2) == country)
      return static_cast<std::size_t>((iban_lengths[at + 2] - '0') * 10 +
                                      (iban_lengths[at + 3] - '0'));
  return 0;
}

std::string groups_of_four(std::string_view text) {
  std::string printed;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (at > 0 && at % 4 == 0) printed += ' ';
    printed += text[at];
  }
  return printed;
}

}  // namespace

bool is_business_id_fi(std::string_view text) {
  if (text.size() != 9 || text[7] != '-') return false;
  auto const digits = std::string{text.substr(0, 7)} + text[8];
  return all_digits(digits) && business_digits_hold(digits);
}

bool is_organisation_no(std::string_view text) {
  return text.size() == 9 && all_digits(text) && mod11_holds(text);
}

bool is_ovt(std::string_view text) {
  if (!text.starts_with("0037") || text.size() < 12 || text.size() > 17) return false;
  auto const digits = text.substr(4, 8), unit = text.substr(12);
  return all_digits(digits) && business_digits_hold(digits) &&
         std::all_of(unit.begin(), unit.end(), [](char c) { return is_digit(c) || is_upper(c); });
}

bool is_account_no(std::string_view text) {
  return text.size() == 11 && all_digits(text) && mod11_holds(text);
}

bool is_iban(std::string_view text) {
  if (text.size() < 15 || text.size() != iban_length(text.substr(0, 2))) return false;
  if (!is_digit(text[2]) || !is_digit(text[3])) return false;
  int rest = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[(i + 4) % text.size()];
    if (is_digit(c))
      rest = (rest * 10 + (c - '0')) % 97;
    else if (is_upper(c))
      rest = (rest * 100 + (c - 'A' + 10)) % 97;
    else
      return false;
  }
  return rest == 1;
}

bool is_bic(std::string_view text) {
  if (text.size() != 8 && text.size() != 11) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!is_upper(text[i]) && (i < 6 || !is_digit(text[i]))) return false;
  return true;
}

bool is_gln(std::string_view text) {
  if (text.size() != 13 || !all_digits(text)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 12; ++i) sum += (text[i] - '0') * (i % 2 == 0 ? 1 : 3);
  return text[12] - '0' == (10 - sum % 10) % 10;
}

std::string iban_printed(std::string_view iban) {
  if (iban.size() == 11 && all_digits(iban))
    return std::string{iban.substr(0, 4)} + ' ' + std::string{iban.substr(4, 2)} + ' ' +
           std::string{iban.substr(6)};
  return groups_of_four(iban);
}

std::string account_no_of_iban(std::string_view iban) {
  return iban.starts_with("NO") && iban.size() == 15 ? std::string{iban.substr(4)} : std::string{};
}

}  // namespace airut::model
