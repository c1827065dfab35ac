#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace airut::schematron {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_ascii(std::string_view text);
std::size_t count_code_points(std::string_view text);
std::vector<char32_t> code_points(std::string_view text);
void append_code_point(std::string& text, char32_t character);

// The characters from position `first` on, `count` of them, counting from 0.
std::string_view code_point_range(std::string_view text, std::size_t first, std::size_t count);

// Unicode's full mappings, independent of language; for text that is not ASCII.
std::string upper_case(std::string_view text);
std::string lower_case(std::string_view text);

}  // namespace airut::schematron
