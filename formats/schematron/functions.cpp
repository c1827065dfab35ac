#include "formats/schematron/functions.hpp"

#include <array>
#include <unordered_map>

#include <fmt/format.h>

#include "formats/schematron/cast.hpp"
#include "formats/schematron/operators.hpp"
#include "formats/schematron/path.hpp"
#include "formats/schematron/regex.hpp"

namespace airut::schematron {

LibraryFunction const* find_function(std::string_view name) {
  static auto const all = [] {
    std::unordered_map<std::string_view, LibraryFunction const*> table;
    for (auto const list : {text_functions(), pattern_functions(), number_functions(),
                            sequence_functions(), node_functions()}) {
      for (auto const& one : list) table.emplace(one.name, &one);
    }
    return table;
  }();
  auto const found = all.find(name);
  return found == all.end() ? nullptr : found->second;
}

LibraryCall::LibraryCall(LibraryFunction const& function, ExpressionList arguments)
    : function_(function), arguments_(std::move(arguments)) {
  for (auto const& one : arguments_) part(*one);
  need(function.needs);
  yield(function.yields);
}

Sequence LibraryCall::evaluate(Evaluation& e, Focus const& focus) const {
  constexpr std::size_t few = 4;
  std::array<Sequence, few> on_stack;
  auto* const values =
      arguments_.size() <= few ? on_stack.data() : e.arena->array<Sequence>(arguments_.size());
  for (std::size_t i = 0; i < arguments_.size(); ++i) {
    values[i] = arguments_[i]->evaluate(e, focus);
    if (e.failed()) return {};
  }
  return function_.implementation({e, focus, {values, arguments_.size()}});
}

Asked::Asked(Question question, ExpressionPtr argument)
    : question_(question), argument_(std::move(argument)) {
  part(*argument_);
  yield(Yields::truth);
}

Sequence Asked::evaluate(Evaluation& e, Focus const& focus) const {
  return e.one(Item::boolean(truth(e, focus)));
}

bool Asked::truth(Evaluation& e, Focus const& focus) const {
  bool const nodes = argument_->yields() == Yields::nodes;
  bool const by_truth = question_ == Question::boolean || question_ == Question::negation || nodes;
  auto const holds = by_truth ? argument_->truth(e, focus) : any(e, focus);
  bool const turned = question_ == Question::negation || question_ == Question::empty;
  return !e.failed() && holds != turned;
}

bool Asked::any(Evaluation& e, Focus const& focus) const {
  bool found = !argument_->evaluate(e, focus).empty();
  if (!e.forgive_value()) return found;
  found = false;
  argument_->visit(e, focus, [&](Item const&) { return !(found = true); });
  return found;
}

Count::Count(ExpressionPtr argument) : argument_(std::move(argument)) {
  part(*argument_);
  yield(Yields::number);
}

Sequence Count::evaluate(Evaluation& e, Focus const& focus) const {
  auto const* path = dynamic_cast<Path const*>(argument_.get());
  auto const count = path ? path->count(e, focus) : argument_->evaluate(e, focus).size();
  return e.one(Item::integer(static_cast<std::int64_t>(count)));
}

CodeListed::CodeListed(std::string_view list, ExpressionPtr text)
    : list_(list), text_(std::move(text)) {
  part(*text_);
  yield(Yields::truth);
  // Between two blanks each: what stands at either end without one is not in the list.
  for (auto at = list.find(' '); at != std::string_view::npos;) {
    auto const next = list.find(' ', at + 1);
    if (next != std::string_view::npos) codes_.insert(list.substr(at + 1, next - at - 1));
    at = next;
  }
}

Sequence CodeListed::evaluate(Evaluation& e, Focus const& focus) const {
  return e.one(Item::boolean(truth(e, focus)));
}

bool CodeListed::truth(Evaluation& e, Focus const& focus) const {
  auto const atomic = single_atomic(e, text_->evaluate(e, focus));
  if (e.failed()) return false;
  auto const text = atomic ? text_of(e, *atomic) : std::string_view{};
  if (text.find(' ') == std::string_view::npos) return codes_.contains(text);
  return list_.find(fmt::format(" {} ", text)) != std::string_view::npos;
}

namespace {

bool constant_text(Expression const& expression, std::string_view& text) {
  auto const* constant = dynamic_cast<Constant const*>(&expression);
  if (!constant || constant->value().size() != 1 || !constant->value().front().is_text()) {
    return false;
  }
  text = constant->value().front().view();
  return true;
}

// The middle of concat(' ', X, ' '), taken out of the call.
ExpressionPtr between_blanks(Expression& expression) {
  auto* const call = dynamic_cast<LibraryCall*>(&expression);
  if (!call || call->function().name != "concat" || call->arguments().size() != 3) return nullptr;
  std::string_view before, behind;
  if (!constant_text(*call->arguments()[0], before) || before != " ") return nullptr;
  if (!constant_text(*call->arguments()[2], behind) || behind != " ") return nullptr;
  return std::move(call->arguments()[1]);
}

ExpressionPtr make_asked(std::string_view name, ExpressionList& arguments) {
  using Question = Asked::Question;
  constexpr std::array<std::pair<std::string_view, Question>, 4> questions = {
      {{"boolean", Question::boolean},
       {"not", Question::negation},
       {"exists", Question::exists},
       {"empty", Question::empty}}};
  for (auto const& [question, kind] : questions) {
    if (name == question) return std::make_unique<Asked>(kind, std::move(arguments[0]));
  }
  return name == "count" ? std::make_unique<Count>(std::move(arguments[0])) : nullptr;
}

// A pattern that is written out is compiled when the rule file is loaded: what cannot be fails for
// every document.
std::string pattern_fault(LibraryFunction const& function, ExpressionList const& arguments) {
  std::string_view pattern, flags;
  if (function.pattern_at == 0 || !constant_text(*arguments[function.pattern_at], pattern)) {
    return {};
  }
  if (arguments.size() == function.arguments_max && !constant_text(*arguments.back(), flags)) {
    return {};
  }
  auto const compiled = Regex::compile(pattern, flags);
  return compiled ? std::string{} : compiled.error();
}

std::string wrong_number(std::string_view name, std::size_t count) {
  return fmt::format("{}() cannot have {} arguments", name, count);
}

}  // namespace

ExpressionPtr make_library_call(std::string_view name, ExpressionList arguments,
                                std::string& fault) {
  if (name == "boolean" || name == "not" || name == "exists" || name == "empty" ||
      name == "count") {
    if (arguments.size() == 1) return make_asked(name, arguments);
    fault = wrong_number(name, arguments.size());
    return nullptr;
  }
  auto const* function = find_function(name);
  if (!function) return nullptr;
  if (function->context_as_argument && arguments.size() + 1 == function->arguments_max) {
    arguments.push_back(std::make_unique<ContextItem>());
  }
  if (arguments.size() < function->arguments_min || arguments.size() > function->arguments_max) {
    fault = wrong_number(name, arguments.size());
    return nullptr;
  }
  fault = pattern_fault(*function, arguments);
  if (!fault.empty()) return nullptr;
  std::string_view list;
  if (name == "contains" && arguments.size() == 2 && constant_text(*arguments[0], list)) {
    if (auto text = between_blanks(*arguments[1])) {
      return std::make_unique<CodeListed>(list, std::move(text));
    }
  }
  return std::make_unique<LibraryCall>(*function, std::move(arguments));
}

}  // namespace airut::schematron
