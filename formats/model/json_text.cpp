#include "formats/model/json_text.hpp"

#include <cstdint>
#include <cstring>

namespace airut::model {
namespace {

bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

// Eight characters at once: whether none is below a blank, a quote or a backslash. Where a byte is
// zero, and only there, taking one away borrows into a high bit that it had not.
bool are_plain(char const* eight) {
  constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
  std::uint64_t word = 0;
  std::memcpy(&word, eight, sizeof word);
  auto const zeros = [](std::uint64_t value) { return (value - ones) & ~value & highs; };
  auto const low = (word - ones * 0x20) & ~word & highs;
  return (low | zeros(word ^ (ones * '"')) | zeros(word ^ (ones * '\\'))) == 0;
}

std::size_t plain_length(std::string_view text, std::size_t from) {
  auto at = from;
  while (text.size() - at >= 8 && are_plain(text.data() + at)) at += 8;
  while (at < text.size() && is_plain(text[at])) ++at;
  return at - from;
}

void append_escape(std::string& to, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '"':
      to += "\\\"";
      return;
    case '\\':
      to += "\\\\";
      return;
    case '\n':
      to += "\\n";
      return;
    case '\r':
      to += "\\r";
      return;
    case '\t':
      to += "\\t";
      return;
    default:
      break;
  }
  auto const code = static_cast<unsigned char>(c);
  to += "\\u00";
  to += digits[code >> 4];
  to += digits[code & 15];
}

}  // namespace

void append_json_escaped(std::string& to, std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto const length = plain_length(text, at);
    to.append(text, at, length);
    at += length;
    if (at < text.size()) append_escape(to, text[at]);
  }
}

}  // namespace airut::model
