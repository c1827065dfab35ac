#include "formats/sbdh/identifiers.hpp"

#include <algorithm>

namespace airut::sbdh {
namespace {

constexpr std::size_t code_digits = 4, participant_most = 50;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_printable(char c) { return c > ' ' && c < 0x7f; }

}  // namespace

bool is_participant_value(std::string_view value) {
  if (value.size() < code_digits + 2 || value.size() > code_digits + 1 + participant_most) {
    return false;
  }
  auto const code = value.substr(0, code_digits);
  return std::all_of(code.begin(), code.end(), is_digit) && value[code_digits] == ':' &&
         std::all_of(value.begin(), value.end(), is_printable);
}

std::optional<DocumentTypeParts> parts_of(std::string_view value) {
  constexpr std::string_view pair = "::", hashes = "##";
  auto const hash = value.find(hashes);
  auto const name = value.find(pair);
  auto const version = value.rfind(pair);
  if (hash == value.npos || name == value.npos || name > hash || version < hash) {
    return std::nullopt;
  }
  auto const custom = hash + hashes.size();
  return DocumentTypeParts{
      value.substr(0, name), value.substr(name + pair.size(), hash - name - pair.size()),
      value.substr(custom, version - custom), value.substr(version + pair.size())};
}

}  // namespace airut::sbdh
