#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/schematron/regex_pattern.hpp"

namespace re2 {
class RE2;
}

namespace airut::schematron {

// A regular expression of XPath 2.0 (XML Schema's flavour with anchors and reluctant quantifiers,
// F&O section 7.6.1), run by RE2 in linear time. What RE2 cannot run in linear time (back
// references) is refused when it is compiled.
class Regex {
 public:
  // flags of s, m, i, x. The error is a sentence.
  static tl::expected<Regex, std::string> compile(std::string_view pattern, std::string_view flags);

  bool found_in(std::string_view text) const;
  bool matches_empty() const { return found_in(""); }
  // What stands between the matches; the expression must not match empty text.
  std::vector<std::string_view> split(std::string_view text) const;
  // Replacement with $0, $1 ..., \$ and \\ ; the error is a sentence.
  tl::expected<std::string, std::string> replace(std::string_view text,
                                                 std::string_view replacement) const;

 private:
  Regex(std::shared_ptr<re2::RE2 const> compiled, std::optional<RegexPattern::Length> length)
      : compiled_(std::move(compiled)), length_(length) {}
  bool fits(std::string_view text) const;

  std::shared_ptr<re2::RE2 const> compiled_;
  std::optional<RegexPattern::Length> length_;
};

}  // namespace airut::schematron
