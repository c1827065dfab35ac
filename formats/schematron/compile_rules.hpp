#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "formats/schematron/program_body.hpp"
#include "formats/schematron/sources.hpp"

namespace airut::schematron {

// What an abstract pattern's $names stand for.
using Parameters = std::vector<std::pair<std::string, std::string>>;

using AbstractRules = std::map<std::string, Source>;
// By id, of the children of a pattern.
AbstractRules abstract_rules_in(std::vector<Source> const& children);

std::string substituted(std::string text, Parameters const& parameters);

// A let of the schema or of a pattern: evaluated once a document, when it is first asked.
void bind_shared(Scope& scope, Source const& let, Parameters const& parameters);

// The business term that a rule's text names first: "BT-106", or "BG-25" when it names groups only.
std::string named_term(std::string_view text);

// The rules of one pattern.
class RuleCompiler {
 public:
  // elsewhere: abstract rules of other patterns, where this one has none of that id.
  RuleCompiler(ProgramBody& body, Scope& scope, Sources& sources, Program::Options const& options,
               std::string const& file, AbstractRules const& elsewhere)
      : body_(body),
        scope_(scope),
        sources_(sources),
        options_(options),
        file_(file),
        elsewhere_(elsewhere) {}

  void pattern(Source const& pattern, Parameters const& parameters);

 private:
  void rule(Source const& source);
  Source abstract_rule(Source const& extends) const;
  void content(Source const& source, Rule& rule, std::size_t depth);
  void let(Source const& source);
  void assertion(Source const& source, Rule& rule, bool report);
  std::vector<MessagePart> message(Source const& source, std::string& text);
  void keep_facts(Source const& source, Assertion& made, std::string text);
  std::string attribute(Source const& source, std::string_view name) const;

  ProgramBody& body_;
  Scope& scope_;
  Sources& sources_;
  Program::Options const& options_;
  std::string const& file_;
  Parameters parameters_;
  std::uint32_t pattern_ = 0;
  AbstractRules const& elsewhere_;
  AbstractRules abstract_rules_;
};

}  // namespace airut::schematron
