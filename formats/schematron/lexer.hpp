#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace airut::schematron {

enum class TokenKind : unsigned char {
  name,       // prefix:local or local
  any_local,  // prefix:*
  any_space,  // *:local
  variable,   // $name
  text,
  integer,
  decimal,
  real,
  symbol,  // operators and brackets, "//" and "::" too
  end
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;    // of a literal without quotes, else local name or symbol
  std::string prefix;  // of names
  std::size_t at = 0;  // byte in the expression

  bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
  bool is_word(std::string_view word) const {
    return kind == TokenKind::name && prefix.empty() && text == word;
  }
};

// The tokens of an XPath 2.0 expression, comments left out, an end token last.
tl::expected<std::vector<Token>, std::string> tokens_of(std::string_view expression);

}  // namespace airut::schematron
