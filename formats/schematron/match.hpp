#pragma once

#include <vector>

#include "formats/schematron/path.hpp"
#include "formats/schematron/scope.hpp"

namespace airut::schematron {

// A rule's context, read as XSLT reads a match pattern: does a node match, asked from the node up.
// One of the alternatives that stand between "|".
class Match {
 public:
  // The alternatives of a context. What is no path of steps down (a variable, a function call) is
  // evaluated below every node of the document, once, and its nodes match.
  static std::vector<Match> of(Scope& scope, ExpressionPtr context);

  bool matches(Evaluation& e, xml::NodeId node) const;

  // The name that matching nodes have; xml::none when they can have several.
  std::uint32_t name() const;
  // The match tells apart elements and attributes, not text and comments: walked over seldom.
  bool only_named_kinds() const;

 private:
  bool matches_steps(Evaluation& e, xml::NodeId node, std::size_t behind) const;
  bool matches_step(Evaluation& e, xml::NodeId node, Step const& step) const;
  bool matches_start(Evaluation& e, xml::NodeId node, Step const& first) const;

  Path const* path_ = nullptr;                          // steps down, in the keep of the program
  std::vector<Predicate> const* conditions_ = nullptr;  // behind brackets around the whole
  Expression const* set_ = nullptr;                     // all nodes that match
};

}  // namespace airut::schematron
