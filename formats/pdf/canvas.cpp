#include "formats/pdf/canvas.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "formats/xml/utf8.hpp"

namespace airut::pdf {
namespace {

// Coordinates with two decimals and no float formatting: the same everywhere.
void append_number(std::string& to, double value) {
  auto const hundredths = std::llround(value * 100);
  auto const whole = hundredths / 100;
  auto const rest = std::abs(hundredths % 100);
  if (hundredths < 0 && whole == 0) to += '-';
  fmt::format_to(std::back_inserter(to), "{}", whole);
  if (rest != 0) fmt::format_to(std::back_inserter(to), ".{:02}", rest);
  to += ' ';
}

void append_code(std::string& to, unsigned char byte) {
  switch (byte) {
    case '(':
    case ')':
    case '\\':
      to += '\\';
      to += static_cast<char>(byte);
      return;
    case '\r':
      to += "\\r";
      return;
    case '\n':
      to += "\\n";
      return;
    default:
      to += static_cast<char>(byte);
  }
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 0;
}

}  // namespace

void Canvas::new_page() {
  pages_.emplace_back();
  pages_.back().reserve(8192);
  page_ = pages() - 1;
}

Canvas::Encoded Canvas::encode(std::string_view text, Weight weight) {
  Encoded encoded;
  auto const& used = face(weight);
  auto& tier = tiers_[weight == Weight::bold ? 1 : 0];
  while (!text.empty()) {
    auto const one = xml::decode_utf8(text);
    auto const character = one ? one->character : U'\uFFFD';
    text.remove_prefix(one ? one->length : 1);
    if (character < 0x20) continue;  // line breaks were wrapped before
    auto const glyph = used.glyph(character);
    if (glyph == 0) {
      if (!missing_) missing_ = character;
      continue;
    }
    tier = std::max(tier, tier_of(character));
    encoded.advance += used.advance(glyph);
    append_code(encoded.codes, static_cast<unsigned char>(glyph >> 8));
    append_code(encoded.codes, static_cast<unsigned char>(glyph & 0xFF));
  }
  return encoded;
}

double Canvas::width(std::string_view text, Ink const& ink) const {
  auto const& used = face(ink.weight);
  int advance = 0;
  while (!text.empty()) {
    auto const one = xml::decode_utf8(text);
    if (!one) break;
    advance += used.advance(used.glyph(one->character));
    text.remove_prefix(one->length);
  }
  return advance * ink.size / 1000.0;
}

void Canvas::colour(std::string_view rrggbb, bool stroke) {
  for (std::size_t i = 0; i + 1 < rrggbb.size() && i < 6; i += 2) {
    append_number(out(), (hex_digit(rrggbb[i]) * 16 + hex_digit(rrggbb[i + 1])) / 255.0);
  }
  out() += stroke ? "RG " : "rg ";
}

void Canvas::text(At at, std::string_view text, Ink const& ink) {
  if (text.empty()) return;
  auto const encoded = encode(text, ink.weight);
  auto& to = out();
  to += "BT ";
  colour(ink.colour, false);
  to += ink.weight == Weight::bold ? "/B " : "/R ";
  append_number(to, ink.size);
  to += "Tf ";
  append_number(to, at.x);
  append_number(to, page_height - at.y);
  to += "Td (";
  to += encoded.codes;
  to += ") Tj ET\n";
}

void Canvas::text_right(At at, std::string_view words, Ink const& ink) {
  text({at.x - width(words, ink), at.y}, words, ink);
}

namespace {

// The next word with the blanks behind it.
std::string_view next_word(std::string_view text) {
  auto const end = text.find_first_of(" \n");
  if (end == std::string_view::npos) return text;
  if (text[end] == '\n') return text.substr(0, end);
  auto const next = text.find_first_not_of(' ', end);
  return text.substr(0, next == std::string_view::npos ? text.size() : next);
}

}  // namespace

std::vector<std::string> Canvas::wrap(std::string_view text, double most, Ink const& ink) const {
  std::vector<std::string> lines;
  std::string line;
  double used = 0;
  auto const end_line = [&] {
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
    line.clear();
    used = 0;
  };
  while (!text.empty()) {
    if (text.front() == '\n') {
      end_line();
      text.remove_prefix(1);
      continue;
    }
    auto word = next_word(text);
    auto wide = width(word, ink);
    if (used + wide > most && used > 0) {
      end_line();
      continue;
    }
    while (wide > most && word.size() > 1) {  // a word longer than a line is cut
      word = xml::first_characters(word, xml::count_characters(word) - 1);
      wide = width(word, ink);
    }
    line += word;
    used += wide;
    text.remove_prefix(word.size());
  }
  if (!line.empty()) end_line();
  return lines;
}

void Canvas::line(At from, At to, double thickness, std::string_view rrggbb) {
  colour(rrggbb, true);
  append_number(out(), thickness);
  out() += "w ";
  append_number(out(), from.x);
  append_number(out(), page_height - from.y);
  out() += "m ";
  append_number(out(), to.x);
  append_number(out(), page_height - to.y);
  out() += "l S\n";
}

void Canvas::box(At top_left, At size, std::string_view rrggbb) {
  colour(rrggbb, false);
  append_number(out(), top_left.x);
  append_number(out(), page_height - top_left.y - size.y);
  append_number(out(), size.x);
  append_number(out(), size.y);
  out() += "re f\n";
}

void Canvas::bars(std::vector<std::pair<double, double>> const& bars, double top, double height) {
  colour("000000", false);
  for (auto const& [x, wide] : bars) {
    append_number(out(), x);
    append_number(out(), page_height - top - height);
    append_number(out(), wide);
    append_number(out(), height);
    out() += "re ";
  }
  out() += "f\n";
}

void Canvas::picture(Picture one, At top_left, At size) {
  auto const scale = std::min(size.x / one.width, size.y / one.height);
  auto const wide = one.width * scale, high = one.height * scale;
  out() += "q ";
  append_number(out(), wide);
  out() += "0 0 ";
  append_number(out(), high);
  append_number(out(), top_left.x);
  append_number(out(), page_height - top_left.y - high);
  out() += "cm /L Do Q\n";
  logo_ = std::move(one);
}

}  // namespace airut::pdf
