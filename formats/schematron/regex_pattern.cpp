#include "formats/schematron/regex_pattern.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/format.h>

#include "formats/schematron/character_class.hpp"
#include "formats/schematron/characters.hpp"

namespace airut::schematron {
namespace {

constexpr std::size_t repeats_max = 1'000;     // of RE2, those within others multiplied
constexpr std::size_t unrolled_max = 100'000;  // characters, for what is repeated more often

// "{3}", "{3,}", "{3,5}"
struct Repeats {
  std::size_t least = 0;
  std::optional<std::size_t> most;
};

// RE2's pattern with groups that are not numbered, for copies.
std::string without_captures(std::string_view pattern) {
  std::string out;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    char const c = pattern[i];
    out += c;
    if (c == '\\') {
      out += pattern[++i];
    } else if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      in_class = true;
    } else if (c == '(' && pattern.substr(i + 1, 1) != "?") {
      out += "?:";
    }
  }
  return out;
}

class Translation {
 public:
  Translation(std::string_view pattern, bool without_blanks, bool by_line)
      : pattern_(pattern), without_blanks_(without_blanks), by_line_(by_line) {}

  tl::expected<RegexPattern, std::string> run() {
    while (at_ < pattern_.size() && fault_.empty()) step();
    if (fault_.empty()) return std::move(out_);
    return tl::unexpected(fmt::format("the regular expression \"{}\" {}", pattern_, fault_));
  }

 private:
  // What a quantifier repeats: where it begins in out_, and how often what is in it is repeated.
  struct Atom {
    std::size_t begin = 0, weight = 1;
    bool one_character = false;
  };

  void step() {
    char const c = pattern_[at_];
    if (without_blanks_ && is_blank(c)) {
      ++at_;
    } else if (c == '[' || c == '\\') {
      escape_or_class(c);
    } else if (c == '(') {
      open_group();
    } else if (c == ')' && !groups_.empty()) {
      close_group();
    } else if (auto const repeats = quantifier()) {
      repeat(*repeats);
    } else {
      literal(c);
    }
  }

  // In XPath a dot is any character but a line feed, and so in RE2.
  void literal(char c) {
    bool const continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;  // within a character
    bool const repeats = c == '?' || c == '*' || c == '+';
    if (!continues && !repeats) begin(c != '^' && c != '$' && c != '|');
    out_.text += c;
    ++at_;
  }

  void begin(bool one_character) { atom_ = {out_.text.size(), 1, one_character}; }

  void escape_or_class(char c) {
    char const next = at_ + 1 < pattern_.size() ? pattern_[at_ + 1] : '\0';
    if (c == '\\' && next >= '1' && next <= '9') {
      fault_ = "refers back to a group, which is not supported";
      return;
    }
    auto const set = read_class(pattern_, at_);
    if (!set) {
      fault_ = set.error();
      return;
    }
    begin(true);
    out_.text += *set;
  }

  void open_group() {
    bool const numbered = pattern_.substr(at_ + 1, 1) != "?";
    if (!numbered && pattern_.substr(at_ + 1, 2) != "?:") {
      fault_ = "has a group of a kind that XPath does not know";
      return;
    }
    groups_.push_back({out_.text.size(), 1, false});
    out_.text += numbered ? "(" : "(?:";
    at_ += numbered ? 1 : 3;
  }

  void close_group() {
    out_.text += ')';
    ++at_;
    atom_ = groups_.back();
    groups_.pop_back();
    grow(atom_.weight);
  }

  // The group that stands around is repeated as often as the heaviest within.
  void grow(std::size_t weight) {
    if (!groups_.empty()) groups_.back().weight = std::max(groups_.back().weight, weight);
  }

  // Moves behind "{3,5}"; what is no quantifier stays where it is.
  std::optional<Repeats> quantifier() {
    if (pattern_[at_] != '{') return std::nullopt;
    auto const* const end = pattern_.data() + pattern_.size();
    Repeats repeats;
    auto read = std::from_chars(pattern_.data() + at_ + 1, end, repeats.least);
    if (read.ec != std::errc{} || read.ptr == end) return std::nullopt;
    repeats.most = repeats.least;
    if (*read.ptr == ',') {
      repeats.most.reset();
      std::size_t most = 0;
      auto const limit = std::from_chars(read.ptr + 1, end, most);
      if (limit.ec == std::errc{}) repeats.most = most;
      read.ptr = limit.ptr;
    }
    if (read.ptr == end || *read.ptr != '}') return std::nullopt;
    at_ = static_cast<std::size_t>(read.ptr - pattern_.data()) + 1;
    return repeats;
  }

  void repeat(Repeats const& repeats) {
    auto const often = repeats.most.value_or(repeats.least);
    auto const weight = atom_.weight * std::max<std::size_t>(often, 1);
    if (repeats.most.value_or(SIZE_MAX) < repeats.least) {
      fault_ = "repeats from more to less";
    } else if (weight <= repeats_max) {
      out_.text += repeats.most ? fmt::format("{{{},{}}}", repeats.least, *repeats.most)
                                : fmt::format("{{{},}}", repeats.least);
      atom_.weight = weight;
      grow(weight);
    } else if (!whole(repeats)) {
      unroll(repeats, often);
    }
  }

  // ^.{1,5000}$ and ^(.{1,5000})$: the text is measured.
  bool whole(Repeats const& repeats) {
    auto const before = std::string_view{out_.text}.substr(0, atom_.begin);
    auto const behind = pattern_.substr(at_);
    bool const alone = (before == "^" && behind == "$") || (before == "^(" && behind == ")$");
    if (!alone || !atom_.one_character || by_line_) return false;
    out_.length = {repeats.least, repeats.most.value_or(SIZE_MAX)};
    out_.text += '*';
    return true;
  }

  // x{2,1500} is x{0,1000}x{0,498}x{2}: the last copy always matches, and keeps its groups.
  void unroll(Repeats const& repeats, std::size_t often) {
    auto const step = std::max<std::size_t>(repeats_max / atom_.weight, 1);
    auto const last = out_.text.substr(atom_.begin);
    if (often / step * last.size() > unrolled_max) {
      fault_ = "repeats too much too often";
      return;
    }
    std::string_view const suffix = pattern_.substr(at_, 1) == "?" ? "?" : "";
    at_ += suffix.size();
    out_.text.resize(atom_.begin);
    out_.text += "(?:";
    auto const append = [&](std::string_view copy, std::size_t times, std::string_view from) {
      for (; times > 0; times -= std::min(times, step)) {
        out_.text += fmt::format("{}{{{}{}}}{}", copy, from, std::min(times, step), suffix);
      }
    };
    auto const copy = without_captures(last);
    auto const kept = std::min(repeats.least, step);
    if (repeats.most) append(copy, *repeats.most - repeats.least, "0,");
    if (!repeats.most) out_.text += fmt::format("{}*{}", copy, suffix);
    append(copy, repeats.least - kept, "");
    append(last, kept, "");
    out_.text += ')';
    atom_.weight = repeats_max;
    grow(atom_.weight);
  }

  std::string_view pattern_;
  bool without_blanks_, by_line_;
  std::size_t at_ = 0;
  RegexPattern out_;
  Atom atom_;
  std::vector<Atom> groups_;
  std::string fault_;
};

}  // namespace

tl::expected<RegexPattern, std::string> translate_pattern(std::string_view pattern,
                                                          bool without_blanks, bool by_line) {
  return Translation{pattern, without_blanks, by_line}.run();
}

}  // namespace airut::schematron
