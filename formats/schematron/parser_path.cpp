#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "formats/schematron/functions.hpp"
#include "formats/schematron/parser.hpp"
#include "formats/schematron/user_call.hpp"

namespace airut::schematron {
namespace {

constexpr std::array<std::pair<std::string_view, Axis>, 12> axes = {
    {{"child", Axis::child},
     {"attribute", Axis::attribute},
     {"self", Axis::self},
     {"parent", Axis::parent},
     {"descendant", Axis::descendant},
     {"descendant-or-self", Axis::descendant_or_self},
     {"ancestor", Axis::ancestor},
     {"ancestor-or-self", Axis::ancestor_or_self},
     {"following-sibling", Axis::following_sibling},
     {"preceding-sibling", Axis::preceding_sibling},
     {"following", Axis::following},
     {"preceding", Axis::preceding}}};

constexpr std::array<std::pair<std::string_view, TestKind>, 7> kind_tests = {
    {{"node", TestKind::node},
     {"text", TestKind::text},
     {"comment", TestKind::comment},
     {"processing-instruction", TestKind::instruction},
     {"element", TestKind::element},
     {"attribute", TestKind::attribute},
     {"document-node", TestKind::document}}};

Step every_node_below() { return {Axis::descendant_or_self, {}, {}}; }

}  // namespace

// The path read so far: steps not yet put together, behind what they start from.
struct Parser::Walk {
  Path::Start start = Path::Start::context;
  ExpressionPtr from;
  std::vector<Step> steps;
  bool started = false;  // something stands before the step to come

  ExpressionPtr finish(Scope& scope) {
    if (start == Path::Start::expression && steps.empty()) return std::move(from);
    ExpressionPtr path = std::make_unique<Path>(start, std::move(from), std::move(steps));
    steps.clear();
    start = Path::Start::expression;
    return settle(scope, std::move(path));
  }
};

ExpressionPtr Parser::path() {
  if (here().is("/") || here().is("//")) return absolute();
  return relative({});
}

ExpressionPtr Parser::absolute() {
  Walk walk;
  walk.start = Path::Start::document;
  walk.started = true;
  bool const anywhere = take().text == "//";
  if (anywhere) walk.steps.push_back(every_node_below());
  if (!anywhere && !starts_step()) return walk.finish(scope_);
  return relative(std::move(walk));
}

bool Parser::starts_step() const {
  auto const& token = here();
  if (token.kind == TokenKind::symbol) {
    return token.is("@") || token.is(".") || token.is("..") || token.is("*") || token.is("(");
  }
  return token.kind != TokenKind::end;
}

ExpressionPtr Parser::relative(Walk walk) {
  step(walk, !walk.started);
  while (here().is("/") || here().is("//")) {
    walk.started = true;
    if (take().text == "//") add_step(walk, every_node_below());
    step(walk, false);
  }
  return checked(walk.finish(scope_));
}

// a//b is descendant::b, unless b asks for its place among its siblings.
void Parser::add_step(Walk& walk, Step step) {
  if (step.axis == Axis::child && !walk.steps.empty()) {
    auto const& last = walk.steps.back();
    bool const below = last.axis == Axis::descendant_or_self && last.test.kind == TestKind::node &&
                       last.predicates.empty();
    bool by_position = false;
    for (auto const& predicate : step.predicates) by_position |= predicate.may_be_position;
    if (below && !by_position) {
      walk.steps.pop_back();
      step.axis = Axis::descendant;
    }
  }
  walk.steps.push_back(std::move(step));
}

void Parser::step(Walk& walk, bool first) {
  if (axis_step(walk)) return;
  // "." within a path is self::node(); alone it may be a value, too.
  bool const goes_on = here(1).is("/") || here(1).is("//");
  if (here().is(".") && !here(1).is("[") && (!first || goes_on)) {
    take();
    if (!first) add_step(walk, {Axis::self, {}, {}});
    return;
  }
  auto inner = filtered();
  if (first) {
    walk.start = Path::Start::expression;
    walk.from = std::move(inner);
    return;
  }
  auto left = walk.finish(scope_);
  walk.from = settle(scope_, std::make_unique<Slash>(std::move(left), std::move(inner)));
}

bool Parser::axis_step(Walk& walk) {
  Step made;
  if (accept("..")) {
    made.axis = Axis::parent;
  } else if (accept("@")) {
    made.axis = Axis::attribute;
    made.test = node_test();
  } else if (here().kind == TokenKind::name && here(1).is("::")) {
    auto const name = take();
    take();
    auto const* found = std::find_if(axes.begin(), axes.end(),
                                     [&](auto const& one) { return one.first == name.text; });
    if (found == axes.end()) fail(fmt::format("the unknown axis {}", name.text));
    made.axis = found->second;
    made.test = node_test();
  } else if (is_kind_test() || here().is("*") || here().kind == TokenKind::any_local ||
             here().kind == TokenKind::any_space ||
             (here().kind == TokenKind::name && !here(1).is("("))) {
    bool const attribute = here().is_word("attribute") && here(1).is("(");
    made.axis = attribute ? Axis::attribute : Axis::child;
    made.test = node_test();
  } else {
    return false;
  }
  made.predicates = predicates();
  add_step(walk, std::move(made));
  return true;
}

bool Parser::is_kind_test() const {
  if (here().kind != TokenKind::name || !here().prefix.empty() || !here(1).is("(")) return false;
  return std::any_of(kind_tests.begin(), kind_tests.end(),
                     [&](auto const& one) { return one.first == here().text; });
}

NodeTest Parser::node_test() {
  if (is_kind_test()) return kind_test();
  NodeTest test;
  auto const token = take();
  if (token.is("*")) {
    test.kind = TestKind::any_name;
  } else if (token.kind == TokenKind::any_space) {
    test.kind = TestKind::local_name;
    test.local = token.text;
  } else if (token.kind == TokenKind::any_local || token.kind == TokenKind::name) {
    return name_test(token);
  } else {
    fail("the name of a node is expected");
  }
  return test;
}

NodeTest Parser::name_test(Token const& token) {
  auto const expanded = scope_.expanded(token.prefix, token.text);
  if (!expanded) fail(fmt::format("the prefix {} is not declared", token.prefix));
  auto const close = expanded->find('}');
  auto const uri = std::string_view{*expanded}.substr(1, close - 1);
  NodeTest test;
  if (token.kind == TokenKind::any_local) {
    test.kind = TestKind::in_namespace;
    test.uri = uri;
  } else {
    test.kind = TestKind::name;
    test.name = scope_.parts.names.number(uri, token.text);
  }
  return test;
}

NodeTest Parser::kind_test() {
  auto const name = take();
  expect("(");
  NodeTest test;
  for (auto const& [word, kind] : kind_tests) {
    if (word == name.text) test.kind = kind;
  }
  bool const named = test.kind == TestKind::element || test.kind == TestKind::attribute;
  if (named && here().kind == TokenKind::name) {
    test = name_test(take());
  } else if (named) {
    accept("*");
  } else if (test.kind == TestKind::instruction && !here().is(")")) {
    auto const target = take();
    if (target.kind != TokenKind::text && target.kind != TokenKind::name) {
      fail("the target of an instruction is expected");
    }
    test.local = target.text;
  }
  expect(")");
  return test;
}

std::vector<Predicate> Parser::predicates() {
  std::vector<Predicate> all;
  while (accept("[")) {
    all.emplace_back(expression());
    expect("]");
  }
  return all;
}

ExpressionPtr Parser::filtered() {
  auto base = primary();
  auto conditions = predicates();
  if (conditions.empty()) return base;
  return settle(scope_, std::make_unique<Filter>(std::move(base), std::move(conditions)));
}

ExpressionPtr Parser::primary() {
  auto const token = take();
  switch (token.kind) {
    case TokenKind::text: {
      auto& arena = scope_.parts.constants;
      auto const item = Item::string(arena.keep(token.text));
      return std::make_unique<Constant>(Sequence::of(arena, item));
    }
    case TokenKind::integer:
    case TokenKind::decimal:
    case TokenKind::real:
      return number(token);
    case TokenKind::variable:
      return variable(token);
    case TokenKind::name:
      if (here().is("(")) return call(token);
      break;
    case TokenKind::symbol:
      if (token.text == ".") return std::make_unique<ContextItem>();
      if (token.text != "(") break;
      if (accept(")")) return std::make_unique<Constant>(Sequence{});
      if (auto inner = expression()) {
        expect(")");
        return inner;
      }
      break;
    default:
      break;
  }
  fail(token.kind == TokenKind::end ? "the expression ends too early"
                                    : fmt::format("an unexpected \"{}\"", token.text));
}

ExpressionPtr Parser::number(Token const& token) {
  auto& arena = scope_.parts.constants;
  if (token.kind == TokenKind::real) {
    bool valid = true;
    auto const value = parse_real(token.text, valid);
    return std::make_unique<Constant>(Sequence::of(arena, Item::of_real(value)));
  }
  auto const value = parse_exact(arena, token.text);
  if (!value) fail(fmt::format("the number {} is too long", token.text));
  auto const kind = token.kind == TokenKind::integer ? Kind::integer : Kind::decimal;
  return std::make_unique<Constant>(Sequence::of(arena, Item::number(kind, *value)));
}

ExpressionPtr Parser::variable(Token const& token) {
  auto const name = scope_.expanded(token.prefix, token.text);
  if (!name) fail(fmt::format("the prefix {} is not declared", token.prefix));
  for (auto one = scope_.variables.rbegin(); one != scope_.variables.rend(); ++one) {
    if (one->name != *name) continue;
    if (one->home == Scope::Variable::Home::local) {
      return std::make_unique<LocalVariable>(one->number);
    }
    if (auto const* known = dynamic_cast<Constant const*>(one->definition)) {
      return std::make_unique<Constant>(known->value());
    }
    if (one->home == Scope::Variable::Home::rule) {
      return std::make_unique<RuleVariable>(one->number, *one->definition);
    }
    return std::make_unique<SharedVariable>(one->number, *one->definition);
  }
  fail(fmt::format("the variable ${} is not known", token.text));
}

ExpressionPtr Parser::call(Token const& name) {
  Nesting const nesting{*this};
  expect("(");
  ExpressionList arguments;
  if (!accept(")")) {
    do {
      arguments.push_back(single());
    } while (accept(","));
    expect(")");
  }
  constexpr std::string_view functions_uri = "http://www.w3.org/2005/xpath-functions";
  constexpr std::string_view schema_uri = "http://www.w3.org/2001/XMLSchema";
  auto const expanded = scope_.expanded(name.prefix, name.text);
  if (!expanded) fail(fmt::format("the prefix {} is not declared", name.prefix));
  auto const uri = std::string_view{*expanded}.substr(1, expanded->find('}') - 1);
  if (uri == schema_uri) return constructor(name, std::move(arguments));
  if (!name.prefix.empty() && uri != functions_uri) {
    return user_call(name, *expanded, std::move(arguments));
  }
  if (name.text == "key") return make_key_call(scope_, std::move(arguments));
  if (name.text == "document" && scope_.constant_file) return document_lookup(arguments);
  std::string fault;
  auto made = make_library_call(name.text, std::move(arguments), fault);
  if (!made) fail(fault.empty() ? fmt::format("the function {}() is not known", name.text) : fault);
  return settle(scope_, std::move(made));
}

// xs:decimal(X) is X cast as xs:decimal?.
ExpressionPtr Parser::constructor(Token const& name, ExpressionList arguments) {
  if (arguments.size() != 1) fail(fmt::format("xs:{}() takes one argument", name.text));
  auto type = atomic_type(name.text);
  if (!type || type->type == Type::any) {
    fail(fmt::format("the type {} is not supported", name.text));
  }
  type->occurs = Occurs::optional;
  return settle(scope_, std::make_unique<Cast>(Cast::Kind::cast, std::move(arguments[0]), *type));
}

ExpressionPtr Parser::user_call(Token const& name, std::string const& expanded,
                                ExpressionList arguments) {
  auto const found = scope_.functions.find({expanded, arguments.size()});
  if (found == scope_.functions.end()) {
    fail(fmt::format("no function {}:{}() with {} arguments is known", name.prefix, name.text,
                     arguments.size()));
  }
  return std::make_unique<UserCall>(*found->second, std::move(arguments));
}

}  // namespace airut::schematron
