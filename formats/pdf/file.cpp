#include "formats/pdf/file.hpp"

#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::pdf {

File::File() {
  out_.reserve(65536);
  out_ = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
}

void File::begin(int number) {
  auto const index = static_cast<std::size_t>(number);
  if (places_.size() <= index) places_.resize(index + 1);
  places_[index] = out_.size();
  fmt::format_to(std::back_inserter(out_), "{} 0 obj\n", number);
}

void File::object(int number, std::string_view dictionary) {
  begin(number);
  out_.append(dictionary).append("\nendobj\n");
}

void File::stream(int number, std::string_view dictionary, std::string_view bytes) {
  begin(number);
  fmt::format_to(std::back_inserter(out_), "<<{}/Length {}>>\nstream\n", dictionary, bytes.size());
  out_.append(bytes).append("\nendstream\nendobj\n");
}

std::string File::finish(int root, int info) {
  auto const id = model::sha256_hex(out_).substr(0, 32);
  auto const table = out_.size();
  fmt::format_to(std::back_inserter(out_), "xref\n0 {}\n0000000000 65535 f \n", next_);
  places_.resize(static_cast<std::size_t>(next_));
  for (std::size_t i = 1; i < places_.size(); ++i) {
    fmt::format_to(std::back_inserter(out_), "{:010} 00000 n \n", places_[i]);
  }
  fmt::format_to(
      std::back_inserter(out_),
      "trailer\n<</Size {}/Root {} 0 R/Info {} 0 R/ID[<{}><{}>]>>\nstartxref\n{}\n%%EOF\n", next_,
      root, info, id, id, table);
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
      hex += fmt::format("{:04X}", c);
    } else {
      hex += fmt::format("{:04X}{:04X}", 0xD800 + ((c - 0x10000) >> 10),
                         0xDC00 + ((c - 0x10000) & 0x3FF));
    }
  }
  return hex + ">";
}

}  // namespace airut::pdf
