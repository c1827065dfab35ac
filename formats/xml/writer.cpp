#include "formats/xml/writer.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "formats/xml/utf8.hpp"

namespace airut::xml {
namespace {

// The eight places where ISO-8859-15 differs from ISO-8859-1.
struct Latin9 {
  char32_t character;
  unsigned char byte;
};
constexpr Latin9 latin9[] = {{0x20AC, 0xA4}, {0x160, 0xA6}, {0x161, 0xA8}, {0x17D, 0xB4},
                             {0x17E, 0xB8},  {0x152, 0xBC}, {0x153, 0xBD}, {0x178, 0xBE}};

// The byte of a character beyond ASCII, 0 when ISO-8859-15 has none.
unsigned char latin9_byte(char32_t character) {
  for (auto const& one : latin9) {
    if (one.character == character) return one.byte;
    if (one.byte == character) return 0;  // ISO-8859-1's sign at this place is another
  }
  return character >= 0xA0 && character <= 0xFF ? static_cast<unsigned char>(character) : 0;
}

}  // namespace

Writer::Writer(Encoding encoding) : encoding_(encoding) {
  out_.reserve(16384);
  out_ += encoding == Encoding::utf8 ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                     : "<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>\n";
}

void Writer::instruction(std::string_view target, std::string_view text) {
  out_.append("<?").append(target).append(" ").append(text).append("?>\n");
}

void Writer::begin(std::string_view name, std::initializer_list<Attribute> attributes) {
  flush_groups();
  out_.append("<").append(name);
  for (auto const& attribute : attributes) {
    if (attribute.value.empty()) continue;
    out_.append(" ").append(attribute.name).append("=\"");
    append(attribute.value, true);
    out_ += '"';
  }
  out_ += '>';
}

void Writer::flush_groups() {
  for (auto& name : pending_) {
    out_.append("<").append(name).append(">\n");
    open_.push_back(std::move(name));
  }
  pending_.clear();
}

void Writer::open(std::string_view name, std::initializer_list<Attribute> attributes) {
  begin(name, attributes);
  out_ += '\n';
  open_.emplace_back(name);
}

void Writer::close() {
  if (!pending_.empty()) return pending_.pop_back();
  out_.append("</").append(open_.back()).append(">\n");
  open_.pop_back();
}

void Writer::leaf(std::string_view name, std::string_view text,
                  std::initializer_list<Attribute> attributes) {
  begin(name, attributes);
  append(text, false);
  out_.append("</").append(name).append(">\n");
}

void Writer::append(std::string_view text, bool in_attribute) {
  for (std::size_t at = 0; at < text.size();) {
    auto const c = static_cast<unsigned char>(text[at]);
    if (c >= 0x80) {
      auto const one = decode_utf8(text.substr(at));
      if (!one || !is_xml_character(one->character)) {
        throw std::invalid_argument{"text that XML cannot carry"};
      }
      append_character(one->character, text.substr(at, one->length));
      at += one->length;
      continue;
    }
    ++at;
    switch (c) {
      case '&':
        out_ += "&amp;";
        break;
      case '<':
        out_ += "&lt;";
        break;
      case '>':
        out_ += "&gt;";
        break;
      case '\r':
        out_ += "&#13;";
        break;
      case '"':
        out_ += in_attribute ? "&quot;" : "\"";
        break;
      case '\n':
        out_ += in_attribute ? "&#10;" : "\n";
        break;
      case '\t':
        out_ += in_attribute ? "&#9;" : "\t";
        break;
      default:
        if (c < 0x20) throw std::invalid_argument{"a control character that XML cannot carry"};
        out_ += static_cast<char>(c);
    }
  }
}

void Writer::append_character(char32_t character, std::string_view bytes) {
  if (encoding_ == Encoding::utf8) {
    out_ += bytes;
  } else if (auto const byte = latin9_byte(character)) {
    out_ += static_cast<char>(byte);
  } else {
    fmt::format_to(std::back_inserter(out_), "&#{};", static_cast<std::uint32_t>(character));
  }
}

std::string Writer::text() && {
  if (!open_.empty()) throw std::logic_error{"element " + open_.back() + " is not closed"};
  return std::move(out_);
}

}  // namespace airut::xml
