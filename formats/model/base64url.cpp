#include "formats/model/base64url.hpp"

#include "formats/model/sha256.hpp"

namespace airut::model {

std::string base64url(std::string_view bytes) {
  auto text = base64(bytes);
  for (auto& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string padded;
  for (char const c : text) {
    bool const digit = c >= '0' && c <= '9';
    bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!digit && !letter && c != '-' && c != '_') return std::nullopt;
    padded += c == '-' ? '+' : c == '_' ? '/' : c;
  }
  while (padded.size() % 4 != 0) padded += '=';
  std::string bytes;
  if (!base64_decode(padded, bytes)) return std::nullopt;
  return bytes;
}

}  // namespace airut::model
