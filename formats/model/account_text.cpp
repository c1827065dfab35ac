#include "formats/model/account_text.hpp"

#include <algorithm>

#include "formats/model/ascii.hpp"

namespace airut::model {
namespace {

constexpr std::string_view no_break_space = "\xC2\xA0";

bool begins_as_iban(std::string_view text) {
  return text.size() > 4 && is_upper(text[0]) && is_upper(text[1]) && is_digit(text[2]) &&
         is_digit(text[3]);
}

std::string without_blanks_upper(std::string_view written) {
  std::string text;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written.substr(i, no_break_space.size()) == no_break_space) {
      ++i;
    } else if (char const c = written[i]; c != ' ' && c != '\t' && c != '\n' && c != '\r') {
      text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return text;
}

}  // namespace

std::string account_text(std::string_view written) {
  auto text = without_blanks_upper(written);
  auto const plain = [](char c) { return is_digit(c) || is_upper(c); };
  bool const is_iban = begins_as_iban(text) && std::all_of(text.begin(), text.end(), plain);
  bool const is_national = all_digits(text);
  return is_iban || is_national ? text : std::string{written};
}

}  // namespace airut::model
