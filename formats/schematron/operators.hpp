#pragma once

#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "formats/schematron/cast.hpp"
#include "formats/schematron/compare.hpp"
#include "formats/schematron/expression.hpp"

namespace airut::schematron {

// A value known when the program is compiled; its items live as long as the program.
class Constant final : public Expression {
 public:
  explicit Constant(Sequence value);
  Sequence evaluate(Evaluation&, Focus const&) const override { return value_; }

  Sequence value() const { return value_; }
  // For long lists of texts, such as code lists: all of them; empty else.
  std::unordered_set<std::string_view> const& texts() const { return texts_; }

 private:
  Sequence value_;
  std::unordered_set<std::string_view> texts_;
};

// A variable of for, some and every, or a parameter: bound before it is asked.
class LocalVariable final : public Expression {
 public:
  explicit LocalVariable(std::uint32_t slot) : slot_(slot) { need(needs_frame); }
  Sequence evaluate(Evaluation& e, Focus const&) const override { return e.frame[slot_].value; }
  std::uint32_t slot() const { return slot_; }

 private:
  std::uint32_t slot_;
};

// A variable of the rule at hand, evaluated when it is first asked.
class RuleVariable final : public Expression {
 public:
  RuleVariable(std::uint32_t slot, Expression const& definition);
  Sequence evaluate(Evaluation& e, Focus const&) const override {
    return e.rule_variable(slot_, definition_);
  }
  void visit(Evaluation& e, Focus const& focus, Take const& take) const override;

 private:
  std::uint32_t slot_;
  Expression const& definition_;
};

// A variable of the schema or of a pattern: once for the document, when it is first asked.
class SharedVariable final : public Expression {
 public:
  SharedVariable(std::uint32_t number, Expression const& definition);
  Sequence evaluate(Evaluation& e, Focus const&) const override {
    return e.lazy(number_, definition_);
  }

 private:
  std::uint32_t number_;
  Expression const& definition_;
};

// An expression that is the same wherever it is asked in a document: evaluated once.
class Once final : public Expression {
 public:
  Once(std::uint32_t number, ExpressionPtr definition);
  Sequence evaluate(Evaluation& e, Focus const&) const override {
    return e.lazy(number_, *definition_);
  }
  void visit(Evaluation& e, Focus const& focus, Take const& take) const override;
  Expression const& definition() const { return *definition_; }

 private:
  std::uint32_t number_;
  ExpressionPtr definition_;
};

// Gives what is inside a frame of its own.
class Framed final : public Expression {
 public:
  Framed(std::uint32_t slots, ExpressionPtr body);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;

 private:
  std::uint32_t slots_;
  ExpressionPtr body_;
};

class Logic final : public Expression {
 public:
  enum class Kind : std::uint8_t { all, any };
  Logic(Kind kind, ExpressionList operands);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  bool truth(Evaluation& e, Focus const& focus) const override;

 private:
  Kind kind_;
  ExpressionList operands_;
};

// "=", "<" ...: holds when one pair of items does.
class GeneralComparison final : public Expression {
 public:
  GeneralComparison(Relation relation, ExpressionPtr left, ExpressionPtr right);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  bool truth(Evaluation& e, Focus const& focus) const override;

  Relation relation() const { return relation_; }
  ExpressionPtr& left() { return left_; }
  ExpressionPtr& right() { return right_; }

 private:
  bool at_once(Evaluation& e, Focus const& focus) const;
  bool one_by_one(Evaluation& e, Focus const& focus) const;
  bool among(Evaluation& e, Sequence const& items, Constant const& list) const;

  Relation relation_;
  ExpressionPtr left_, right_;
};

// "eq", "lt" ...: one item on each side.
class ValueComparison final : public Expression {
 public:
  ValueComparison(Relation relation, ExpressionPtr left, ExpressionPtr right);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;

 private:
  Relation relation_;
  ExpressionPtr left_, right_;
};

enum class NodeRelation : std::uint8_t { is, before, after };

class NodeComparison final : public Expression {
 public:
  NodeComparison(NodeRelation relation, ExpressionPtr left, ExpressionPtr right);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;

 private:
  NodeRelation relation_;
  ExpressionPtr left_, right_;
};

enum class Operation : std::uint8_t { add, subtract, multiply, divide, integer_divide, modulo };

// Of two numbers of which none is untyped.
std::optional<Item> calculate(Evaluation& e, Operation operation, Item const& a, Item const& b);

class Arithmetic final : public Expression {
 public:
  Arithmetic(Operation operation, ExpressionPtr left, ExpressionPtr right);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;

 private:
  Operation operation_;
  ExpressionPtr left_, right_;
};

class Sign final : public Expression {
 public:
  Sign(bool negative, ExpressionPtr operand);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;

 private:
  bool negative_;
  ExpressionPtr operand_;
};

class Range final : public Expression {
 public:
  Range(ExpressionPtr from, ExpressionPtr to);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;

 private:
  ExpressionPtr from_, to_;
};

// The operator ","; () when there is nothing in it.
class Comma final : public Expression {
 public:
  explicit Comma(ExpressionList parts);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  void visit(Evaluation& e, Focus const& focus, Take const& take) const override;
  ExpressionList const& parts() const { return parts_; }

 private:
  ExpressionList parts_;
};

class NodeSet final : public Expression {
 public:
  enum class Kind : std::uint8_t { both, common, without };
  NodeSet(Kind kind, ExpressionPtr left, ExpressionPtr right);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  bool truth(Evaluation& e, Focus const& focus) const override;

  Kind kind() const { return kind_; }
  Expression const& left() const { return *left_; }
  Expression const& right() const { return *right_; }

 private:
  Kind kind_;
  ExpressionPtr left_, right_;
};

class If final : public Expression {
 public:
  If(ExpressionPtr condition, ExpressionPtr then, ExpressionPtr otherwise);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  void visit(Evaluation& e, Focus const& focus, Take const& take) const override;
  bool truth(Evaluation& e, Focus const& focus) const override;

 private:
  ExpressionPtr condition_, then_, otherwise_;
};

class For final : public Expression {
 public:
  For(std::uint32_t slot, ExpressionPtr items, ExpressionPtr body);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  void visit(Evaluation& e, Focus const& focus, Take const& take) const override;

 private:
  std::uint32_t slot_;
  ExpressionPtr items_, body_;
};

class Quantified final : public Expression {
 public:
  Quantified(bool every, std::uint32_t slot, ExpressionPtr items, ExpressionPtr condition);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  bool truth(Evaluation& e, Focus const& focus) const override;

 private:
  bool at_once(Evaluation& e, Focus const& focus) const;
  bool one_by_one(Evaluation& e, Focus const& focus) const;

  bool every_;
  std::uint32_t slot_;
  ExpressionPtr items_, condition_;
};

// A comparison of "=", "<" ... or, of single values, of "eq", "lt" ...; count(X) > 0 and its like
// ask whether there is an X.
ExpressionPtr make_comparison(bool general, Relation relation, ExpressionPtr left,
                              ExpressionPtr right);
// All operands or any of them; one that is known and decides is the answer.
ExpressionPtr make_logic(Logic::Kind kind, ExpressionList operands);

// some $x in LIST satisfies E = $x is E = LIST, which can look up code lists.
ExpressionPtr make_quantified(bool every, std::uint32_t slot, ExpressionPtr items,
                              ExpressionPtr condition);

class Cast final : public Expression {
 public:
  enum class Kind : std::uint8_t { cast, castable, instance, treat };
  Cast(Kind kind, ExpressionPtr operand, SequenceType type);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;

 private:
  Sequence tried(Evaluation& e, Sequence const& value) const;
  bool is_instance(Evaluation& e, Sequence const& value) const;

  Kind kind_;
  ExpressionPtr operand_;
  SequenceType type_;
};

}  // namespace airut::schematron
