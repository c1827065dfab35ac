#include "formats/model/bank_text.hpp"

namespace airut::model {

namespace {

void append_latin(std::string& out, char c) {
  auto const byte = static_cast<unsigned char>(c);
  if (byte < 0x80) {
    out += c;
  } else {
    out += static_cast<char>(0xC0 | (byte >> 6));
    out += static_cast<char>(0x80 | (byte & 0x3F));
  }
}

}  // namespace

std::string latin_text(std::string_view bytes) {
  std::string out;
  for (char const c : bytes) append_latin(out, c);
  return out;
}

std::string bank_text(std::string_view text) {
  std::string out;
  for (char const c : text) {
    switch (c) {
      case '[':
        out += "Ä";
        continue;
      case '\\':
        out += "Ö";
        continue;
      case ']':
        out += "Å";
        continue;
      case '{':
        out += "ä";
        continue;
      case '|':
        out += "ö";
        continue;
      case '}':
        out += "å";
        continue;
      default:
        break;
    }
    append_latin(out, c);
  }
  return out;
}

}  // namespace airut::model
