#include "formats/schematron/lexer.hpp"

#include <array>

#include <fmt/format.h>

#include "formats/schematron/characters.hpp"

namespace airut::schematron {
namespace {

bool starts_name(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) { return starts_name(c) || is_digit(c) || c == '-' || c == '.'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  tl::expected<std::vector<Token>, std::string> run() {
    while (skip_blanks() && fault_.empty()) token();
    if (!fault_.empty()) return tl::unexpected(fault_);
    tokens_.push_back({TokenKind::end, "", "", text_.size()});
    return std::move(tokens_);
  }

 private:
  char at(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  // False at the end; takes comments, which may stand in each other, as blanks.
  bool skip_blanks() {
    while (at_ < text_.size()) {
      if (at() == ' ' || at() == '\t' || at() == '\n' || at() == '\r') {
        ++at_;
      } else if (at() == '(' && at(1) == ':') {
        skip_comment();
      } else {
        return true;
      }
    }
    return false;
  }

  void skip_comment() {
    int open = 0;
    do {
      if (at() == '(' && at(1) == ':') {
        ++open;
        at_ += 2;
      } else if (at() == ':' && at(1) == ')') {
        --open;
        at_ += 2;
      } else {
        ++at_;
      }
    } while (open > 0 && at_ < text_.size());
    if (open > 0) fault_ = "a comment does not end";
  }

  void token() {
    if (at() == '"' || at() == '\'') return literal();
    if (is_digit(at()) || (at() == '.' && is_digit(at(1)))) return number();
    if (starts_name(at())) return name();
    if (at() == '$') return variable();
    if (at() == '*' && at(1) == ':' && starts_name(at(2))) {
      auto const begin = at_;
      at_ += 2;
      add(TokenKind::any_space, std::string{take_name()}, "", begin);
      return;
    }
    symbol();
  }

  void literal() {
    auto const begin = at_;
    char const quote = at();
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
      if (at() != quote) {
        value += at();
      } else if (at(1) == quote) {
        value += quote;
        ++at_;
      } else {
        ++at_;
        add(TokenKind::text, std::move(value), "", begin);
        return;
      }
    }
    fault_ = "a text does not end";
  }

  void number() {
    auto const begin = at_;
    auto kind = TokenKind::integer;
    while (is_digit(at())) ++at_;
    if (at() == '.') {
      kind = TokenKind::decimal;
      ++at_;
      while (is_digit(at())) ++at_;
    }
    if (at() == 'e' || at() == 'E') {
      auto const sign = at(1) == '+' || at(1) == '-' ? std::size_t{1} : std::size_t{0};
      if (is_digit(at(1 + sign))) {
        kind = TokenKind::real;
        at_ += 1 + sign;
        while (is_digit(at())) ++at_;
      }
    }
    add(kind, std::string{text_.substr(begin, at_ - begin)}, "", begin);
  }

  std::string_view take_name() {
    auto const begin = at_;
    while (continues_name(at())) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  // A colon joins two names unless it is one of "::".
  void name() {
    auto const begin = at_;
    std::string const first{take_name()};
    if (at() == ':' && at(1) == '*') {
      at_ += 2;
      add(TokenKind::any_local, "*", first, begin);
    } else if (at() == ':' && starts_name(at(1))) {
      ++at_;
      add(TokenKind::name, std::string{take_name()}, first, begin);
    } else {
      add(TokenKind::name, first, "", begin);
    }
  }

  void variable() {
    auto const begin = at_++;
    skip_blanks();
    if (!starts_name(at())) {
      fault_ = "no name behind a $";
      return;
    }
    name();
    tokens_.back().kind = TokenKind::variable;
    tokens_.back().at = begin;
  }

  void symbol() {
    constexpr std::array<std::string_view, 8> pairs = {
        "//", "..", "::", "!=", "<=", ">=", "<<", ">>"};
    constexpr std::string_view singles = "/.@()[],|+-*=<>?";
    auto const begin = at_;
    for (auto const pair : pairs) {
      if (text_.substr(at_).starts_with(pair)) {
        at_ += 2;
        add(TokenKind::symbol, std::string{pair}, "", begin);
        return;
      }
    }
    if (singles.find(at()) == std::string_view::npos) {
      fault_ = fmt::format("an unexpected \"{}\"", at());
      return;
    }
    add(TokenKind::symbol, std::string(1, text_[at_++]), "", begin);
  }

  void add(TokenKind kind, std::string text, std::string prefix, std::size_t begin) {
    tokens_.push_back({kind, std::move(text), std::move(prefix), begin});
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
  std::string fault_;
};

}  // namespace

tl::expected<std::vector<Token>, std::string> tokens_of(std::string_view expression) {
  return Lexer{expression}.run();
}

}  // namespace airut::schematron
