#include "formats/rules/identifiers.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "formats/model/party_id.hpp"

namespace airut::rules {

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool digits_of_length(std::string_view text, std::size_t length) {
  return text.size() == length && all_digits(text);
}

bool letters(std::string_view text) { return std::all_of(text.begin(), text.end(), is_letter); }

// The digits doubled from the right, the last one apart, and the digits of the doubles added.
bool luhn_holds(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

}  // namespace

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_gs1_number(std::string_view text) {
  if (!all_digits(text)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    sum += (text[text.size() - 1 - i] - '0') * (i % 2 == 0 ? 1 : 3);
  return sum % 10 == 0;
}

bool is_organisation_se(std::string_view text) {
  return digits_of_length(text, 10) && luhn_holds(text);
}

bool is_cvr_dk(std::string_view text) { return digits_of_length(text, 8) || is_se_number_dk(text); }

bool is_se_number_dk(std::string_view text) {
  return text.starts_with("DK") && digits_of_length(text.substr(2), 8);
}

bool is_p_number_dk(std::string_view text) { return digits_of_length(text, 10); }

bool is_enterprise_be(std::string_view text) {
  if (!digits_of_length(text, 10)) return false;
  int rest = 0;
  for (char const c : text.substr(0, 8)) rest = (rest * 10 + (c - '0')) % 97;
  return 97 - rest == (text[8] - '0') * 10 + (text[9] - '0');
}

bool is_business_au(std::string_view text) {
  if (!digits_of_length(text, 11)) return false;
  constexpr std::array weights{10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19};
  int sum = -weights[0];  // the first digit counts one less
  for (std::size_t i = 0; i < weights.size(); ++i) sum += (text[i] - '0') * weights[i];
  return sum % 89 == 0;
}

bool is_kvk_nl(std::string_view text) { return digits_of_length(text, 8); }
bool is_oin_nl(std::string_view text) { return digits_of_length(text, 20); }
bool is_branch_nl(std::string_view text) { return digits_of_length(text, 12); }

bool is_vat_nl(std::string_view text) {
  return text.size() == 14 && text.starts_with("NL") && all_digits(text.substr(2, 9)) &&
         text[11] == 'B' && all_digits(text.substr(12));
}

bool is_office_it(std::string_view text) {
  return text.size() == 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_letter(c); });
}

bool is_tax_code_it(std::string_view text) {
  if (text.size() == 11) return all_digits(text);
  return text.size() == 16 && letters(text.substr(0, 6)) && all_digits(text.substr(6, 2)) &&
         is_letter(text[8]) && all_digits(text.substr(9, 2)) && is_digit(text[14]) &&
         is_letter(text[15]);
}

bool is_vat_it(std::string_view text) {
  if (!text.starts_with("IT") && !text.starts_with("it")) return true;  // another country's
  return digits_of_length(text.substr(2), 11) && luhn_holds(text.substr(2));
}

bool is_tin_gr(std::string_view text) {
  if (!digits_of_length(text, 9)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum = (sum + (text[i] - '0')) * 2;
  return sum % 11 % 10 == text[8] - '0';
}

bool is_greek_vat(std::string_view text) {
  return text.starts_with("EL") && is_tin_gr(text.substr(2));
}

bool is_vat_no(std::string_view text) {
  return text.size() == 14 && text.starts_with("NO") && text.ends_with("MVA") &&
         model::is_organisation_no(text.substr(2, 9));
}

bool is_vat_fi(std::string_view text) {
  if (text.size() != 10 || !text.starts_with("FI")) return false;
  return model::is_business_id_fi(
      std::string{text.substr(2, 7)}.append("-").append(text.substr(9)));
}

}  // namespace airut::rules
