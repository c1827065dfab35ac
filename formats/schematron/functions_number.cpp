#include <array>
#include <cmath>

#include <fmt/format.h>

#include "formats/schematron/cast.hpp"
#include "formats/schematron/compare.hpp"
#include "formats/schematron/functions.hpp"
#include "formats/schematron/operators.hpp"

namespace airut::schematron {
namespace {

Sequence number(Call const& call) {
  auto const atomic = single_atomic(call.e, call[0]);
  if (call.e.failed()) return {};
  bool valid = atomic.has_value();
  auto const value = valid ? real_of(call.e, *atomic, valid) : 0;
  return call.e.one(Item::of_real(valid ? value : std::nan("")));
}

// The numeric argument of abs() and its like; nullopt: none, or failed.
std::optional<Item> numeric(Call const& call) {
  auto const atomic = single_atomic(call.e, call[0]);
  if (!atomic) return std::nullopt;
  if (atomic->is_number()) return atomic;
  if (atomic->kind == Kind::untyped) {
    if (auto made = cast(call.e, *atomic, Type::real)) return made;
  }
  call.e.fail(fmt::format("\"{}\" is not a number", text_of(call.e, *atomic)));
  return std::nullopt;
}

template <double (*real)(double), Exact (*exact)(Arena&, Exact const&)>
Sequence changed_number(Call const& call) {
  auto const value = numeric(call);
  if (!value) return {};
  if (value->kind == Kind::real) return call.e.one(Item::of_real(real(value->real)));
  return call.e.one(Item::number(value->kind, exact(*call.e.arena, value->exact())));
}

double real_absolute(double value) { return std::abs(value); }
double real_floor(double value) { return std::floor(value); }
double real_ceiling(double value) { return std::ceil(value); }
// A half goes up; what becomes zero keeps its sign.
double real_round(double value) {
  auto const whole = std::floor(value);
  return std::copysign(value - whole >= 0.5 ? whole + 1 : whole, value);
}
Exact exact_absolute(Arena& arena, Exact const& value) {
  return sign(value) < 0 ? negate(arena, value) : value;
}

using RoundAt = Exact (*)(Arena&, Exact const&, int);

Sequence rounded_by(Call const& call, RoundAt round) {
  auto const value = numeric(call);
  if (!value) return {};
  int digits = 0;
  if (call.size() > 1) {
    auto const asked = convert(call.e, call[1], {Sort::atomic, Type::integer, Occurs::one});
    if (call.e.failed()) return {};
    constexpr std::int64_t furthest = 300;
    auto const exact = asked.front().exact();
    if (exact.big || std::abs(exact.small) > furthest) {
      return call.e.fail("rounding to so many digits"), Sequence{};
    }
    digits = static_cast<int>(exact.small);
  }
  auto& arena = *call.e.arena;
  if (value->kind != Kind::real) {
    return call.e.one(Item::number(value->kind, round(arena, value->exact(), digits)));
  }
  if (!std::isfinite(value->real)) return call.e.one(*value);
  auto const rounded = round(arena, from_double(arena, value->real), digits);
  return call.e.one(Item::of_real(to_double(rounded)));
}

Sequence round_half_to_even(Call const& call) { return rounded_by(call, round_half_even); }

Exact whole_half_up(Arena& arena, Exact const& value) { return round_half_up(arena, value); }

// To a number of digits in XPath 3.1.
Sequence round(Call const& call) {
  if (call.size() == 1) return changed_number<real_round, whole_half_up>(call);
  return rounded_by(call, round_half_up);
}

// Each item as a number, what is untyped as xs:double; false after a failure.
bool number_item(Evaluation& e, Item const& item, Item& number) {
  number = atomized(e, item);
  if (number.is_number()) return true;
  if (number.kind == Kind::untyped) {
    if (auto const made = cast(e, number, Type::real)) {
      number = *made;
      return true;
    }
  }
  return e.fail(fmt::format("\"{}\" is not a number", text_of(e, number)));
}

std::optional<Item> total(Call const& call) {
  std::optional<Item> sum;
  for (auto const& item : call[0]) {
    Item number;
    if (!number_item(call.e, item, number)) return std::nullopt;
    sum = sum ? calculate(call.e, Operation::add, *sum, number) : number;
  }
  call.e.spend(call[0].size());
  return sum;
}

Sequence sum(Call const& call) {
  if (call[0].empty()) return call.size() > 1 ? call[1] : call.e.one(Item::integer(0));
  auto const all = total(call);
  return all ? call.e.one(*all) : Sequence{};
}

Sequence average(Call const& call) {
  auto const all = total(call);
  if (!all) return {};
  auto const count = Item::integer(static_cast<std::int64_t>(call[0].size()));
  auto const result = calculate(call.e, Operation::divide, *all, count);
  return result ? call.e.one(*result) : Sequence{};
}

Sequence extreme(Call const& call, Relation better) {
  std::optional<Item> best;
  bool real = false;
  for (auto const& item : call[0]) {
    auto atom = atomized(call.e, item);
    if (atom.kind == Kind::untyped && !number_item(call.e, item, atom)) return {};
    if (atom.kind == Kind::real && std::isnan(atom.real)) return call.e.one(atom);
    real = real || atom.kind == Kind::real;
    if (!best || value_holds(call.e, atom, *best, better)) best = atom;
    if (call.e.failed()) return {};
  }
  if (!best) return {};
  if (real) best = cast(call.e, *best, Type::real);
  return call.e.one(*best);
}

Sequence minimum(Call const& call) { return extreme(call, Relation::less); }
Sequence maximum(Call const& call) { return extreme(call, Relation::greater); }

constexpr std::array all_number_functions = {
    LibraryFunction{"number", 1, 1, number, Yields::number, needs_nothing, true},
    LibraryFunction{"abs", 1, 1, changed_number<real_absolute, exact_absolute>, Yields::number},
    LibraryFunction{"floor", 1, 1, changed_number<real_floor, floor>, Yields::number},
    LibraryFunction{"ceiling", 1, 1, changed_number<real_ceiling, ceiling>, Yields::number},
    LibraryFunction{"round", 1, 2, round, Yields::number},
    LibraryFunction{"round-half-to-even", 1, 2, round_half_to_even, Yields::number},
    LibraryFunction{"sum", 1, 2, sum},
    LibraryFunction{"avg", 1, 1, average, Yields::number},
    LibraryFunction{"min", 1, 1, minimum},
    LibraryFunction{"max", 1, 1, maximum},
};

}  // namespace

std::span<LibraryFunction const> number_functions() { return all_number_functions; }

}  // namespace airut::schematron
