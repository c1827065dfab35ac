#include "formats/schematron/parser.hpp"

#include <array>

#include <fmt/format.h>

#include "formats/schematron/functions.hpp"

namespace airut::schematron {
namespace {

constexpr std::size_t nesting_max = 200;
constexpr std::size_t expression_depth_max = 1'000;
constexpr std::size_t tokens_max = 200'000;

}  // namespace

Parser::Nesting::Nesting(Parser& p) : parser(p) {
  if (++parser.nesting_ > nesting_max) {
    --parser.nesting_;
    parser.fail("brackets are nested too deeply");
  }
}

void Parser::fail(std::string const& why) const {
  throw ParseFault{fmt::format("{} (at character {})", why, here().at + 1)};
}

bool Parser::accept(std::string_view symbol) {
  if (!here().is(symbol)) return false;
  take();
  return true;
}

bool Parser::accept_word(std::string_view word) {
  if (!here().is_word(word)) return false;
  take();
  return true;
}

void Parser::expect(std::string_view symbol) {
  if (!accept(symbol)) {
    fail(here().kind == TokenKind::end
             ? fmt::format("the expression ends where \"{}\" is expected", symbol)
             : fmt::format("\"{}\" where \"{}\" is expected", here().text, symbol));
  }
}

void Parser::expect_word(std::string_view word) {
  if (!accept_word(word)) fail(fmt::format("\"{}\" is expected", word));
}

ExpressionPtr Parser::checked(ExpressionPtr expression) const {
  if (expression->depth() > expression_depth_max) fail("the expression is nested too deeply");
  return expression;
}

ExpressionPtr Parser::whole() {
  if (tokens_.size() > tokens_max) fail("the expression is too long");
  auto all = expression();
  if (here().kind != TokenKind::end) fail(fmt::format("an unexpected \"{}\"", here().text));
  return settle(scope_, std::move(all));
}

SequenceType Parser::whole_type() {
  auto const type = sequence_type();
  if (here().kind != TokenKind::end) fail(fmt::format("an unexpected \"{}\"", here().text));
  return type;
}

ExpressionPtr Parser::expression() {
  Nesting const nesting{*this};
  auto first = single();
  if (!here().is(",")) return first;
  ExpressionList parts;
  parts.push_back(std::move(first));
  while (accept(",")) parts.push_back(single());
  return settle(scope_, std::make_unique<Comma>(std::move(parts)));
}

ExpressionPtr Parser::single() {
  auto const before_variable = here(1).kind == TokenKind::variable;
  if (here().is_word("for") && before_variable) return for_clause();
  if (here().is_word("some") && before_variable) return quantified(false);
  if (here().is_word("every") && before_variable) return quantified(true);
  if (here().is_word("if") && here(1).is("(")) return conditional();
  return any_of();
}

// for $a in A, $b in B return C is for $a in A return for $b in B return C.
ExpressionPtr Parser::for_clause() {
  Nesting const nesting{*this};
  take();
  auto const variable = take();
  if (variable.kind != TokenKind::variable) fail("a variable is expected");
  expect_word("in");
  auto items = single();
  auto const name = scope_.expanded(variable.prefix, variable.text);
  auto const slot = scope_.bind_local(name.value_or(variable.text));
  ExpressionPtr body;
  if (here().is(",")) {
    body = for_clause();
  } else {
    expect_word("return");
    body = single();
  }
  scope_.variables.pop_back();
  return checked(std::make_unique<For>(slot, std::move(items), std::move(body)));
}

ExpressionPtr Parser::quantified(bool every) {
  Nesting const nesting{*this};
  take();
  auto const variable = take();
  if (variable.kind != TokenKind::variable) fail("a variable is expected");
  expect_word("in");
  auto items = single();
  auto const name = scope_.expanded(variable.prefix, variable.text);
  auto const slot = scope_.bind_local(name.value_or(variable.text));
  ExpressionPtr condition;
  if (here().is(",")) {
    condition = quantified(every);
  } else {
    expect_word("satisfies");
    condition = single();
  }
  scope_.variables.pop_back();
  return checked(make_quantified(every, slot, std::move(items), std::move(condition)));
}

ExpressionPtr Parser::conditional() {
  Nesting const nesting{*this};
  take();
  expect("(");
  auto condition = expression();
  expect(")");
  expect_word("then");
  auto then = single();
  expect_word("else");
  auto otherwise = single();
  return checked(std::make_unique<If>(std::move(condition), std::move(then), std::move(otherwise)));
}

ExpressionPtr Parser::any_of() {
  auto first = all_of();
  if (!here().is_word("or")) return first;
  ExpressionList operands;
  operands.push_back(std::move(first));
  while (accept_word("or")) operands.push_back(all_of());
  return checked(make_logic(Logic::Kind::any, std::move(operands)));
}

ExpressionPtr Parser::all_of() {
  auto first = comparison();
  if (!here().is_word("and")) return first;
  ExpressionList operands;
  operands.push_back(std::move(first));
  while (accept_word("and")) operands.push_back(comparison());
  return checked(make_logic(Logic::Kind::all, std::move(operands)));
}

ExpressionPtr Parser::comparison() { return checked(compare_with(range())); }

ExpressionPtr Parser::compare_with(ExpressionPtr left) {
  constexpr std::array<std::pair<std::string_view, Relation>, 6> general = {
      {{"=", Relation::equal},
       {"!=", Relation::unequal},
       {"<", Relation::less},
       {"<=", Relation::less_equal},
       {">", Relation::greater},
       {">=", Relation::greater_equal}}};
  constexpr std::array<std::pair<std::string_view, Relation>, 6> value = {
      {{"eq", Relation::equal},
       {"ne", Relation::unequal},
       {"lt", Relation::less},
       {"le", Relation::less_equal},
       {"gt", Relation::greater},
       {"ge", Relation::greater_equal}}};
  for (auto const& [symbol, relation] : general) {
    if (accept(symbol)) {
      return make_comparison(true, relation, std::move(left), range());
    }
  }
  for (auto const& [word, relation] : value) {
    if (accept_word(word)) {
      return make_comparison(false, relation, std::move(left), range());
    }
  }
  if (accept_word("is")) {
    return std::make_unique<NodeComparison>(NodeRelation::is, std::move(left), range());
  }
  if (accept("<<")) {
    return std::make_unique<NodeComparison>(NodeRelation::before, std::move(left), range());
  }
  if (accept(">>")) {
    return std::make_unique<NodeComparison>(NodeRelation::after, std::move(left), range());
  }
  return left;
}

ExpressionPtr Parser::range() {
  auto left = additive();
  if (!accept_word("to")) return left;
  return checked(std::make_unique<Range>(std::move(left), additive()));
}

ExpressionPtr Parser::additive() {
  auto left = multiplicative();
  while (here().is("+") || here().is("-")) {
    auto const operation = take().text == "+" ? Operation::add : Operation::subtract;
    auto right = multiplicative();
    if (left->yields() == Yields::date || right->yields() == Yields::date) {
      fail("arithmetic with dates is not supported");
    }
    left = checked(std::make_unique<Arithmetic>(operation, std::move(left), std::move(right)));
  }
  return left;
}

ExpressionPtr Parser::multiplicative() {
  auto left = set_union();
  while (true) {
    auto operation = Operation::multiply;
    if (accept("*")) {
      operation = Operation::multiply;
    } else if (accept_word("div")) {
      operation = Operation::divide;
    } else if (accept_word("idiv")) {
      operation = Operation::integer_divide;
    } else if (accept_word("mod")) {
      operation = Operation::modulo;
    } else {
      return left;
    }
    left = checked(std::make_unique<Arithmetic>(operation, std::move(left), set_union()));
  }
}

ExpressionPtr Parser::set_union() {
  auto left = set_common();
  while (accept("|") || accept_word("union")) {
    left = checked(std::make_unique<NodeSet>(NodeSet::Kind::both, std::move(left), set_common()));
  }
  return left;
}

ExpressionPtr Parser::set_common() {
  auto left = typed();
  while (here().is_word("intersect") || here().is_word("except")) {
    auto const kind = take().text == "intersect" ? NodeSet::Kind::common : NodeSet::Kind::without;
    left = checked(std::make_unique<NodeSet>(kind, std::move(left), typed()));
  }
  return left;
}

// "instance of" binds weaker than "treat as", that weaker than "castable as" and "cast as"; each
// may stand once, so reading them outward in a row gives the same trees.
ExpressionPtr Parser::typed() {
  auto operand = sign();
  while (true) {
    auto kind = Cast::Kind::cast;
    if (here().is_word("cast") && here(1).is_word("as")) {
      kind = Cast::Kind::cast;
    } else if (here().is_word("castable") && here(1).is_word("as")) {
      kind = Cast::Kind::castable;
    } else if (here().is_word("treat") && here(1).is_word("as")) {
      kind = Cast::Kind::treat;
    } else if (here().is_word("instance") && here(1).is_word("of")) {
      kind = Cast::Kind::instance;
    } else {
      return operand;
    }
    take();
    take();
    bool const atomic = kind == Cast::Kind::cast || kind == Cast::Kind::castable;
    auto const type = atomic ? single_type(kind == Cast::Kind::castable) : sequence_type();
    operand = checked(std::make_unique<Cast>(kind, std::move(operand), type));
  }
}

ExpressionPtr Parser::sign() {
  bool negative = false, any = false;
  while (here().is("-") || here().is("+")) {
    negative = negative != (take().text == "-");
    any = true;
  }
  auto operand = path();
  if (!any) return operand;
  return settle(scope_, std::make_unique<Sign>(negative, std::move(operand)));
}

Occurs Parser::occurrence() {
  if (accept("?")) return Occurs::optional;
  if (accept("*")) return Occurs::any;
  if (accept("+")) return Occurs::some;
  return Occurs::one;
}

SequenceType Parser::sequence_type() {
  auto type = item_type();
  type.occurs = occurrence();
  return type;
}

SequenceType Parser::single_type(bool asked) {
  bool const is_time =
      asked && here().kind == TokenKind::name && type_name(Type::time).substr(3) == here().text;
  auto type = is_time ? SequenceType{Sort::atomic, Type::time, Occurs::one} : item_type();
  if (is_time) take();
  if (type.sort != Sort::atomic) fail("an atomic type is expected");
  type.occurs = accept("?") ? Occurs::optional : Occurs::one;
  return type;
}

SequenceType Parser::item_type() {
  auto const name = take();
  if (name.kind != TokenKind::name) fail("a type is expected");
  if (accept("(")) {
    expect(")");
    constexpr std::array<std::pair<std::string_view, Sort>, 6> sorts = {
        {{"item", Sort::item},
         {"node", Sort::node},
         {"element", Sort::element},
         {"attribute", Sort::attribute},
         {"text", Sort::text},
         {"document-node", Sort::document}}};
    for (auto const& [word, sort] : sorts) {
      if (name.text == word) return {sort, Type::any, Occurs::one};
    }
    fail(fmt::format("the unknown type {}()", name.text));
  }
  if (auto const type = atomic_type(name.text)) return *type;
  fail(fmt::format("the type {} is not supported", name.text));
}

tl::expected<ExpressionPtr, ParseFault> parse_expression(Scope& scope, std::string_view text) {
  auto tokens = tokens_of(text);
  if (!tokens) return tl::unexpected(ParseFault{tokens.error()});
  auto const variables = scope.variables.size();
  try {
    return Parser{scope, std::move(*tokens)}.whole();
  } catch (ParseFault const& fault) {
    scope.variables.resize(variables);
    return tl::unexpected(fault);
  }
}

tl::expected<SequenceType, ParseFault> parse_sequence_type(Scope& scope, std::string_view text) {
  auto tokens = tokens_of(text);
  if (!tokens) return tl::unexpected(ParseFault{tokens.error()});
  try {
    return Parser{scope, std::move(*tokens)}.whole_type();
  } catch (ParseFault const& fault) {
    return tl::unexpected(fault);
  }
}

}  // namespace airut::schematron
