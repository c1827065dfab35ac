#include "formats/json/writer.hpp"

#include <array>
#include <charconv>

namespace airut::json {

namespace {

bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

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

void append_escaped(std::string& to, std::string_view text) {
  std::size_t from = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_plain(text[at])) continue;
    to.append(text, from, at - from);
    append_escape(to, text[at]);
    from = at + 1;
  }
  to.append(text, from, text.size() - from);
}

void Writer::separate() {
  if (!first_) text_ += ',';
  first_ = false;
}

void Writer::open(char bracket) {
  separate();
  text_ += bracket;
  first_ = true;
}

void Writer::close(char bracket) {
  text_ += bracket;
  first_ = false;
}

void Writer::key(std::string_view name) {
  separate();
  text_ += '"';
  append_escaped(text_, name);
  text_ += "\":";
  first_ = true;
}

void Writer::string(std::string_view text) {
  separate();
  text_ += '"';
  append_escaped(text_, text);
  text_ += '"';
}

void Writer::number(std::int64_t value) {
  separate();
  std::array<char, 24> digits{};
  auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  text_.append(digits.data(), end);
}

void Writer::boolean(bool value) {
  separate();
  text_ += value ? "true" : "false";
}

void Writer::null() {
  separate();
  text_ += "null";
}

void Writer::raw(std::string_view json) {
  separate();
  text_ += json;
}

}  // namespace airut::json
