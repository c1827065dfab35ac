#include "formats/csv/encoding.hpp"

#include <array>

#include "formats/xml/utf8.hpp"

namespace airut::csv {
namespace {

// The characters of bytes 0x80-0x9F; the rest is as in Unicode.
constexpr std::array<char32_t, 32> upper_controls = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

void append(std::string& text, char32_t character) {
  if (character < 0x800) {
    text += static_cast<char>(0xC0 | (character >> 6));
  } else {
    text += static_cast<char>(0xE0 | (character >> 12));
    text += static_cast<char>(0x80 | ((character >> 6) & 0x3F));
  }
  text += static_cast<char>(0x80 | (character & 0x3F));
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    if (static_cast<unsigned char>(bytes.front()) < 0x80) {
      bytes.remove_prefix(1);
      continue;
    }
    auto const one = xml::decode_utf8(bytes);
    if (!one) return false;
    bytes.remove_prefix(one->length);
  }
  return true;
}

std::string from_windows_1252(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (auto const byte : bytes) {
    auto const c = static_cast<unsigned char>(byte);
    if (c < 0x80) {
      text += byte;
    } else {
      append(text, c < 0xA0 ? upper_controls.at(c - 0x80u) : char32_t{c});
    }
  }
  return text;
}

}  // namespace airut::csv
