#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace airut::schematron {

// Reads one class of XML Schema's regular expressions (part 2, appendix F) from `at` on, which
// stands at its "[" or at the "\" of an escape, and moves `at` behind it: ranges, \d \s \w \i \c,
// categories, blocks and subtraction. Gives a class of RE2, or one character for an escape that
// means one; the error says what is wrong with the pattern ("has an open [").
tl::expected<std::string, std::string> read_class(std::string_view pattern, std::size_t& at);

}  // namespace airut::schematron
