#include "formats/schematron/compile_rules.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "formats/schematron/instructions.hpp"
#include "formats/schematron/operators.hpp"

namespace airut::schematron {
namespace {

constexpr std::size_t extends_max = 20;

bool continues_word(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

std::string collapsed(std::string_view text) {
  std::string out;
  for (char const c : text) {
    bool const blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string term_with(std::string_view text, std::string_view prefix) {
  for (auto at = text.find(prefix); at != std::string_view::npos; at = text.find(prefix, at + 1)) {
    auto end = at + prefix.size();
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    bool const word = at == 0 || !continues_word(text[at - 1]);
    if (word && end > at + prefix.size()) return std::string{text.substr(at, end - at)};
  }
  return {};
}

// "[BR-01] text" and "[BR-01]-text" name the rule that has no id.
std::string bracketed_id(std::string_view text) {
  auto const close = text.find(']');
  if (!text.starts_with('[') || close == std::string_view::npos) return {};
  return std::string{text.substr(1, close - 1)};
}

// "name" for a variable called "{uri}name".
std::string_view without_namespace(std::string_view name) {
  return name.substr(name.rfind('}') + 1);
}

// The expressions with every let that they refer to, and what those refer to, behind them.
std::string with_lets(Scope const& scope, std::string_view expressions) {
  auto all = collapsed(expressions);
  std::set<std::string_view> told;
  for (auto at = all.find('$'); at != std::string::npos; at = all.find('$', at + 1)) {
    auto end = at + 1;
    while (end < all.size() && (continues_word(all[end]) || all[end] == ':')) ++end;
    auto const written = std::string_view{all}.substr(at + 1, end - at - 1);
    auto const name = written.substr(written.rfind(':') + 1);
    auto const let =
        std::find_if(scope.variables.rbegin(), scope.variables.rend(),
                     [&](auto const& one) { return without_namespace(one.name) == name; });
    if (let == scope.variables.rend() || !told.insert(without_namespace(let->name)).second)
      continue;
    all.append("\nlet ")
        .append(without_namespace(let->name))
        .append(" ")
        .append(collapsed(let->text));
  }
  return all;
}

}  // namespace

AbstractRules abstract_rules_in(std::vector<Source> const& children) {
  AbstractRules rules;
  for (auto const& one : children) {
    if (one.is_rule("rule") && optional_attribute(*one.file, one.element, "abstract") == "true") {
      rules[required_attribute(*one.file, one.element, "id")] = one;
    }
  }
  return rules;
}

std::string substituted(std::string text, Parameters const& parameters) {
  for (auto const& [name, value] : parameters) {
    auto const wanted = "$" + name;
    for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at)) {
      auto const end = at + wanted.size();
      if (end < text.size() && continues_word(text[end])) {
        at = end;
        continue;
      }
      text.replace(at, wanted.size(), value);
      at += value.size();
    }
  }
  return text;
}

std::string named_term(std::string_view text) {
  auto term = term_with(text, "BT-");
  return term.empty() ? term_with(text, "BG-") : term;
}

void bind_shared(Scope& scope, Source const& let, Parameters const& parameters) {
  auto const& file = *let.file;
  auto const name =
      qualified(scope, file, let.element, required_attribute(file, let.element, "name"));
  scope.slots = 0;
  ExpressionPtr value;
  auto const* given = file.attribute(let.element, "value");
  auto text = given ? substituted(std::string{given->value}, parameters) : file.text(let.element);
  if (given) {
    value = parse_at(scope, file, let.element, text);
  } else {
    value = compile_binding(scope, file, let.element);
  }
  if (!dynamic_cast<Constant const*>(value.get())) {
    value = std::make_unique<Framed>(scope.slots, std::move(value));
  }
  auto const& kept = scope.parts.keep(std::move(value));
  scope.variables.push_back(
      {Scope::Variable::Home::shared, name, scope.parts.lazies++, &kept, std::move(text)});
}

// In the XSLT of the official processors a let of a pattern is seen from everywhere; here from the
// patterns behind it, too.
void RuleCompiler::pattern(Source const& pattern, Parameters const& parameters) {
  parameters_ = parameters;
  pattern_ = body_.patterns++;
  auto const children = sources_.children(pattern);
  for (auto const& one : children) {
    if (one.is_rule("let")) bind_shared(scope_, one, parameters_);
  }
  abstract_rules_ = abstract_rules_in(children);
  for (auto const& one : children) {
    if (one.is_rule("rule") && optional_attribute(*one.file, one.element, "abstract") != "true") {
      rule(one);
    }
  }
}

std::string RuleCompiler::attribute(Source const& source, std::string_view name) const {
  return substituted(required_attribute(*source.file, source.element, name), parameters_);
}

void RuleCompiler::rule(Source const& source) {
  Rule made;
  made.pattern = pattern_;
  made.context = attribute(source, "context");
  scope_.slots = 0;
  auto context = parse_at(scope_, *source.file, source.element, made.context);
  made.matches = Match::of(scope_, std::move(context));
  auto const variables = scope_.variables.size();
  content(source, made, 0);
  scope_.variables.resize(variables);
  made.slots = scope_.slots;
  body_.slots_max = std::max(body_.slots_max, made.slots);
  body_.rules.push_back(std::move(made));
}

void RuleCompiler::content(Source const& source, Rule& rule, std::size_t depth) {
  if (depth > extends_max) refuse(*source.file, source.element, "rules extend each other");
  for (auto const& one : sources_.children(source)) {
    if (one.is_rule("let")) let(one);
    if (one.is_rule("assert")) assertion(one, rule, false);
    if (one.is_rule("report")) assertion(one, rule, true);
    if (!one.is_rule("extends")) continue;
    content(abstract_rule(one), rule, depth + 1);
  }
}

Source RuleCompiler::abstract_rule(Source const& extends) const {
  auto const id = attribute(extends, "rule");
  for (auto const* rules : {&abstract_rules_, &elsewhere_}) {
    auto const found = rules->find(id);
    if (found != rules->end()) return found->second;
  }
  refuse(*extends.file, extends.element, fmt::format("the abstract rule {} is not there", id));
}

void RuleCompiler::let(Source const& source) {
  auto const name = qualified(scope_, *source.file, source.element, attribute(source, "name"));
  auto text = attribute(source, "value");
  auto value = parse_at(scope_, *source.file, source.element, text);
  auto const& kept = scope_.parts.keep(std::move(value));
  scope_.variables.push_back(
      {Scope::Variable::Home::rule, name, scope_.slots++, &kept, std::move(text)});
}

void RuleCompiler::assertion(Source const& source, Rule& rule, bool report) {
  Assertion made;
  made.report = report;
  std::string text;
  made.message = message(source, text);
  keep_facts(source, made, std::move(text));
  auto const& id = body_.facts.back().id;
  if (options_.exclude.contains(id)) {
    body_.facts.pop_back();
    return;
  }
  auto const test = attribute(source, "test");
  made.test = parse_at(scope_, *source.file, source.element, test);
  body_.facts.back().logic = model::sha256_hex(
      with_lets(scope_, collapsed(rule.context) + (report ? "\nreport " : "\nassert ") + test));
  made.absence = rule.absences.add(*made.test);
  rule.assertions.push_back(std::move(made));
}

void RuleCompiler::keep_facts(Source const& source, Assertion& made, std::string text) {
  auto const& file = *source.file;
  AssertionFacts facts;
  facts.file = file_;
  facts.pattern = pattern_;
  facts.id = substituted(optional_attribute(file, source.element, "id"), parameters_);
  if (facts.id.empty()) facts.id = bracketed_id(text);
  if (facts.id.empty()) facts.id = fmt::format("rule-{}", body_.facts.size() + 1);
  facts.flag = substituted(optional_attribute(file, source.element, "flag"), parameters_);
  if (facts.flag.empty()) facts.flag = optional_attribute(file, source.element, "role");
  if (facts.flag.empty()) facts.flag = "fatal";
  auto const other = options_.flags.find(facts.id);
  if (other != options_.flags.end()) facts.flag = other->second;
  facts.term = named_term(text);
  facts.text = std::move(text);
  made.facts = static_cast<std::uint32_t>(body_.facts.size());
  body_.facts.push_back(std::move(facts));
}

std::vector<MessagePart> RuleCompiler::message(Source const& source, std::string& text) {
  std::vector<MessagePart> parts;
  auto const& file = *source.file;
  for (auto node = file.first_child(source.element); node != xml::none;
       node = file.next_sibling(node)) {
    if (file[node].kind == xml::NodeKind::text) {
      auto words = substituted(std::string{file[node].value}, parameters_);
      text += words;
      parts.push_back({std::move(words), nullptr});
    }
    if (file[node].kind != xml::NodeKind::element) continue;
    Source const inner{source.file, node, source.path};
    if (inner.is_rule("value-of") || inner.is(xslt_uri, "value-of")) {
      parts.push_back({"", parse_at(scope_, file, node, attribute(inner, "select"))});
    } else if (inner.is_rule("name")) {
      auto const path = optional_attribute(file, node, "path");
      parts.push_back(
          {"", parse_at(scope_, file, node, path.empty() ? "name(.)" : "name(" + path + ")")});
    } else {
      auto words = file.text(node);
      text += words;
      parts.push_back({std::move(words), nullptr});
    }
  }
  text = collapsed(text);
  return parts;
}

}  // namespace airut::schematron
