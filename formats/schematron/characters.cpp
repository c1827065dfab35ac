#include "formats/schematron/characters.hpp"

#include <algorithm>

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "formats/xml/utf8.hpp"

namespace airut::schematron {
namespace {

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::size_t bytes_of(std::string_view text, std::size_t from, std::size_t characters) {
  auto at = from;
  for (; characters > 0 && at < text.size(); --characters) {
    ++at;
    while (at < text.size() && continues(text[at])) ++at;
  }
  return at;
}

template <class Change>
std::string with_case_changed(std::string_view text, Change change) {
  auto wide = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  change(wide);
  std::string out;
  wide.toUTF8String(out);
  return out;
}

}  // namespace

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t count_code_points(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues));
}

std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> all;
  all.reserve(text.size());
  while (!text.empty()) {
    auto const one = xml::decode_utf8(text);
    if (!one) break;  // libxml2 lets only valid UTF-8 through
    all.push_back(one->character);
    text.remove_prefix(one->length);
  }
  return all;
}

void append_code_point(std::string& text, char32_t character) {
  auto const add = [&](char32_t bits) { text += static_cast<char>(bits); };
  if (character < 0x80) return add(character);
  if (character < 0x800) {
    add(0xC0 | character >> 6);
  } else if (character < 0x10000) {
    add(0xE0 | character >> 12);
    add(0x80 | (character >> 6 & 0x3F));
  } else {
    add(0xF0 | character >> 18);
    add(0x80 | (character >> 12 & 0x3F));
    add(0x80 | (character >> 6 & 0x3F));
  }
  add(0x80 | (character & 0x3F));
}

std::string_view code_point_range(std::string_view text, std::size_t first, std::size_t count) {
  if (is_ascii(text)) return first < text.size() ? text.substr(first, count) : std::string_view{};
  auto const begin = bytes_of(text, 0, first);
  return text.substr(begin, bytes_of(text, begin, count) - begin);
}

std::string upper_case(std::string_view text) {
  return with_case_changed(text,
                           [](icu::UnicodeString& wide) { wide.toUpper(icu::Locale::getRoot()); });
}

std::string lower_case(std::string_view text) {
  return with_case_changed(text,
                           [](icu::UnicodeString& wide) { wide.toLower(icu::Locale::getRoot()); });
}

}  // namespace airut::schematron
