#pragma once

#include <algorithm>
#include <string_view>

// Characters of ASCII, whatever the locale.
namespace airut::model {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// At least one, and nothing else.
inline bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace airut::model
