#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace airut::xml {

struct Decoded {
  char32_t character = 0;
  std::size_t length = 0;  // bytes
};

// The first character of UTF-8 text (RFC 3629: shortest form, no surrogates); nullopt otherwise.
std::optional<Decoded> decode_utf8(std::string_view text);

// Char of XML 1.0 section 2.2.
bool is_xml_character(char32_t character);

// The longest beginning of UTF-8 text that has at most so many characters.
std::string_view first_characters(std::string_view text, std::size_t count);
std::size_t count_characters(std::string_view text);

// Line breaks and tabs become blanks, runs of blanks one; none at either end.
std::string one_line(std::string_view text);

// Text cut into pieces of at most so many characters, at blanks where there are some.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace airut::xml
