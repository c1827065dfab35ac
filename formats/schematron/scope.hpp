#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "formats/schematron/cast.hpp"
#include "formats/schematron/expression.hpp"

namespace airut::schematron {

// A function of the rule file. The body comes after every function is known, as they may call
// each other.
struct UserFunction {
  std::string name;                      // as written, for messages
  std::vector<SequenceType> parameters;  // in slots 0, 1 ...
  SequenceType result;
  ExpressionPtr body;
  std::uint32_t slots = 0;
};

// xsl:key: nodes found by what is computed of them. Several declarations may have one name.
struct KeyPart {
  ExpressionPtr nodes;  // all that match
  ExpressionPtr use;
};
using Key = std::vector<KeyPart>;

// What all files of a program share.
struct Parts {
  NameBook names;
  Arena constants;
  std::uint32_t lazies = 0;    // numbers given to what is evaluated once a document
  ExpressionList definitions;  // of variables that several expressions refer to

  Expression const& keep(ExpressionPtr definition) {
    return *definitions.emplace_back(std::move(definition));
  }
};

// Of the names that an expression may use: what the parser asks when it meets one.
class Scope {
 public:
  explicit Scope(Parts& parts) : parts(parts) {}

  Parts& parts;
  std::map<std::string, std::string, std::less<>> prefixes;
  std::map<std::pair<std::string, std::size_t>, std::unique_ptr<UserFunction>> functions;
  std::map<std::string, Key, std::less<>> keys;

  // "{uri}local"; nullopt for a prefix that is not bound. Without a prefix: no namespace.
  std::optional<std::string> expanded(std::string_view prefix, std::string_view local) const;

  // A file beside the rules, for document(). Throws ParseFault; only while the rules are loaded.
  std::function<xml::Tree const&(std::string const& name)> constant_file;

  // Variables, innermost last. A frame belongs to a rule, a function or one definition.
  struct Variable {
    enum class Home : std::uint8_t { local, rule, shared } home = Home::local;
    std::string name;
    std::uint32_t number = 0;
    Expression const* definition = nullptr;
    std::string text{};  // of a let, as written
  };
  std::vector<Variable> variables;
  std::uint32_t slots = 0;  // of the frame at hand

  std::uint32_t bind_local(std::string name) {
    variables.push_back({Variable::Home::local, std::move(name), slots, nullptr});
    return slots++;
  }
};

struct ParseFault {
  std::string text;
};

// An XPath 2.0 expression as a program. The fault says what is wrong and at which character.
tl::expected<ExpressionPtr, ParseFault> parse_expression(Scope& scope, std::string_view text);
// "xs:string?", "element()*", "item()"
tl::expected<SequenceType, ParseFault> parse_sequence_type(Scope& scope, std::string_view text);

// Evaluated now if it depends on nothing, else once a document if it depends on the document alone.
ExpressionPtr settle(Scope& scope, ExpressionPtr expression);

}  // namespace airut::schematron
