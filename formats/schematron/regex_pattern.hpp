#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace airut::schematron {

// A regular expression of XPath 2.0 in RE2's syntax.
struct RegexPattern {
  std::string text;
  // Where the pattern is one set repeated from start to end, "^.{1,6826666}$", how many characters
  // the text may have; RE2 repeats a thousand times at most.
  struct Length {
    std::size_t least = 0, most = SIZE_MAX;
  };
  std::optional<Length> length;
};

// The error is a sentence: XPath does not know it, or RE2 cannot run it (back references).
tl::expected<RegexPattern, std::string> translate_pattern(std::string_view pattern,
                                                          bool without_blanks, bool by_line);

}  // namespace airut::schematron
