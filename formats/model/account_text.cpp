#include "formats/model/account_text.hpp"

#include <algorithm>

namespace airut::model {
namespace {

constexpr std::string_view no_break_space = "\xC2\xA0";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

bool begins_as_iban(std::string_view text) {
  return text.size() > 4 && is_letter(text[0]) && is_letter(text[1]) && is_digit(text[2]) &&
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
  auto const plain = [](char c) { return is_digit(c) || is_letter(c); };
  bool const is_iban = begins_as_iban(text) && std::all_of(text.begin(), text.end(), plain);
  bool const is_national = !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
  return is_iban || is_national ? text : std::string{written};
}

}  // namespace airut::model
