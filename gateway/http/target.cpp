#include "gateway/http/target.hpp"

#include <algorithm>
#include <array>

namespace airut::gateway::http {

namespace {

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<std::string> decoded(std::string_view text, bool is_query) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '%') {
      if (at + 2 >= text.size()) return std::nullopt;
      auto const high = nibble(text[at + 1]), low = nibble(text[at + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high << 4 | low);
      at += 2;
      if (c == '\0' || (!is_query && c == '/')) return std::nullopt;
    } else if (c == '+' && is_query) {
      c = ' ';
    }
    out += c;
  }
  return out;
}

bool read_query(std::string_view text, std::vector<std::pair<std::string, std::string>>& query) {
  while (!text.empty()) {
    auto const end = text.find('&');
    auto const pair = text.substr(0, end);
    text = end == text.npos ? std::string_view{} : text.substr(end + 1);
    if (pair.empty()) continue;
    auto const equals = pair.find('=');
    auto name = decoded(pair.substr(0, equals), true);
    auto value = decoded(equals == pair.npos ? std::string_view{} : pair.substr(equals + 1), true);
    if (!name || !value) return false;
    query.emplace_back(*std::move(name), *std::move(value));
  }
  return true;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    auto const end = path.find('/', 1);
    auto const part = path.substr(1, end == path.npos ? path.npos : end - 1);
    if (part == "." || part == "..") return true;
    path = end == path.npos ? std::string_view{} : path.substr(end);
  }
  return false;
}

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
  for (std::string_view const scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme)) continue;
    auto const path = text.find_first_of("/?", scheme.size());
    text = path == text.npos ? "/" : text.substr(path);
  }
  if (!text.starts_with('/')) return std::nullopt;
  auto const mark = text.find('?');
  auto path = decoded(text.substr(0, mark), false);
  if (!path || has_dot_segment(*path)) return std::nullopt;
  Target target{*std::move(path), {}};
  if (mark != text.npos && !read_query(text.substr(mark + 1), target.query)) return std::nullopt;
  return target;
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view body) {
  std::vector<std::pair<std::string, std::string>> fields;
  if (!read_query(body, fields)) return std::nullopt;
  return fields;
}

std::string preferred_language(std::string_view accept_language) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> known{
      {{"fi", "fi"}, {"sv", "sv"}, {"nb", "nb"}, {"nn", "nb"}, {"no", "nb"}, {"en", "en"}}};
  while (!accept_language.empty()) {
    auto const end = accept_language.find(',');
    auto one = accept_language.substr(0, end);
    accept_language =
        end == accept_language.npos ? std::string_view{} : accept_language.substr(end + 1);
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    for (auto const& [tag, language] : known)
      if (one.substr(0, 2) == tag) return std::string{language};
  }
  return "en";
}

}  // namespace airut::gateway::http
