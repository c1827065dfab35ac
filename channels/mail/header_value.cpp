#include "channels/mail/header_value.hpp"

#include <algorithm>
#include <vector>

#include <Poco/Net/MailMessage.h>
#include <Poco/String.h>
#include <fmt/format.h>

namespace airut::channels {
namespace {

constexpr std::string_view letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}

// RFC 6838 section 4.2, which is narrower than a token.
bool is_name(std::string_view text) {
  constexpr std::size_t longest = 127;
  auto const more = std::string{letters} + "!#$&-^_.+";
  return !text.empty() && text.size() <= longest && text.find_first_not_of(more) == text.npos;
}

// " charset=utf-8", also with quotes around the value.
bool is_parameter(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  auto const equals = text.find('=');
  if (equals == text.npos || !is_name(text.substr(0, equals))) return false;
  auto value = text.substr(equals + 1);
  bool const quoted = value.size() > 2 && value.front() == '"' && value.back() == '"';
  if (quoted) value = value.substr(1, value.size() - 2);
  return is_name(value);
}

// What readers open and look into is not encoded as one file (RFC 2045 section 6.4).
bool is_composite(std::string_view type) {
  auto const kind = Poco::toLower(std::string{type});
  return kind == "multipart" || kind == "message";
}

std::string percent_encoded(std::string_view text) {
  auto const plain = std::string{letters} + ".-_";
  std::string value;
  for (char const c : text) {
    if (plain.find(c) != plain.npos) {
      value += c;
    } else {
      fmt::format_to(std::back_inserter(value), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return value;
}

// The length of a first part of at most so many characters that cuts no "%C3".
std::size_t whole_part(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  auto const percent = text.rfind('%', most - 1);
  bool const cut = percent != text.npos && percent + 3 > most;
  return cut ? percent : most;
}

}  // namespace

std::string one_line(std::string text) {
  constexpr std::size_t longest = 400;
  auto const is_control = [](unsigned char c) { return c < ' ' || c == 0x7F; };
  std::replace_if(text.begin(), text.end(), is_control, ' ');
  if (text.size() > longest && is_ascii(text)) text.resize(longest);
  for (auto at = text.find("=?"); at != text.npos; at = text.find("=?", at))
    text.insert(at + 1, " ");
  return text;
}

std::string encoded(std::string const& text) {
  return Poco::Net::MailMessage::encodeWord(one_line(text), "UTF-8");
}

// Poco leaves ASCII as it is, and the specials in what it encodes: a comma of the name would begin
// another mailbox.
std::string phrase(std::string const& name) {
  auto const line = one_line(name);
  bool const plain = is_ascii(line);
  std::string written = plain ? "\"" : "";
  for (char const c : plain ? line : encoded(line)) {
    if (plain) {
      if (c == '"' || c == '\\') written += '\\';
      written += c;
    } else if (std::string_view{"()<>[]:;@\\,.\""}.find(c) != std::string_view::npos) {
      written += fmt::format("={:02X}", static_cast<unsigned char>(c));  // RFC 2047 5 (3)
    } else {
      written += c;
    }
  }
  return plain ? written + '"' : written;
}

std::string media_type(std::string const& text) {
  std::string const bytes = "application/octet-stream";
  std::string_view left = text;
  auto const next = [&left](char end) {
    auto const part = left.substr(0, left.find(end));
    left.remove_prefix(std::min(part.size() + 1, left.size()));
    return part;
  };
  constexpr std::size_t longest = 400;
  if (text.size() > longest || text.find('/') == text.npos) return bytes;
  auto const type = next('/'), subtype = next(';');
  if (!is_name(type) || is_composite(type) || !is_name(subtype)) return bytes;
  while (!left.empty())
    if (!is_parameter(next(';'))) return bytes;
  return text;
}

std::string file_name_parameter(std::string_view name) {
  constexpr std::size_t part_most = 60, one_part_most = 700;
  auto const value = "UTF-8''" + percent_encoded(one_line(std::string{name}));
  if (value.size() <= one_part_most) return "; filename*=" + value;
  std::string text;
  int number = 0;
  for (std::string_view left = value; !left.empty(); ++number) {
    auto const length = whole_part(left, part_most);
    text += fmt::format(";\r\n filename*{}*={}", number, left.substr(0, length));
    left.remove_prefix(length);
  }
  return text;
}

bool is_header_url(std::string_view text) {
  constexpr std::size_t longest = 900;
  if (text.empty() || text.size() > longest) return false;
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c > ' ' && c < 0x7F && c != '<' && c != '>' && c != '"';
  });
}

}  // namespace airut::channels
