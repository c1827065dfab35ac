#include "formats/pdf/file.hpp"

#include <optional>

#include <fmt/format.h>

#include "formats/pdf/append.hpp"
#include "formats/pdf/deflate.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::pdf {
namespace {

constexpr int table_level = 1;
constexpr std::size_t plain_table_bytes = 1000;  // what deflate would save is not worth its time

void append_bytes(std::string& to, std::size_t value, int count) {
  while (count-- > 0) to += static_cast<char>(value >> (8 * count) & 0xFF);
}

}  // namespace

File::File() {
  out_.reserve(65536);
  out_ = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
}

File::Place& File::place(int number) {
  auto const index = static_cast<std::size_t>(number);
  if (places_.size() <= index) places_.resize(index + 1);
  return places_[index];
}

void File::begin(int number) {
  place(number) = {1, out_.size(), 0};
  append_number(out_, static_cast<unsigned long>(number));
  out_ += " 0 obj\n";
}

void File::object(int number, std::string_view body) { gathered_.add(number, body); }

void File::plain_object(int number, std::string_view body) {
  begin(number);
  out_.append(body).append("\nendobj\n");
}

void File::objects(PackedObjects const& packed) {
  int const holder = reserve();
  int index = 0;
  for (int const number : packed.numbers) {
    place(number) = {2, static_cast<std::size_t>(holder), index++};
  }
  stream(holder,
         fmt::format("/Type/ObjStm/N {}/First {}/Filter/FlateDecode", packed.numbers.size(),
                     packed.first),
         packed.bytes);
}

void File::stream(int number, std::string_view dictionary, std::string_view bytes) {
  begin(number);
  out_.append("<<").append(dictionary).append("/Length ");
  append_number(out_, bytes.size());
  out_.append(">>\nstream\n").append(bytes).append("\nendstream\nendobj\n");
}

std::string File::finish(int root, int info, std::string_view id) {
  static KeptPacks kept;
  auto const packed = gathered_.packed(kept);
  for (auto const& one : *packed) objects(one);
  int const table = reserve();
  auto const start = out_.size();
  place(table) = {1, start, 0};
  bool const small = start < 0x10000, few = places_.size() < 256;
  int const offset_bytes = small ? 2 : 4, index_bytes = few ? 1 : 2;
  std::string rows;
  rows.reserve(places_.size() * 7);
  for (auto const& one : places_) {
    append_bytes(rows, static_cast<std::size_t>(one.kind), 1);
    append_bytes(rows, one.where, offset_bytes);
    append_bytes(rows, static_cast<std::size_t>(one.index), index_bytes);
  }
  bool const worth_it = rows.size() > plain_table_bytes;
  stream(table,
         fmt::format("/Type/XRef/Size {}/W[1 {} {}]/Root {} 0 R/Info {} 0 R/ID[<{}><{}>]{}", next_,
                     offset_bytes, index_bytes, root, info, id, id,
                     worth_it ? "/Filter/FlateDecode" : ""),
         worth_it ? deflated(rows, table_level) : std::string_view{rows});
  fmt::format_to(std::back_inserter(out_), "startxref\n{}\n%%EOF\n", start);
  return std::move(out_);
}

namespace {

void append_utf16(std::string& to, std::uint32_t unit) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (int shift = 12; shift >= 0; shift -= 4) to += digits[unit >> shift & 0xF];
}

// Text of which every letter has the same number in PDFDocEncoding (annex D.3): one byte each.
std::optional<std::string> literal_string(std::string_view utf8) {
  std::string text = "(";
  text.reserve(utf8.size() + 2);
  while (!utf8.empty()) {
    auto const one = xml::decode_utf8(utf8);
    if (!one) break;
    utf8.remove_prefix(one->length);
    auto const c = one->character;
    bool const same = (c >= 0x20 && c < 0x7F) || (c > 0xA0 && c <= 0xFF && c != 0xAD);
    if (!same) return std::nullopt;
    if (c == '(' || c == ')' || c == '\\') text += '\\';
    text += static_cast<char>(c);
  }
  return text + ')';
}

}  // namespace

std::string text_string(std::string_view utf8) {
  if (auto text = literal_string(utf8)) return *std::move(text);
  std::string hex = "<FEFF";
  hex.reserve(6 + 4 * utf8.size());
  while (!utf8.empty()) {
    auto const one = xml::decode_utf8(utf8);
    if (!one) break;
    utf8.remove_prefix(one->length);
    auto const c = static_cast<std::uint32_t>(one->character);
    if (c < 0x10000) {
      append_utf16(hex, c);
    } else {
      append_utf16(hex, 0xD800 + ((c - 0x10000) >> 10));
      append_utf16(hex, 0xDC00 + ((c - 0x10000) & 0x3FF));
    }
  }
  return hex + ">";
}

}  // namespace airut::pdf
