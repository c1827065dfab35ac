#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "formats/schematron/evaluation.hpp"

namespace airut::schematron {

// What the value of an expression depends on; nothing: it is the same for every document.
enum Needs : std::uint8_t {
  needs_nothing = 0,
  needs_focus = 1,     // the context item
  needs_position = 2,  // position() or last()
  needs_frame = 4,     // variables of the rule or function at hand, current()
  needs_document = 8,
};

// What is known of the value before it is evaluated, for predicates (a number selects by position)
// and for what can be refused when a rule file is loaded.
enum class Yields : std::uint8_t { anything, truth, nodes, text, number, date };

// A compiled XPath expression or XSLT instruction: immutable, so threads can share it.
class Expression {
 public:
  Expression() = default;
  Expression(Expression const&) = delete;
  Expression& operator=(Expression const&) = delete;
  virtual ~Expression() = default;

  virtual Sequence evaluate(Evaluation& e, Focus const& focus) const = 0;
  // The effective boolean value (XPath 2.0 section 2.4.3); may stop before all is evaluated.
  virtual bool truth(Evaluation& e, Focus const& focus) const;
  // The items of the value one by one, in order, until take() answers false: what comes behind is
  // not evaluated and cannot fail. Slower than evaluate(): for when that has failed.
  using Take = std::function<bool(Item const&)>;
  virtual void visit(Evaluation& e, Focus const& focus, Take const& take) const;

  std::uint8_t needs() const { return needs_; }
  Yields yields() const { return yields_; }
  std::size_t depth() const { return depth_; }

 protected:
  // Every part is announced by the constructor of what it becomes a part of.
  void part(Expression const& one) {
    needs_ |= one.needs_;
    enclose(one);
  }
  void enclose(Expression const& one) { depth_ = std::max(depth_, one.depth_ + 1); }
  void need(std::uint8_t more) { needs_ |= more; }
  void yield(Yields yields) { yields_ = yields; }

 private:
  std::uint8_t needs_ = needs_nothing;
  Yields yields_ = Yields::anything;
  std::size_t depth_ = 1;
};

using ExpressionPtr = std::unique_ptr<Expression>;
using ExpressionList = std::vector<ExpressionPtr>;

// The effective boolean value of a value; fails for values that have none.
bool effective_boolean(Evaluation& e, Sequence const& value);

}  // namespace airut::schematron
