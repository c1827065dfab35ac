#include "formats/xml/writer.hpp"

#include <algorithm>
#include <array>
#include <cstring>
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

constexpr std::size_t first_size = 16384;

// What a byte asks for: nothing, an escape, or a look at the character that begins with it.
enum class Care : unsigned char { none, markup, attribute_only, wide };

constexpr std::array<Care, 256> cares = [] {
  std::array<Care, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table.at(c) = Care::markup;
  table['\n'] = table['\t'] = table['"'] = Care::attribute_only;
  table['&'] = table['<'] = table['>'] = Care::markup;
  for (std::size_t c = 0x80; c < 256; ++c) table.at(c) = Care::wide;
  return table;
}();

std::string_view escape_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\r':
      return "&#13;";
    case '"':
      return "&quot;";
    case '\n':
      return "&#10;";
    case '\t':
      return "&#9;";
    default:
      throw std::invalid_argument{"a control character that XML cannot carry"};
  }
}

char* copy(char* to, std::string_view bytes) {
  std::memcpy(to, bytes.data(), bytes.size());
  return to + bytes.size();
}

}  // namespace

Writer::Writer(Encoding encoding) : encoding_(encoding) {
  out_.resize(first_size);
  put(encoding == Encoding::utf8 ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                 : "<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>\n");
}

char* Writer::room(std::size_t size) {
  if (size_ + size > out_.size()) out_.resize(std::max(out_.size() * 2, size_ + size));
  return out_.data() + size_;
}

void Writer::put(std::string_view bytes) {
  copy(room(bytes.size()), bytes);
  size_ += bytes.size();
}

void Writer::instruction(std::string_view target, std::string_view text) {
  put("<?");
  put(target);
  put(" ");
  put(text);
  put("?>\n");
}

void Writer::group(std::string_view name) {
  pending_.push_back({pending_names_.size(), name.size()});
  pending_names_ += name;
}

void Writer::begin(std::string_view name, std::initializer_list<Attribute> attributes) {
  if (!pending_.empty()) flush_groups();
  auto* to = room(name.size() + 2);
  *to++ = '<';
  to = copy(to, name);
  size_ += name.size() + 1;
  for (auto const& attribute : attributes) {
    if (attribute.value.empty()) continue;
    to = room(attribute.name.size() + 3);
    *to++ = ' ';
    to = copy(to, attribute.name);
    copy(to, "=\"");
    size_ += attribute.name.size() + 3;
    append(attribute.value, true);
    put("\"");
  }
}

void Writer::flush_groups() {
  for (auto const& name : pending_) {
    put("<");
    open_.push_back({size_, name.length});
    put(std::string_view{pending_names_}.substr(name.at, name.length));
    put(">\n");
  }
  pending_.clear();
  pending_names_.clear();
}

void Writer::open(std::string_view name, std::initializer_list<Attribute> attributes) {
  if (!pending_.empty()) flush_groups();
  auto const at = size_ + 1;
  begin(name, attributes);
  put(">\n");
  open_.push_back({at, name.size()});
}

void Writer::close() {
  if (!pending_.empty()) {
    pending_names_.resize(pending_.back().at);
    return pending_.pop_back();
  }
  auto const name = open_.back();
  open_.pop_back();
  auto* to = room(name.length + 4);
  *to++ = '<';
  *to++ = '/';
  to = copy(to, std::string_view{out_}.substr(name.at, name.length));
  *to++ = '>';
  *to++ = '\n';
  size_ += name.length + 4;
}

void Writer::leaf(std::string_view name, std::string_view text,
                  std::initializer_list<Attribute> attributes) {
  begin(name, attributes);
  put(">");
  append(text, false);
  auto* to = room(name.size() + 4);
  *to++ = '<';
  *to++ = '/';
  to = copy(to, name);
  *to++ = '>';
  *to++ = '\n';
  size_ += name.size() + 4;
}

void Writer::append(std::string_view text, bool in_attribute) {
  std::size_t from = 0, at = 0;
  while (at < text.size()) {
    auto const care = cares[static_cast<unsigned char>(text[at])];
    if (care == Care::none || (care == Care::attribute_only && !in_attribute)) {
      ++at;
      continue;
    }
    put(text.substr(from, at - from));
    append_special(text, at);
    from = at;
  }
  put(text.substr(from));
}

// What stands at the place, which is moved behind it.
void Writer::append_special(std::string_view text, std::size_t& at) {
  if (cares[static_cast<unsigned char>(text[at])] != Care::wide) return put(escape_of(text[at++]));
  auto const one = decode_utf8(text.substr(at));
  if (!one || !is_xml_character(one->character)) {
    throw std::invalid_argument{"text that XML cannot carry"};
  }
  append_character(one->character, text.substr(at, one->length));
  at += one->length;
}

void Writer::append_character(char32_t character, std::string_view bytes) {
  if (encoding_ == Encoding::utf8) {
    put(bytes);
  } else if (auto const byte = latin9_byte(character)) {
    *room(1) = static_cast<char>(byte);
    ++size_;
  } else {
    put(fmt::format("&#{};", static_cast<std::uint32_t>(character)));
  }
}

std::string Writer::text() && {
  if (!open_.empty()) {
    auto const& name = open_.back();
    throw std::logic_error{"element " + out_.substr(name.at, name.length) + " is not closed"};
  }
  out_.resize(size_);
  return std::move(out_);
}

}  // namespace airut::xml
