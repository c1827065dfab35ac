#include "formats/schematron/character_class.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>

#include "formats/xml/utf8.hpp"

namespace airut::schematron {
namespace {

// Name characters are those of XML 1.0 (fifth edition).
constexpr std::string_view name_start =
    "A-Z_a-z\\x{3A}\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{2FF}\\x{370}-\\x{37D}"
    "\\x{37F}-\\x{1FFF}\\x{200C}-\\x{200D}\\x{2070}-\\x{218F}\\x{2C00}-\\x{2FEF}\\x{3001}-\\x{D7FF}"
    "\\x{F900}-\\x{FDCF}\\x{FDF0}-\\x{FFFD}\\x{10000}-\\x{EFFFF}";
constexpr std::string_view name_more =
    "\\x{2D}\\x{2E}0-9\\x{B7}\\x{300}-\\x{36F}\\x{203F}-\\x{2040}";

constexpr std::string_view blank_characters = "\\x{20}\\x{9}\\x{A}\\x{D}";
constexpr std::string_view word = "\\p{L}\\p{M}\\p{N}\\p{S}";  // not P, Z, C

std::string character(char32_t one) {
  return fmt::format("\\x{{{:X}}}", static_cast<std::uint32_t>(one));
}

std::string range(char32_t from, char32_t to) {
  return from == to ? character(from) : character(from) + "-" + character(to);
}

// Ranges alone: RE2 knows no blocks, no classes within classes and no subtraction.
tl::expected<std::string, std::string> spelled_out(std::string const& set) {
  auto status = U_ZERO_ERROR;
  icu::UnicodeSet characters{icu::UnicodeString::fromUTF8(set), status};
  if (U_FAILURE(status)) return tl::unexpected(std::string{"has a class that cannot be read"});
  constexpr UChar32 first_surrogate = 0xD800, last_surrogate = 0xDFFF;
  characters.remove(first_surrogate, last_surrogate);
  if (characters.isEmpty()) return "[^\\x{0}-\\x{10FFFF}]";
  std::string out{"["};
  for (int32_t i = 0; i < characters.getRangeCount(); ++i) {
    out += range(static_cast<char32_t>(characters.getRangeStart(i)),
                 static_cast<char32_t>(characters.getRangeEnd(i)));
  }
  return out + "]";
}

// Writes sets in a syntax that RE2 and ICU share, as long as RE2 can read it (plain_).
class ClassReader {
 public:
  ClassReader(std::string_view pattern, std::size_t at) : pattern_(pattern), at_(at) {}

  tl::expected<std::string, std::string> run() {
    std::string set;
    if (take() == '[') {
      set = group();
    } else {
      auto const inside = escape_of_many();
      if (inside.empty() && fault_.empty()) return character_alone();
      if (inside.starts_with("[^")) return inside;
      set = "[" + inside + "]";
    }
    if (!fault_.empty()) return tl::unexpected(fault_);
    if (plain_) return set;
    return spelled_out(set);
  }
  std::size_t at() const { return at_; }

 private:
  bool more() const { return at_ < pattern_.size(); }
  bool next_is(char c, std::size_t ahead = 0) const {
    return at_ + ahead < pattern_.size() && pattern_[at_ + ahead] == c;
  }
  char take() { return pattern_[at_++]; }

  tl::expected<std::string, std::string> character_alone() {
    auto const one = escaped();
    if (!fault_.empty()) return tl::unexpected(fault_);
    return character(one);
  }

  // Behind "[".
  std::string group() {
    bool const negative = next_is('^');
    if (negative) ++at_;
    std::string inside, minus;
    for (bool first = true; fault_.empty(); first = false) {
      if (!more()) {
        fault_ = "has an open [";
      } else if (next_is(']') && !first) {
        ++at_;
        break;
      } else if (next_is('-') && next_is('[', 1) && !first) {
        at_ += 2;
        minus = group();
        if (fault_.empty() && !next_is(']')) fault_ = "goes on in a class behind what it subtracts";
        ++at_;
        plain_ = false;
        break;
      } else if (next_is('[')) {
        fault_ = "has an unescaped [ in a class";
      } else {
        member(inside);
      }
    }
    auto own = fmt::format("[{}{}]", negative ? "^" : "", inside);
    return minus.empty() ? own : fmt::format("[{}-{}]", own, minus);
  }

  void member(std::string& inside) {
    if (next_is('\\')) {
      ++at_;
      auto const many = escape_of_many();
      if (!many.empty() || !fault_.empty()) {
        inside += many;
        return;
      }
      --at_;
    }
    auto const from = single();
    bool const to_follows =
        next_is('-') && at_ + 1 < pattern_.size() && !next_is(']', 1) && !next_is('[', 1);
    if (!fault_.empty() || !to_follows) {
      inside += character(from);
      return;
    }
    ++at_;
    auto const to = single();
    if (fault_.empty() && to < from) fault_ = "has a range that runs backwards";
    inside += range(from, to);
  }

  char32_t single() {
    if (next_is('\\')) {
      ++at_;
      return escaped();
    }
    auto const one = xml::decode_utf8(pattern_.substr(at_));
    at_ += one ? one->length : 1;
    return one ? one->character : U' ';
  }

  char32_t escaped() {
    constexpr std::string_view escapable = "\\|.?*+(){}-[]^$/";
    char const c = more() ? take() : '\0';
    if (c == 'n') return U'\n';
    if (c == 'r') return U'\r';
    if (c == 't') return U'\t';
    if (c != '\0' && escapable.find(c) != std::string_view::npos) return static_cast<char32_t>(c);
    fault_ = c == '\0' ? "ends with a backslash" : fmt::format("has the unknown escape \\{}", c);
    return U' ';
  }

  // Behind "\": the inside of a class; empty, and nothing taken, when one character is meant.
  std::string escape_of_many() {
    char const c = more() ? take() : '\0';
    switch (c) {
      case 'p':
      case 'P':
        return property(c);
      case 'd':
        return "\\p{Nd}";
      case 'D':
        return "\\P{Nd}";
      case 's':
        return std::string{blank_characters};
      case 'S':
        return without(blank_characters);
      case 'w':
        return std::string{word};
      case 'W':
        return without(word);
      case 'i':
        return std::string{name_start};
      case 'I':
        return without(name_start);
      case 'c':
        return fmt::format("{}{}", name_start, name_more);
      case 'C':
        return without(fmt::format("{}{}", name_start, name_more));
      default:
        if (c != '\0') --at_;
        return {};
    }
  }

  std::string without(std::string_view inside) {
    plain_ = false;
    return fmt::format("[^{}]", inside);
  }

  std::string property(char c) {
    auto const close = pattern_.find('}', at_);
    if (!next_is('{') || close == std::string_view::npos) {
      fault_ = fmt::format("has \\{} without {{}}", c);
      return {};
    }
    std::string const name{pattern_.substr(at_ + 1, close - at_ - 1)};
    at_ = close + 1;
    if (!name.starts_with("Is")) return fmt::format("\\{}{{{}}}", c, name);
    auto const block = name.substr(2);
    plain_ = false;
    if (u_getPropertyValueEnum(UCHAR_BLOCK, block.c_str()) == UCHAR_INVALID_CODE) {
      fault_ = fmt::format("names the unknown block {}", name);
    }
    return fmt::format("\\{}{{block={}}}", c, block);
  }

  std::string_view pattern_;
  std::size_t at_;
  bool plain_ = true;
  std::string fault_;
};

}  // namespace

tl::expected<std::string, std::string> read_class(std::string_view pattern, std::size_t& at) {
  ClassReader reader{pattern, at};
  auto set = reader.run();
  at = reader.at();
  return set;
}

}  // namespace airut::schematron
