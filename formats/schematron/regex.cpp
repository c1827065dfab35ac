#include "formats/schematron/regex.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

namespace airut::schematron {
namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

tl::expected<std::string, std::string> refused(std::string_view pattern, std::string_view why) {
  return tl::unexpected(fmt::format("the regular expression \"{}\" {}", pattern, why));
}

// The multi-character escapes of XML Schema, as the inside of a class. Name characters are those
// of XML 1.0 (fifth edition).
constexpr std::string_view name_start =
    "A-Z_a-z:\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{2FF}\\x{370}-\\x{37D}\\x{37F}-\\x{1FFF}"
    "\\x{200C}-\\x{200D}\\x{2070}-\\x{218F}\\x{2C00}-\\x{2FEF}\\x{3001}-\\x{D7FF}"
    "\\x{F900}-\\x{FDCF}\\x{FDF0}-\\x{FFFD}\\x{10000}-\\x{EFFFF}";
constexpr std::string_view name_more = "\\-.0-9\\x{B7}\\x{300}-\\x{36F}\\x{203F}-\\x{2040}";

class Translation {
 public:
  Translation(std::string_view pattern, bool without_blanks)
      : pattern_(pattern), without_blanks_(without_blanks) {}

  tl::expected<std::string, std::string> run() {
    while (at_ < pattern_.size() && fault_.empty()) step();
    if (!fault_.empty()) return refused(pattern_, fault_);
    if (in_class_) return refused(pattern_, "has an open [");
    return std::move(out_);
  }

 private:
  void step() {
    char const c = pattern_[at_++];
    if (c == '\\') return escape();
    if (without_blanks_ && !in_class_ && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) return;
    if (in_class_) return class_character(c);
    if (c == '[') return open_class();
    if (c == '(' && at_ < pattern_.size() && pattern_[at_] == '?') {
      fault_ = "has a group of a kind that XPath 2.0 does not know";
      return;
    }
    // In XPath a dot is any character but a line feed, and so in RE2.
    out_ += c;
  }

  void open_class() {
    in_class_ = true;
    out_ += '[';
    if (at_ < pattern_.size() && pattern_[at_] == '^') {
      out_ += '^';
      ++at_;
    }
    first_ = true;
  }

  void class_character(char c) {
    if (c == ']' && !first_) {
      in_class_ = false;
      out_ += ']';
      return;
    }
    first_ = false;
    if (c == '[') {
      fault_ = pattern_[at_ >= 2 ? at_ - 2 : 0] == '-' ? "subtracts a class, which is not supported"
                                                       : "has an unescaped [ in a class";
      return;
    }
    out_ += c;
  }

  void escape() {
    if (at_ == pattern_.size()) {
      fault_ = "ends with a backslash";
      return;
    }
    first_ = false;
    char const c = pattern_[at_++];
    if (c >= '1' && c <= '9') {
      fault_ = "refers back to a group, which is not supported";
    } else if (c == 'p' || c == 'P') {
      category(c);
    } else if (!many_characters(c)) {
      single(c);
    }
  }

  void single(char c) {
    constexpr std::string_view escapable = "nrt\\|.?*+(){}-[]^$/";
    if (escapable.find(c) == std::string_view::npos) {
      fault_ = fmt::format("has the unknown escape \\{}", c);
      return;
    }
    out_ += '\\';
    out_ += c;
  }

  void category(char c) {
    auto const close = pattern_.find('}', at_);
    if (at_ >= pattern_.size() || pattern_[at_] != '{' || close == std::string_view::npos) {
      fault_ = "has \\p without {}";
      return;
    }
    auto const name = pattern_.substr(at_ + 1, close - at_ - 1);
    if (name.starts_with("Is")) fault_ = "names a block of characters, which is not supported";
    out_ += fmt::format("\\{}{{{}}}", c, name);
    at_ = close + 1;
  }

  bool many_characters(char c) {
    switch (c) {
      case 'd':
        return set("\\p{Nd}", false);
      case 'D':
        return set("\\p{Nd}", true);
      case 's':
        return set(" \\t\\n\\r", false);
      case 'S':
        return set(" \\t\\n\\r", true);
      case 'w':
        return set("\\p{P}\\p{Z}\\p{C}", true);
      case 'W':
        return set("\\p{P}\\p{Z}\\p{C}", false);
      case 'i':
        return set(name_start, false);
      case 'I':
        return set(name_start, true);
      case 'c':
        return set(fmt::format("{}{}", name_more, name_start), false);
      case 'C':
        return set(fmt::format("{}{}", name_more, name_start), true);
      default:
        return false;
    }
  }

  bool set(std::string_view inside, bool negative) {
    if (!in_class_) {
      out_ += fmt::format("[{}{}]", negative ? "^" : "", inside);
    } else if (!negative) {
      out_ += inside;
    } else {
      negative_in_class(inside);
    }
    return true;
  }

  // RE2 has no set of sets, but it knows the complements of these.
  void negative_in_class(std::string_view inside) {
    if (inside == "\\p{Nd}") {
      out_ += "\\P{Nd}";
    } else if (inside == " \\t\\n\\r") {
      out_ += "\\x{0}-\\x{8}\\x{B}\\x{C}\\x{E}-\\x{1F}!-\\x{10FFFF}";
    } else if (inside == "\\p{P}\\p{Z}\\p{C}") {
      out_ += "\\p{L}\\p{M}\\p{N}\\p{S}";
    } else {
      fault_ = "has \\I or \\C in a class, which is not supported";
    }
  }

  std::string_view pattern_;
  bool without_blanks_;
  bool in_class_ = false, first_ = false;
  std::size_t at_ = 0;
  std::string out_, fault_;
};

}  // namespace

tl::expected<std::string, std::string> translate_pattern(std::string_view pattern,
                                                         bool without_blanks) {
  return Translation{pattern, without_blanks}.run();
}

tl::expected<Regex, std::string> Regex::compile(std::string_view pattern, std::string_view flags) {
  if (flags.find_first_not_of("smix") != std::string_view::npos) {
    return tl::unexpected(fmt::format("unknown regular expression flags \"{}\"", flags));
  }
  auto const has = [&](char flag) { return flags.find(flag) != std::string_view::npos; };
  auto translated = translate_pattern(pattern, has('x'));
  if (!translated) return tl::unexpected(translated.error());
  if (has('m')) translated->insert(0, "(?m)");
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!has('i'));
  options.set_dot_nl(has('s'));
  options.set_max_mem(8 << 20);
  auto compiled = std::make_shared<re2::RE2>(*translated, options);
  if (!compiled->ok()) {
    return tl::unexpected(
        fmt::format("the regular expression \"{}\": {}", pattern, compiled->error()));
  }
  return Regex{std::move(compiled)};
}

bool Regex::found_in(std::string_view text) const {
  return re2::RE2::PartialMatch(piece(text), *compiled_);
}

std::vector<std::string_view> Regex::split(std::string_view text) const {
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
  constexpr int groups_max = 10;
  auto const groups = std::min(compiled_->NumberOfCapturingGroups() + 1, groups_max);
  re2::StringPiece match[groups_max];
  std::string out;
  std::size_t at = 0;
  while (compiled_->Match(piece(text), at, text.size(), re2::RE2::UNANCHORED, match, groups)) {
    auto const begin = static_cast<std::size_t>(match[0].data() - text.data());
    if (match[0].empty()) break;
    out += text.substr(at, begin - at);
    for (std::size_t i = 0; i < replacement.size(); ++i) {
      char const c = replacement[i];
      bool const more = i + 1 < replacement.size();
      if (c == '\\' && more && (replacement[i + 1] == '\\' || replacement[i + 1] == '$')) {
        out += replacement[++i];
      } else if (c == '$' && more && replacement[i + 1] >= '0' && replacement[i + 1] <= '9') {
        auto const group = replacement[++i] - '0';
        if (group < groups) out.append(match[group].data(), match[group].size());
      } else if (c == '\\' || c == '$') {
        return tl::unexpected(fmt::format("invalid replacement \"{}\"", replacement));
      } else {
        out += c;
      }
    }
    at = begin + match[0].size();
  }
  out += text.substr(at);
  return out;
}

}  // namespace airut::schematron
