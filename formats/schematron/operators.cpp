#include "formats/schematron/operators.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "formats/schematron/path.hpp"

namespace airut::schematron {
namespace {

Yields yields_of(Type type) {
  switch (type) {
    case Type::integer:
    case Type::decimal:
    case Type::real:
      return Yields::number;
    case Type::string:
    case Type::untyped:
      return Yields::text;
    case Type::boolean:
      return Yields::truth;
    case Type::date:
      return Yields::date;
    default:
      return Yields::anything;
  }
}

}  // namespace

Constant::Constant(Sequence value) : value_(value) {
  if (value.size() == 1) {
    auto const& only = value.front();
    yield(yields_of(type_of(only)));
  }
  constexpr std::size_t worth_a_table = 8;
  auto const all_text =
      std::all_of(value.begin(), value.end(), [](Item const& item) { return item.is_text(); });
  if (value.size() < worth_a_table || !all_text) return;
  for (auto const& item : value) texts_.insert(item.view());
}

RuleVariable::RuleVariable(std::uint32_t slot, Expression const& definition)
    : slot_(slot), definition_(definition) {
  enclose(definition);
  need(needs_frame);
}

SharedVariable::SharedVariable(std::uint32_t number, Expression const& definition)
    : number_(number), definition_(definition) {
  enclose(definition);
  need(needs_document);
}

Once::Once(std::uint32_t number, ExpressionPtr definition)
    : number_(number), definition_(std::move(definition)) {
  part(*definition_);
  yield(definition_->yields());
}

Framed::Framed(std::uint32_t slots, ExpressionPtr body) : slots_(slots), body_(std::move(body)) {
  enclose(*body_);
  need(body_->needs() & ~needs_frame);
  yield(body_->yields());
}

Sequence Framed::evaluate(Evaluation& e, Focus const& focus) const {
  auto* const before = e.frame;
  e.frame = e.arena->array<Slot>(slots_);
  std::fill_n(e.frame, slots_, Slot{});
  auto const value = body_->evaluate(e, focus);
  e.frame = before;
  return value;
}

namespace {

// An operand of arithmetic: what is untyped becomes xs:double. nullopt: nothing there, or failed.
std::optional<Item> operand(Evaluation& e, Sequence const& value) {
  if (e.failed()) return std::nullopt;
  auto item = single_atomic(e, value);
  if (!item) return std::nullopt;
  if (item->kind == Kind::untyped) {
    bool valid = true;
    auto const number = parse_real(item->view(), valid);
    if (!valid) {
      e.fail(fmt::format("\"{}\" is not a number", item->view()));
      return std::nullopt;
    }
    return Item::of_real(number);
  }
  if (item->is_number()) return item;
  e.fail(fmt::format("arithmetic with {}", type_name(type_of(*item))));
  return std::nullopt;
}

std::optional<Item> calculate_reals(Evaluation& e, Operation operation, double a, double b) {
  switch (operation) {
    case Operation::add:
      return Item::of_real(a + b);
    case Operation::subtract:
      return Item::of_real(a - b);
    case Operation::multiply:
      return Item::of_real(a * b);
    case Operation::divide:
      return Item::of_real(a / b);
    case Operation::modulo:
      return Item::of_real(std::fmod(a, b));
    case Operation::integer_divide:
      break;
  }
  if (b == 0 || std::isnan(a) || std::isnan(b) || std::isinf(a)) {
    e.fail("this division has no integer result");
    return std::nullopt;
  }
  return Item::number(Kind::integer, from_double(*e.arena, std::trunc(a / b)));
}

std::optional<Item> calculate_exact(Evaluation& e, Operation operation, Item const& a,
                                    Item const& b) {
  auto& arena = *e.arena;
  auto const x = a.exact(), y = b.exact();
  auto const kind =
      a.kind == Kind::integer && b.kind == Kind::integer ? Kind::integer : Kind::decimal;
  bool const divides = operation == Operation::divide || operation == Operation::modulo ||
                       operation == Operation::integer_divide;
  if (divides && sign(y) == 0) {
    e.fail("division by zero");
    return std::nullopt;
  }
  switch (operation) {
    case Operation::add:
      return Item::number(kind, add(arena, x, y));
    case Operation::subtract:
      return Item::number(kind, subtract(arena, x, y));
    case Operation::multiply:
      return Item::number(kind, multiply(arena, x, y));
    case Operation::divide:
      return Item::number(Kind::decimal,
                          divide(arena, x, a.kind == Kind::integer, y, b.kind == Kind::integer));
    case Operation::integer_divide:
      return Item::number(Kind::integer, integer_divide(arena, x, y));
    case Operation::modulo:
      return Item::number(kind, modulo(arena, x, y));
  }
  return std::nullopt;
}

}  // namespace

std::optional<Item> calculate(Evaluation& e, Operation operation, Item const& a, Item const& b) {
  if (a.is_exact() && b.is_exact()) return calculate_exact(e, operation, a, b);
  bool valid = true;
  return calculate_reals(e, operation, real_of(e, a, valid), real_of(e, b, valid));
}

Arithmetic::Arithmetic(Operation operation, ExpressionPtr left, ExpressionPtr right)
    : operation_(operation), left_(std::move(left)), right_(std::move(right)) {
  part(*left_);
  part(*right_);
  yield(Yields::number);
}

Sequence Arithmetic::evaluate(Evaluation& e, Focus const& focus) const {
  auto const left = operand(e, left_->evaluate(e, focus));
  if (!left) return {};
  auto const right = operand(e, right_->evaluate(e, focus));
  if (!right) return {};
  auto const result = calculate(e, operation_, *left, *right);
  return result ? e.one(*result) : Sequence{};
}

Sign::Sign(bool negative, ExpressionPtr operand)
    : negative_(negative), operand_(std::move(operand)) {
  part(*operand_);
  yield(Yields::number);
}

Sequence Sign::evaluate(Evaluation& e, Focus const& focus) const {
  auto const value = operand(e, operand_->evaluate(e, focus));
  if (!value) return {};
  if (!negative_) return e.one(*value);
  if (value->kind == Kind::real) return e.one(Item::of_real(-value->real));
  return e.one(Item::number(value->kind, negate(*e.arena, value->exact())));
}

Range::Range(ExpressionPtr from, ExpressionPtr to) : from_(std::move(from)), to_(std::move(to)) {
  part(*from_);
  part(*to_);
}

Sequence Range::evaluate(Evaluation& e, Focus const& focus) const {
  SequenceType const integer{Sort::atomic, Type::integer, Occurs::optional};
  auto const from = convert(e, from_->evaluate(e, focus), integer);
  auto const to = convert(e, to_->evaluate(e, focus), integer);
  if (e.failed() || from.empty() || to.empty()) return {};
  auto const first = from.front().exact(), last = to.front().exact();
  if (compare(first, last) > 0) return {};
  constexpr std::int64_t longest = 1'000'000;
  auto const length = add(*e.arena, subtract(*e.arena, last, first), {1, nullptr, 0});
  if (first.big || last.big || compare(length, {longest, nullptr, 0}) > 0) {
    return e.fail("a range of more than a million numbers"), Sequence{};
  }
  auto const count = static_cast<std::size_t>(length.small);
  if (!e.spend(count)) return {};
  auto* const numbers = e.arena->array<Item>(count);
  for (std::size_t i = 0; i < count; ++i) {
    numbers[i] = Item::integer(first.small + static_cast<std::int64_t>(i));
  }
  return {numbers, count};
}

Comma::Comma(ExpressionList parts) : parts_(std::move(parts)) {
  for (auto const& one : parts_) part(*one);
}

Sequence Comma::evaluate(Evaluation& e, Focus const& focus) const {
  Gathering all{*e.arena};
  for (auto const& one : parts_) {
    all.add(one->evaluate(e, focus));
    if (e.failed()) return {};
  }
  e.spend(all.size());
  return all.sequence();
}

void Comma::visit(Evaluation& e, Focus const& focus, Take const& take) const {
  bool more = true;
  for (std::size_t i = 0; i < parts_.size() && more && !e.failed(); ++i) {
    parts_[i]->visit(e, focus, [&](Item const& item) { return more = take(item); });
  }
}

NodeSet::NodeSet(Kind kind, ExpressionPtr left, ExpressionPtr right)
    : kind_(kind), left_(std::move(left)), right_(std::move(right)) {
  part(*left_);
  part(*right_);
  yield(Yields::nodes);
}

Sequence NodeSet::evaluate(Evaluation& e, Focus const& focus) const {
  auto const left = left_->evaluate(e, focus);
  if (e.failed()) return {};
  auto const right = right_->evaluate(e, focus);
  if (e.failed() || !e.spend(left.size() + right.size())) return {};
  auto const is_node = [](Item const& item) { return item.kind == schematron::Kind::node; };
  if (!std::all_of(left.begin(), left.end(), is_node) ||
      !std::all_of(right.begin(), right.end(), is_node)) {
    return e.fail("a union of what are not nodes"), Sequence{};
  }
  Gathering all{*e.arena};
  if (kind_ == Kind::both) {
    all.add(left);
    all.add(right);
    return in_document_order(all);
  }
  auto const by_node = [](Item const& a, Item const& b) { return a.node < b.node; };
  Gathering sorted_left{*e.arena}, sorted_right{*e.arena};
  sorted_left.add(left);
  sorted_right.add(right);
  auto const others = in_document_order(sorted_right);
  for (auto const& item : in_document_order(sorted_left)) {
    bool const there = std::binary_search(others.begin(), others.end(), item, by_node);
    if (there == (kind_ == Kind::common)) all.add(item);
  }
  return all.sequence();
}

bool NodeSet::truth(Evaluation& e, Focus const& focus) const {
  if (kind_ != Kind::both || left_->yields() != Yields::nodes ||
      right_->yields() != Yields::nodes) {
    return !evaluate(e, focus).empty();
  }
  auto const holds = left_->truth(e, focus);
  return !e.failed() && (holds || right_->truth(e, focus));
}

Cast::Cast(Kind kind, ExpressionPtr operand, SequenceType type)
    : kind_(kind), operand_(std::move(operand)), type_(type) {
  part(*operand_);
  if (kind == Kind::castable || kind == Kind::instance) yield(Yields::truth);
  if (kind == Kind::cast) yield(yields_of(type.type));
}

// "cast as" and "castable as": one item, or none where the type has a question mark.
Sequence Cast::tried(Evaluation& e, Sequence const& value) const {
  auto const castable = [&](bool truth) { return e.one(Item::boolean(truth)); };
  bool const asks = kind_ == Kind::castable;
  if (value.empty()) {
    bool const allowed = type_.occurs == Occurs::optional;
    if (asks) return castable(allowed);
    if (!allowed) e.fail("nothing to cast");
    return {};
  }
  if (value.size() > 1) {
    if (asks) return castable(false);
    return e.fail("more than one item to cast"), Sequence{};
  }
  auto const atomic = atomized(e, value.front());
  auto made = cast(e, atomic, type_.type);
  if (made && !in_range(*made, type_)) made.reset();
  if (asks) return castable(made.has_value());
  if (made) return e.one(*made);
  e.fail(fmt::format("\"{}\" is not of type {}", text_of(e, atomic), type_name(type_.type)));
  return {};
}

bool Cast::is_instance(Evaluation& e, Sequence const& value) const {
  if (value.empty() && (type_.occurs == Occurs::one || type_.occurs == Occurs::some)) return false;
  if (value.size() > 1 && (type_.occurs == Occurs::one || type_.occurs == Occurs::optional)) {
    return false;
  }
  return std::all_of(value.begin(), value.end(),
                     [&](Item const& item) { return is_of(item, type_, e.tree); });
}

Sequence Cast::evaluate(Evaluation& e, Focus const& focus) const {
  auto const value = operand_->evaluate(e, focus);
  if (e.failed()) return {};
  if (kind_ == Kind::cast || kind_ == Kind::castable) return tried(e, value);
  auto const is = is_instance(e, value);
  if (kind_ == Kind::instance) return e.one(Item::boolean(is));
  if (!is) e.fail("the value is not of the type it is treated as");
  return value;
}

}  // namespace airut::schematron
