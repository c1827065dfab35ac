#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "formats/schematron/expression.hpp"

namespace airut::schematron {

// What a library function is given: its arguments, evaluated.
struct Call {
  Evaluation& e;
  Focus const& focus;
  std::span<Sequence const> arguments;

  Sequence const& operator[](std::size_t i) const { return arguments[i]; }
  std::size_t size() const { return arguments.size(); }
};

using Implementation = Sequence (*)(Call const&);

// A function of XPath 2.0 (F&O) that takes its arguments by value.
struct LibraryFunction {
  std::string_view name;
  std::size_t arguments_min = 0, arguments_max = 0;
  Implementation implementation = nullptr;
  Yields yields = Yields::anything;
  std::uint8_t needs = needs_nothing;
  bool context_as_argument = false;  // called with one argument less, it takes the context item
  std::size_t pattern_at = 0;        // the argument that is a regular expression, flags behind all
};

inline constexpr std::size_t any_number = SIZE_MAX;

std::span<LibraryFunction const> text_functions();
std::span<LibraryFunction const> pattern_functions();
std::span<LibraryFunction const> number_functions();
std::span<LibraryFunction const> sequence_functions();
std::span<LibraryFunction const> node_functions();

// nullptr when there is none of that name, whatever the number of arguments.
LibraryFunction const* find_function(std::string_view name);

class LibraryCall final : public Expression {
 public:
  LibraryCall(LibraryFunction const& function, ExpressionList arguments);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;

  LibraryFunction const& function() const { return function_; }
  ExpressionList& arguments() { return arguments_; }

 private:
  LibraryFunction const& function_;
  ExpressionList arguments_;
};

// boolean, not, exists, empty: need not see the whole argument.
class Asked final : public Expression {
 public:
  enum class Question : std::uint8_t { boolean, negation, exists, empty };
  Asked(Question question, ExpressionPtr argument);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  bool truth(Evaluation& e, Focus const& focus) const override;

  Question question() const { return question_; }
  Expression const& argument() const { return *argument_; }

 private:
  bool any(Evaluation& e, Focus const& focus) const;

  Question question_;
  ExpressionPtr argument_;
};

class Count final : public Expression {
 public:
  explicit Count(ExpressionPtr argument);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  ExpressionPtr& argument() { return argument_; }

 private:
  ExpressionPtr argument_;
};

// contains(' 10 11 ', concat(' ', TEXT, ' ')): the manner of rule files to ask whether a code is in
// a list. Looks the text up; text with blanks in it is searched for as it stands.
class CodeListed final : public Expression {
 public:
  CodeListed(std::string_view list, ExpressionPtr text);
  Sequence evaluate(Evaluation& e, Focus const& focus) const override;
  bool truth(Evaluation& e, Focus const& focus) const override;

 private:
  std::string_view list_;
  std::unordered_set<std::string_view> codes_;
  ExpressionPtr text_;
};

// The call of a library function that is not a constructor; nullptr when there is none such. The
// fault says why it cannot be made.
ExpressionPtr make_library_call(std::string_view name, ExpressionList arguments,
                                std::string& fault);

}  // namespace airut::schematron
