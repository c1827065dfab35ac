#include "formats/schematron/instructions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/schematron/operators.hpp"

namespace airut::schematron {
namespace {

// What one instruction after the other gives; a variable is bound for those behind it.
class Block final : public Expression {
 public:
  struct Part {
    ExpressionPtr value;
    std::optional<std::uint32_t> slot;  // where it is bound; empty: it is given out
  };
  explicit Block(std::vector<Part> parts) : parts_(std::move(parts)) {
    for (auto const& one : parts_) part(*one.value);
    need(needs_frame);
  }
  Sequence evaluate(Evaluation& e, Focus const& focus) const override {
    Gathering all{*e.arena};
    for (auto const& one : parts_) {
      auto const value = one.value->evaluate(e, focus);
      if (e.failed()) return {};
      if (one.slot) {
        e.frame[*one.slot].value = value;
      } else {
        all.add(value);
      }
    }
    return all.sequence();
  }

 private:
  std::vector<Part> parts_;
};

// A text node made of atomic values; only its text can be asked.
class MadeText final : public Expression {
 public:
  MadeText(ExpressionPtr value, std::string separator)
      : value_(std::move(value)), separator_(std::move(separator)) {
    part(*value_);
    yield(Yields::text);
  }
  Sequence evaluate(Evaluation& e, Focus const& focus) const override {
    auto const value = value_->evaluate(e, focus);
    if (e.failed()) return {};
    std::string text;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) text += separator_;
      text += text_of(e, value[i]);
    }
    e.spend(1 + text.size() / 8);
    return e.one(e.text_item(Kind::untyped, text));
  }

 private:
  ExpressionPtr value_;
  std::string separator_;
};

class Converted final : public Expression {
 public:
  Converted(ExpressionPtr value, SequenceType type) : value_(std::move(value)), type_(type) {
    part(*value_);
  }
  Sequence evaluate(Evaluation& e, Focus const& focus) const override {
    auto const value = value_->evaluate(e, focus);
    return e.failed() ? value : convert(e, value, type_);
  }

 private:
  ExpressionPtr value_;
  SequenceType type_;
};

class ForEach final : public Expression {
 public:
  ForEach(ExpressionPtr items, ExpressionPtr body)
      : items_(std::move(items)), body_(std::move(body)) {
    part(*items_);
    enclose(*body_);
    need(needs_frame | needs_document);
  }
  Sequence evaluate(Evaluation& e, Focus const& focus) const override {
    auto const items = items_->evaluate(e, focus);
    Gathering all{*e.arena};
    for (std::size_t i = 0; i < items.size() && !e.failed() && e.spend(1); ++i) {
      all.add(body_->evaluate(e, {items[i], i + 1, items.size(), false}));
    }
    return all.sequence();
  }

 private:
  ExpressionPtr items_, body_;
};

bool is_instruction(xml::Tree const& file, xml::NodeId node, std::string_view local) {
  if (file[node].kind != xml::NodeKind::element) return false;
  auto const& name = file.name(file[node].name);
  return name.uri == xslt_uri && name.local == local;
}

ExpressionPtr text_constant(Scope& scope, std::string_view text) {
  auto& arena = scope.parts.constants;
  return std::make_unique<Constant>(Sequence::of(arena, Item::untyped(arena.keep(text))));
}

ExpressionPtr nothing() { return std::make_unique<Constant>(Sequence{}); }

// when, when, otherwise: the first that holds.
ExpressionPtr compile_choose(Scope& scope, xml::Tree const& file, xml::NodeId choice) {
  for (; choice != xml::none; choice = file.next_sibling(choice)) {
    if (is_instruction(file, choice, "otherwise")) return compile_instructions(scope, file, choice);
    if (!is_instruction(file, choice, "when")) continue;
    auto condition = parse_at(scope, file, choice, required_attribute(file, choice, "test"));
    auto then = compile_instructions(scope, file, choice);
    return std::make_unique<If>(std::move(condition), std::move(then),
                                compile_choose(scope, file, file.next_sibling(choice)));
  }
  return nothing();
}

ExpressionPtr compile_value_of(Scope& scope, xml::Tree const& file, xml::NodeId element) {
  auto const select = optional_attribute(file, element, "select");
  auto const* given = file.attribute(element, "separator");
  auto value = select.empty() ? compile_instructions(scope, file, element)
                              : parse_at(scope, file, element, select);
  return std::make_unique<MadeText>(std::move(value), given            ? std::string{given->value}
                                                      : select.empty() ? ""
                                                                       : " ");
}

ExpressionPtr compile_instruction(Scope& scope, xml::Tree const& file, xml::NodeId element) {
  auto const& name = file.name(file[element].name);
  if (name.uri != xslt_uri)
    refuse(file, element, fmt::format("<{}> is not known here", name.local));
  if (name.local == "sequence" || name.local == "copy-of") {
    return parse_at(scope, file, element, required_attribute(file, element, "select"));
  }
  if (name.local == "value-of") return compile_value_of(scope, file, element);
  if (name.local == "text") return text_constant(scope, file.text(element));
  if (name.local == "choose") return compile_choose(scope, file, file.first_child(element));
  if (name.local == "if") {
    auto condition = parse_at(scope, file, element, required_attribute(file, element, "test"));
    return std::make_unique<If>(std::move(condition), compile_instructions(scope, file, element),
                                nothing());
  }
  if (name.local == "for-each") {
    auto items = parse_at(scope, file, element, required_attribute(file, element, "select"));
    return std::make_unique<ForEach>(std::move(items), compile_instructions(scope, file, element));
  }
  // What the author's processor would print while it works.
  bool const goes_on = optional_attribute(file, element, "terminate") != "yes";
  if (name.local == "message" && goes_on) return nothing();
  refuse(file, element, fmt::format("xsl:{} is not supported", name.local));
}

SequenceType type_of_declaration(Scope& scope, xml::Tree const& file, xml::NodeId element) {
  auto const as = optional_attribute(file, element, "as");
  if (as.empty()) return {};
  auto const type = parse_sequence_type(scope, as);
  if (!type) refuse(file, element, type.error().text);
  return *type;
}

}  // namespace

void refuse(xml::Tree const& file, xml::NodeId element, std::string const& why) {
  throw ParseFault{fmt::format("line {}: {}", file[element].line, why)};
}

std::string optional_attribute(xml::Tree const& file, xml::NodeId element, std::string_view name) {
  auto const* found = file.attribute(element, name);
  return found ? std::string{found->value} : std::string{};
}

std::string required_attribute(xml::Tree const& file, xml::NodeId element, std::string_view name) {
  auto const* found = file.attribute(element, name);
  if (found) return std::string{found->value};
  refuse(file, element,
         fmt::format("<{}> has no \"{}\"", file.name(file[element].name).local, name));
}

ExpressionPtr parse_at(Scope& scope, xml::Tree const& file, xml::NodeId element,
                       std::string_view text) {
  auto parsed = parse_expression(scope, text);
  if (!parsed)
    refuse(file, element, fmt::format("{} in: {}", parsed.error().text, text.substr(0, 200)));
  return std::move(*parsed);
}

std::string qualified(Scope& scope, xml::Tree const& file, xml::NodeId element,
                      std::string const& name) {
  auto const colon = name.find(':');
  auto const prefix = colon == std::string::npos ? "" : name.substr(0, colon);
  auto const local = colon == std::string::npos ? name : name.substr(colon + 1);
  auto const expanded = scope.expanded(prefix, local);
  if (!expanded) refuse(file, element, fmt::format("the prefix {} is not declared", prefix));
  return *expanded;
}

ExpressionPtr compile_instructions(Scope& scope, xml::Tree const& file, xml::NodeId element) {
  auto const variables = scope.variables.size();
  std::vector<Block::Part> parts;
  for (auto node = file.first_child(element); node != xml::none; node = file.next_sibling(node)) {
    if (file[node].kind == xml::NodeKind::text && !trim_blanks(file[node].value).empty()) {
      parts.push_back({text_constant(scope, file[node].value), std::nullopt});
    }
    if (file[node].kind != xml::NodeKind::element || is_instruction(file, node, "param")) continue;
    if (is_instruction(file, node, "variable")) {
      auto value = compile_binding(scope, file, node);
      auto const name = qualified(scope, file, node, required_attribute(file, node, "name"));
      parts.push_back({std::move(value), scope.bind_local(name)});
    } else {
      parts.push_back({compile_instruction(scope, file, node), std::nullopt});
    }
  }
  scope.variables.resize(variables);
  if (parts.size() == 1 && !parts[0].slot) return std::move(parts[0].value);
  return std::make_unique<Block>(std::move(parts));
}

// Without "as", what is inside makes a small document: its text is all that can be asked of it.
ExpressionPtr compile_binding(Scope& scope, xml::Tree const& file, xml::NodeId element) {
  auto const type = type_of_declaration(scope, file, element);
  auto const select = optional_attribute(file, element, "select");
  bool const has_type = !optional_attribute(file, element, "as").empty();
  ExpressionPtr value;
  if (!select.empty()) {
    value = parse_at(scope, file, element, select);
  } else {
    value = compile_instructions(scope, file, element);
    if (!has_type) value = std::make_unique<MadeText>(std::move(value), "");
  }
  if (has_type) value = std::make_unique<Converted>(std::move(value), type);
  return settle(scope, std::move(value));
}

UserFunction& declare_function(Scope& scope, xml::Tree const& file, xml::NodeId element) {
  auto function = std::make_unique<UserFunction>();
  function->name = required_attribute(file, element, "name");
  function->result = type_of_declaration(scope, file, element);
  for (auto node = file.first_child(element); node != xml::none; node = file.next_sibling(node)) {
    if (is_instruction(file, node, "param")) {
      function->parameters.push_back(type_of_declaration(scope, file, node));
    }
  }
  auto key =
      std::pair{qualified(scope, file, element, function->name), function->parameters.size()};
  auto& kept = scope.functions[std::move(key)];
  if (kept) refuse(file, element, fmt::format("the function {} is declared twice", function->name));
  kept = std::move(function);
  return *kept;
}

void compile_function(Scope& scope, xml::Tree const& file, xml::NodeId element,
                      UserFunction& function) {
  auto const variables = scope.variables.size();
  scope.slots = 0;
  for (auto node = file.first_child(element); node != xml::none; node = file.next_sibling(node)) {
    if (!is_instruction(file, node, "param")) continue;
    scope.bind_local(qualified(scope, file, node, required_attribute(file, node, "name")));
  }
  function.body = compile_instructions(scope, file, element);
  function.slots = scope.slots;
  scope.variables.resize(variables);
}

}  // namespace airut::schematron
