#pragma once

#include <string>
#include <vector>

#include "formats/schematron/expression.hpp"

namespace airut::schematron {

enum class Axis : std::uint8_t {
  child,
  attribute,
  self,
  parent,
  descendant,
  descendant_or_self,
  ancestor,
  ancestor_or_self,
  following_sibling,
  preceding_sibling,
  following,
  preceding
};

enum class TestKind : std::uint8_t {
  node,
  name,
  any_name,
  in_namespace,
  local_name,
  text,
  comment,
  instruction,
  element,
  attribute,
  document
};

struct NodeTest {
  TestKind kind = TestKind::node;
  std::uint32_t name = xml::none;  // of TestKind::name, in the program's NameBook
  std::string uri, local;          // of in_namespace, local_name; target of an instruction
};

// A NodeTest with the document's own number for the name.
class ReadyTest {
 public:
  ReadyTest(Evaluation const& e, NodeTest const& test, bool attributes)
      : tree_(e.tree),
        test_(test),
        principal_(attributes ? xml::NodeKind::attribute : xml::NodeKind::element),
        here_(test.kind == TestKind::name ? e.name_here(test.name) : xml::none) {}

  bool hopeless() const { return test_.kind == TestKind::name && here_ == xml::none; }
  xml::NameId name() const { return here_; }

  bool passes(xml::Node const& node) const {
    if (test_.kind == TestKind::name) return node.name == here_ && node.kind == principal_;
    return test_.kind == TestKind::node || passes_rarely(node);
  }

 private:
  bool passes_rarely(xml::Node const& node) const;

  xml::Tree const& tree_;
  NodeTest const& test_;
  xml::NodeKind principal_;
  xml::NameId here_;
};

// A condition in brackets.
struct Predicate {
  ExpressionPtr condition;
  bool may_be_position = false;  // its value can be a number, or it asks for position() or last()
  std::size_t place = 0;         // it is this number: [1]; 0: it is none

  explicit Predicate(ExpressionPtr expression);
};

// Does the condition hold for the focus? A number holds at its position.
bool holds(Evaluation& e, Predicate const& predicate, Focus const& focus);
// What is left of items of which each is the focus in turn.
Sequence filter(Evaluation& e, Sequence const& items, std::vector<Predicate> const& predicates);

struct Step {
  Axis axis = Axis::child;
  NodeTest test;
  std::vector<Predicate> predicates;
};

// Steps along axes from a start: the document, the context item, or the value of an expression.
class Path final : public Expression {
 public:
  enum class Start : std::uint8_t { document, context, expression };

  Path(Start start, ExpressionPtr from, std::vector<Step> steps);

  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  bool truth(Evaluation& e, Focus const& focus) const override;
  void visit(Evaluation& e, Focus const& focus, Take const& take) const override;
  // Without building the sequence.
  std::size_t count(Evaluation& e, Focus const& focus) const;

  Start start() const { return start_; }
  Expression const* from() const { return from_.get(); }
  std::vector<Step> const& steps() const { return steps_; }

 private:
  bool start_node(Evaluation& e, Focus const& focus, xml::NodeId& node) const;
  Sequence stepwise(Evaluation& e, Sequence nodes, std::size_t first) const;
  template <class Sink>
  bool stream(Evaluation& e, xml::NodeId node, std::size_t step, Sink& sink) const;

  Start start_;
  ExpressionPtr from_;
  std::vector<Step> steps_;
  bool once_ = true;      // streaming meets every node once
  bool in_order_ = true;  // and in document order
};

// a/b where b is not an axis step: b is evaluated with each item of a as focus.
class Slash final : public Expression {
 public:
  Slash(ExpressionPtr left, ExpressionPtr right);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  void visit(Evaluation& e, Focus const& focus, Take const& take) const override;

 private:
  ExpressionPtr left_, right_;
};

// A primary expression with predicates: $codes[1], (a | b)[c].
class Filter final : public Expression {
 public:
  Filter(ExpressionPtr base, std::vector<Predicate> predicates);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  void visit(Evaluation& e, Focus const& focus, Take const& take) const override;

  Expression const& base() const { return *base_; }
  std::vector<Predicate> const& predicates() const { return predicates_; }

 private:
  ExpressionPtr base_;
  std::vector<Predicate> predicates_;
};

class ContextItem final : public Expression {
 public:
  ContextItem() { need(needs_focus); }
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
};

// Nodes sorted into document order, each once.
Sequence in_document_order(Gathering& nodes);

}  // namespace airut::schematron
