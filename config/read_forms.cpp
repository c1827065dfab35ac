#include <algorithm>
#include <system_error>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "config/parts.hpp"

// What a text must look like to be of any use, whatever it is for.
namespace airut::config {
namespace {

namespace fs = std::filesystem;

bool has_blank(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return c <= ' ' || c == 0x7f; });
}

// ASCII without blanks and controls.
bool is_one_word(std::string_view text) {
  return !has_blank(text) &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}

// What is wrong may hold line breaks, which no complaint may.
std::string on_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
  return text;
}

// A host with a port or without, as it stands in an address: "sftp.example", "[::1]:22".
bool is_host(std::string_view text) {
  return !text.empty() && !has_blank(text) && text.find_first_of("/@?#") == text.npos;
}

bool is_url(std::string_view text) {
  for (std::string_view const scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    auto const rest = text.substr(scheme.size());
    return !has_blank(rest) && is_host(rest.substr(0, rest.find_first_of("/?#")));
  }
  return false;
}

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

bool is_port(std::string_view text) {
  constexpr std::size_t digits_most = 5;
  return !text.empty() && text.size() <= digits_most &&
         text.find_first_not_of("0123456789") == text.npos;
}

// "192.0.2.1", "192.0.2.1:53", "2001:db8::1", "[2001:db8::1]:53".
bool is_server(std::string text) {
  auto const colon = text.rfind(':');
  bool const bracketed = text.starts_with('[');
  bool const one_colon = colon != text.npos && text.find(':') == colon;
  bool const with_port = one_colon || (bracketed && colon != text.npos && text[colon - 1] == ']');
  if (with_port) {
    if (!is_port(std::string_view{text}.substr(colon + 1))) return false;
    text.erase(colon);
  }
  if (bracketed && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  return is_numeric_address(text);
}

}  // namespace

bool is_numeric_address(std::string const& text) {
  in6_addr place{};
  return inet_pton(AF_INET, text.c_str(), &place) == 1 ||
         inet_pton(AF_INET6, text.c_str(), &place) == 1;
}

void must_exist(Section& in, std::string_view key, fs::path const& path) {
  if (path.empty()) return;
  std::error_code hidden;  // from whoever may not look there
  bool const there = fs::exists(path, hidden);
  if (!there && !hidden) in.wrong(key, fmt::format("{} is not there", path.string()));
}

void must_be_file(Section& in, std::string_view key, fs::path const& path) {
  std::error_code ignored;
  if (!path.empty() && fs::is_directory(path, ignored))
    return in.wrong(key, fmt::format("{} is a folder, not a file", path.string()));
  must_exist(in, key, path);
}

void must_be_folder(Section& in, std::string_view key, fs::path const& path) {
  std::error_code ignored;
  if (!path.empty() && fs::exists(path, ignored) && !fs::is_directory(path, ignored))
    return in.wrong(key, fmt::format("{} is no folder", path.string()));
  must_exist(in, key, path);
}

void must_be_given(Section& in, std::string_view key, fs::path const& path) {
  if (path.empty()) in.wrong(key, fmt::format("{} must be given", key));
  must_be_file(in, key, path);
}

void must_be_url(Section& in, std::string_view key, std::string const& text) {
  if (text.empty() || is_url(text)) return;
  in.wrong(key, fmt::format("{} is \"{}\"; it must be an address such as https://host.example/path",
                            key, text));
}

void must_be_origin(Section& in, std::string_view key, std::string const& text) {
  if (text.empty()) return;
  auto const scheme = text.find("://");
  if (is_url(text) && text.find_first_of("/?#", scheme + 3) == text.npos) return;
  in.wrong(key, fmt::format("{} is \"{}\"; it must be an address such as https://host.example, "
                            "without a path and without a slash at its end",
                            key, text));
}

void must_be_host(Section& in, std::string_view key, std::string const& text) {
  if (text.empty() || is_host(text)) return;
  in.wrong(key,
           fmt::format("{} is \"{}\"; it must be the name of a host, without https://", key, text));
}

void must_be_mailbox(Section& in, std::string_view key, std::string const& text) {
  if (text.empty()) return;
  constexpr std::size_t longest = 254;  // RFC 5321 section 4.5.3.1
  auto const at = text.find('@');
  bool const good = at != text.npos && at > 0 && at + 1 < text.size() && text.size() <= longest &&
                    text.find('@', at + 1) == text.npos && is_one_word(text) &&
                    text.find_first_of("<>,;\"") == text.npos;
  if (!good)
    in.wrong(key, fmt::format("{} is \"{}\"; it must be one plain mail address, name@host.example",
                              key, on_one_line(text)));
}

void must_be_fingerprint(Section& in, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  constexpr std::string_view prefix = "SHA256:";
  constexpr std::size_t characters = 43;  // 256 bits in base64
  auto print = text;
  if (print.starts_with(prefix)) print.remove_prefix(prefix.size());
  while (print.ends_with('=')) print.remove_suffix(1);
  bool const good =
      print.size() == characters && print.find_first_not_of(
                                        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                        "0123456789+/") == print.npos;
  if (!good)
    in.wrong(key, fmt::format("{} is \"{}\"; it must be the fingerprint that ssh-keygen -lf "
                              "prints, 43 characters behind SHA256:",
                              key, text));
}

void must_be_servers(Section& in, std::string_view key, std::vector<std::string> const& servers) {
  for (auto const& one : servers)
    if (!is_server(one))
      in.wrong(key,
               fmt::format("\"{}\" is no numeric address, such as 192.0.2.1 or 192.0.2.1:53", one));
}

void must_be_code(Section& in, std::string_view key, std::string_view text, std::size_t letters) {
  bool const good = text.size() == letters && std::all_of(text.begin(), text.end(), is_capital);
  if (text.empty() || good) return;
  in.wrong(key, fmt::format("{} is \"{}\"; it must be a code of {} capital letters, such as {}",
                            key, text, letters, letters == 2 ? "FI" : "EUR"));
}

void must_be_bic(Section& in, std::string_view key, std::string_view text) {
  constexpr std::size_t short_form = 8, long_form = 11;
  bool const good = (text.size() == short_form || text.size() == long_form) &&
                    std::all_of(text.begin(), text.end(),
                                [](char c) { return is_capital(c) || (c >= '0' && c <= '9'); });
  if (!text.empty() && !good)
    in.wrong(key, fmt::format("{} is \"{}\"; it must have 8 or 11 capital letters and digits", key,
                              text));
}

void must_be_name(Section& in, std::string_view key, std::string_view text) {
  bool const good = !text.starts_with('.') &&
                    std::none_of(text.begin(), text.end(),
                                 [](unsigned char c) { return c == '/' || c < ' ' || c == 0x7f; });
  if (!good)
    in.wrong(key, fmt::format("{} is \"{}\"; it must not begin with a dot, nor hold a slash or a "
                              "control character",
                              key, text));
}

void must_be_participant(Section& in, std::string_view key, std::string const& text) {
  if (text.empty()) return;
  constexpr std::size_t scheme = 4;
  bool const good = text.size() > scheme + 1 && text[scheme] == ':' &&
                    text.find_first_not_of("0123456789") == scheme && !has_blank(text);
  if (!good)
    in.wrong(key,
             fmt::format("{} is \"{}\"; it must be an id with its scheme, 0242:987654", key, text));
}

}  // namespace airut::config
