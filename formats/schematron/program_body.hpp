#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "formats/schematron/absences.hpp"
#include "formats/schematron/match.hpp"
#include "formats/schematron/program.hpp"
#include "formats/schematron/scope.hpp"

namespace airut::schematron {

// A piece of a message: words of the file, or a value.
struct MessagePart {
  std::string words;
  ExpressionPtr value;  // may be null
};

struct Assertion {
  std::uint32_t facts = 0;
  bool report = false;  // a finding when the test holds, not when it fails
  ExpressionPtr test;
  int absence = -1;  // its number in the rule's Absences
  std::vector<MessagePart> message;
};

struct Rule {
  std::uint32_t pattern = 0;
  std::string context;
  std::vector<Match> matches;
  std::uint32_t slots = 0;
  Absences absences;
  std::vector<Assertion> assertions;
};

// One alternative of a rule's context; in the order in which rules are tried.
struct Candidate {
  std::uint32_t rule = 0;
  std::uint32_t match = 0;
};

struct ProgramBody {
  Parts parts;
  std::vector<std::unique_ptr<Scope>> scopes;  // functions and keys, one scope a file
  std::vector<Rule> rules;                     // by pattern, in the order of the files
  std::uint32_t patterns = 0;
  std::vector<AssertionFacts> facts;

  std::vector<std::vector<Candidate>> by_name;  // by number in the NameBook
  std::vector<Candidate> for_any_name;
  bool all_kinds = false;  // some rule looks at text or comments
  std::uint32_t slots_max = 0;

  void arrange();
};

}  // namespace airut::schematron
