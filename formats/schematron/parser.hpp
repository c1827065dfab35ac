#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "formats/schematron/lexer.hpp"
#include "formats/schematron/operators.hpp"
#include "formats/schematron/path.hpp"
#include "formats/schematron/scope.hpp"

namespace airut::schematron {

// Recursive descent over the grammar of XPath 2.0 (appendix A.1), one function a level of
// precedence. Throws ParseFault; parse_expression() turns it into a value.
class Parser {
 public:
  Parser(Scope& scope, std::vector<Token> tokens) : scope_(scope), tokens_(std::move(tokens)) {}

  ExpressionPtr whole();
  SequenceType whole_type();

 private:
  // parser.cpp: operators
  ExpressionPtr expression();
  ExpressionPtr single();
  ExpressionPtr for_clause();
  ExpressionPtr quantified(bool every);
  ExpressionPtr conditional();
  ExpressionPtr any_of();
  ExpressionPtr all_of();
  ExpressionPtr comparison();
  ExpressionPtr range();
  ExpressionPtr additive();
  ExpressionPtr multiplicative();
  ExpressionPtr set_union();
  ExpressionPtr set_common();
  ExpressionPtr typed();
  ExpressionPtr sign();
  ExpressionPtr compare_with(ExpressionPtr left);
  SequenceType sequence_type();
  // Of what is only asked about ("castable as") more types are known.
  SequenceType single_type(bool asked);
  SequenceType item_type();
  Occurs occurrence();

  // parser_path.cpp: paths and primaries; parser_document.cpp: document()
  struct Walk;
  ExpressionPtr path();
  ExpressionPtr absolute();
  ExpressionPtr relative(Walk walk);
  void step(Walk& walk, bool first);
  bool axis_step(Walk& walk);
  void add_step(Walk& walk, Step step);
  NodeTest node_test();
  NodeTest kind_test();
  NodeTest name_test(Token const& token);
  std::vector<Predicate> predicates();
  ExpressionPtr filtered();
  ExpressionPtr primary();
  ExpressionPtr variable(Token const& token);
  ExpressionPtr number(Token const& token);
  ExpressionPtr call(Token const& name);
  ExpressionPtr constructor(Token const& name, ExpressionList arguments);
  ExpressionPtr user_call(Token const& name, std::string const& expanded, ExpressionList arguments);
  ExpressionPtr document_lookup(ExpressionList const& arguments);
  bool starts_step() const;
  bool is_kind_test() const;

  Token const& here(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  Token take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool accept(std::string_view symbol);
  bool accept_word(std::string_view word);
  void expect(std::string_view symbol);
  void expect_word(std::string_view word);
  [[noreturn]] void fail(std::string const& why) const;
  ExpressionPtr checked(ExpressionPtr expression) const;

  // Brackets in brackets; each takes some kilobytes of stack.
  struct Nesting {
    explicit Nesting(Parser& parser);
    ~Nesting() { --parser.nesting_; }
    Parser& parser;
  };

  Scope& scope_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t nesting_ = 0;
};

}  // namespace airut::schematron
