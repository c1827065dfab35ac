#include "formats/xml/utf8.hpp"

namespace airut::xml {
namespace {

struct Lead {
  std::size_t length;
  char32_t bits, least;  // least: the smallest character that may be written so long
};

std::optional<Lead> lead(unsigned char c) {
  if (c < 0x80) return Lead{1, c, 0};
  if (c >= 0xC2 && c < 0xE0) return Lead{2, c & 0x1Fu, 0x80};
  if (c >= 0xE0 && c < 0xF0) return Lead{3, c & 0x0Fu, 0x800};
  if (c >= 0xF0 && c < 0xF5) return Lead{4, c & 0x07u, 0x10000};
  return std::nullopt;
}

}  // namespace

std::optional<Decoded> decode_utf8(std::string_view text) {
  if (text.empty()) return std::nullopt;
  auto const first = lead(static_cast<unsigned char>(text[0]));
  if (!first || text.size() < first->length) return std::nullopt;
  auto character = first->bits;
  for (std::size_t i = 1; i < first->length; ++i) {
    auto const c = static_cast<unsigned char>(text[i]);
    if ((c & 0xC0) != 0x80) return std::nullopt;
    character = (character << 6) | (c & 0x3Fu);
  }
  if (character < first->least || character > 0x10FFFF) return std::nullopt;
  if (character >= 0xD800 && character < 0xE000) return std::nullopt;
  return Decoded{character, first->length};
}

bool is_xml_character(char32_t character) {
  if (character < 0x20) return character == '\t' || character == '\n' || character == '\r';
  return character != 0xFFFE && character != 0xFFFF;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return text.substr(0, at);
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (auto const c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

std::string one_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  bool blank = false;
  for (auto const c : text) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      blank = !line.empty();
      continue;
    }
    if (blank) line += ' ';
    blank = false;
    line += c;
  }
  return line;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    auto piece = first_characters(text, width);
    if (piece.size() < text.size() && text[piece.size()] != ' ') {
      auto const blank = piece.rfind(' ');
      if (blank != std::string_view::npos && blank > piece.size() / 2) {
        piece = piece.substr(0, blank);
      }
    }
    pieces.emplace_back(piece);
    text.remove_prefix(piece.size());
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  }
  return pieces;
}

}  // namespace airut::xml
