#pragma once

#include "formats/schematron/scope.hpp"

namespace airut::schematron {

// The call of a function of the rule file: a frame of its own, no context item.
class UserCall final : public Expression {
 public:
  UserCall(UserFunction const& function, ExpressionList arguments);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;

 private:
  UserFunction const& function_;
  ExpressionList arguments_;
};

// key('name', values): an index of the document, made when it is first asked.
class KeyCall final : public Expression {
 public:
  KeyCall(Key const& key, ExpressionPtr values);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;

 private:
  static void gather(Evaluation& e, KeyPart const& part, KeyIndex& index);

  Key const& key_;
  ExpressionPtr values_;
};

// Throws ParseFault when the name is not written out or not known.
ExpressionPtr make_key_call(Scope& scope, ExpressionList arguments);

}  // namespace airut::schematron
