#include "formats/pdf/file.hpp"

#include <fmt/format.h>

#include "formats/pdf/deflate.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::pdf {
namespace {

constexpr std::size_t objects_in_stream = 1000;
constexpr int object_level = 1;

void append_number(std::string& to, unsigned long value) {
  fmt::format_int const digits{value};
  to.append(digits.data(), digits.size());
}

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

void File::object(int number, std::string_view body) {
  gathered_.push_back(number);
  append_number(heads_, static_cast<unsigned long>(number));
  heads_ += ' ';
  append_number(heads_, bodies_.size());
  heads_ += ' ';
  bodies_.append(body) += '\n';
  if (gathered_.size() >= objects_in_stream) flush_objects();
}

void File::plain_object(int number, std::string_view body) {
  begin(number);
  out_.append(body).append("\nendobj\n");
}

void File::flush_objects() {
  if (gathered_.empty()) return;
  int const holder = reserve();
  for (std::size_t i = 0; i < gathered_.size(); ++i) {
    place(gathered_[i]) = {2, static_cast<std::size_t>(holder), static_cast<int>(i)};
  }
  auto const dictionary =
      fmt::format("/Type/ObjStm/N {}/First {}/Filter/FlateDecode", gathered_.size(), heads_.size());
  heads_ += bodies_;
  stream(holder, dictionary, deflate(heads_, object_level));
  gathered_.clear();
  heads_.clear();
  bodies_.clear();
}

void File::stream(int number, std::string_view dictionary, std::string_view bytes) {
  begin(number);
  out_.append("<<").append(dictionary).append("/Length ");
  append_number(out_, bytes.size());
  out_.append(">>\nstream\n").append(bytes).append("\nendstream\nendobj\n");
}

std::string File::finish(int root, int info, std::string_view id) {
  flush_objects();
  int const table = reserve();
  auto const start = out_.size();
  place(table) = {1, start, 0};
  std::string rows;
  rows.reserve(places_.size() * 7);
  for (std::size_t i = 0; i < places_.size(); ++i) {
    auto const& one = places_[i];
    append_bytes(rows, static_cast<std::size_t>(one.kind), 1);
    append_bytes(rows, one.where, 4);
    append_bytes(rows, i == 0 ? 0xFFFF : static_cast<std::size_t>(one.index), 2);
  }
  stream(table,
         fmt::format("/Type/XRef/Size {}/W[1 4 2]/Root {} 0 R/Info {} 0 R/ID[<{}><{}>]"
                     "/Filter/FlateDecode",
                     next_, root, info, id, id),
         deflate(rows, object_level));
  fmt::format_to(std::back_inserter(out_), "startxref\n{}\n%%EOF\n", start);
  return std::move(out_);
}

std::string text_string(std::string_view utf8) {
  std::string hex = "<FEFF";
  while (!utf8.empty()) {
    auto const one = xml::decode_utf8(utf8);
    if (!one) break;
    utf8.remove_prefix(one->length);
    auto const c = static_cast<std::uint32_t>(one->character);
    if (c < 0x10000) {
      fmt::format_to(std::back_inserter(hex), "{:04X}", c);
    } else {
      fmt::format_to(std::back_inserter(hex), "{:04X}{:04X}", 0xD800 + ((c - 0x10000) >> 10),
                     0xDC00 + ((c - 0x10000) & 0x3FF));
    }
  }
  return hex + ">";
}

}  // namespace airut::pdf
