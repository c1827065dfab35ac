#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "formats/schematron/expression.hpp"

namespace airut::schematron {

// document('codes.xml')/list/code[@value = X]: whether a file that came with the rules has such an
// element. The file is read when the rules are loaded; what is left of it are the values that X may
// have.
class ConstantLookup final : public Expression {
 public:
  ConstantLookup(std::vector<std::string> values, ExpressionPtr wanted);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  bool truth(Evaluation& e, Focus const& focus) const override;

 private:
  bool has(Evaluation& e, Item const& wanted) const;

  std::vector<std::string> values_;
  std::unordered_set<std::string_view> texts_;  // the same
  ExpressionPtr wanted_;
};

}  // namespace airut::schematron
