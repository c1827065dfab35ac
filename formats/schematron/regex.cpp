#include "formats/schematron/regex.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include "formats/schematron/characters.hpp"

namespace airut::schematron {
namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

// The number of a group: as many digits as make one that there is, the first at least.
std::size_t group_number(std::string_view digits, std::size_t groups, std::size_t& at) {
  auto number = static_cast<std::size_t>(digits[at] - '0');
  while (at + 1 < digits.size() && is_digit(digits[at + 1])) {
    auto const longer = number * 10 + static_cast<std::size_t>(digits[at + 1] - '0');
    if (longer >= groups) break;
    number = longer;
    ++at;
  }
  return number;
}

// F&O section 7.6.3; false when it is no replacement.
bool append_replacement(std::string& out, std::string_view replacement,
                        std::vector<re2::StringPiece> const& match) {
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    char const c = replacement[i];
    if (c != '\\' && c != '$') {
      out += c;
      continue;
    }
    if (++i == replacement.size()) return false;
    char const next = replacement[i];
    if (c == '\\') {
      if (next != '\\' && next != '$') return false;
      out += next;
    } else {
      if (!is_digit(next)) return false;
      auto const group = group_number(replacement, match.size(), i);
      if (group < match.size()) out.append(match[group].data(), match[group].size());
    }
  }
  return true;
}

}  // namespace

tl::expected<Regex, std::string> Regex::compile(std::string_view pattern, std::string_view flags) {
  if (flags.find_first_not_of("smix") != std::string_view::npos) {
    return tl::unexpected(fmt::format("unknown regular expression flags \"{}\"", flags));
  }
  auto const has = [&](char flag) { return flags.find(flag) != std::string_view::npos; };
  auto translated = translate_pattern(pattern, has('x'), has('m'));
  if (!translated) return tl::unexpected(translated.error());
  if (has('m')) translated->text.insert(0, "(?m)");
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!has('i'));
  options.set_dot_nl(has('s'));
  options.set_max_mem(8 << 20);
  auto compiled = std::make_shared<re2::RE2>(translated->text, options);
  if (!compiled->ok()) {
    return tl::unexpected(
        fmt::format("the regular expression \"{}\": {}", pattern, compiled->error()));
  }
  return Regex{std::move(compiled), translated->length};
}

bool Regex::fits(std::string_view text) const {
  if (!length_) return true;
  auto const characters = count_code_points(text);
  return characters >= length_->least && characters <= length_->most;
}

bool Regex::found_in(std::string_view text) const {
  return fits(text) && re2::RE2::PartialMatch(piece(text), *compiled_);
}

std::vector<std::string_view> Regex::split(std::string_view text) const {
  if (!fits(text)) return {text};
  std::vector<std::string_view> parts;
  std::size_t at = 0;
  re2::StringPiece match;
  while (at <= text.size() &&
         compiled_->Match(piece(text), at, text.size(), re2::RE2::UNANCHORED, &match, 1)) {
    auto const begin = static_cast<std::size_t>(match.data() - text.data());
    if (match.empty()) break;
    parts.push_back(text.substr(at, begin - at));
    at = begin + match.size();
  }
  parts.push_back(text.substr(at));
  return parts;
}

tl::expected<std::string, std::string> Regex::replace(std::string_view text,
                                                      std::string_view replacement) const {
  if (!fits(text)) return std::string{text};
  auto const groups = compiled_->NumberOfCapturingGroups() + 1;
  std::vector<re2::StringPiece> match(static_cast<std::size_t>(groups));
  std::string out;
  std::size_t at = 0;
  while (
      compiled_->Match(piece(text), at, text.size(), re2::RE2::UNANCHORED, match.data(), groups)) {
    auto const begin = static_cast<std::size_t>(match[0].data() - text.data());
    if (match[0].empty()) break;
    out += text.substr(at, begin - at);
    if (!append_replacement(out, replacement, match)) {
      return tl::unexpected(fmt::format("invalid replacement \"{}\"", replacement));
    }
    at = begin + match[0].size();
  }
  out += text.substr(at);
  return out;
}

}  // namespace airut::schematron
