#include "formats/schematron/exact.hpp"

#include <cstdint>
#include <random>
#include <string>

#include <doctest/doctest.h>

using namespace airut::schematron;

namespace {

Exact of(Arena& arena, std::string const& text) {
  auto const value = parse_exact(arena, text);
  REQUIRE(value);
  return *value;
}

}  // namespace

TEST_CASE("numbers are read as XML Schema writes them, and nothing else") {
  Arena arena;
  for (auto const* text : {"", "-", "+", ".", "1.2.3", "1e3", " 1", "1 ", "0x1", "--1", "1,5"}) {
    INFO(text);
    CHECK_FALSE(parse_exact(arena, text));
  }
  CHECK_FALSE(parse_exact(arena, std::string(1'001, '9')));
  CHECK(to_text(of(arena, "-0.00")) == "0");
  CHECK(to_text(of(arena, "007.500")) == "7.5");
  CHECK(to_text(of(arena, "-9223372036854775808")) == "-9223372036854775808");
  CHECK(to_text(of(arena, std::string(60, '9'))) == std::string(60, '9'));
  CHECK(to_text(of(arena, "-0." + std::string(40, '0') + "1")) ==
        "-0." + std::string(40, '0') + "1");
}

TEST_CASE("small and big numbers calculate alike") {
  // Shifted far up, the same sums take the way of the big numbers.
  std::mt19937_64 random{7};
  std::uniform_int_distribution<std::int64_t> amounts{-1'000'000, 1'000'000};
  std::uniform_int_distribution<int> scales{0, 6};
  for (int i = 0; i < 2'000; ++i) {
    Arena arena;
    auto const unit = [&](int scale) {
      return of(arena, "1" + std::string(static_cast<std::size_t>(scale), '0'));
    };
    auto const a =
        divide(arena, of(arena, std::to_string(amounts(random))), true, unit(scales(random)), true);
    auto const b =
        divide(arena, of(arena, std::to_string(amounts(random))), true, unit(scales(random)), true);
    auto const far = of(arena, "1" + std::string(30, '0'));
    auto const near = [&](Exact const& value) {
      return to_text(divide(arena, value, false, far, false));
    };
    auto const A = multiply(arena, a, far), B = multiply(arena, b, far);
    CHECK(near(add(arena, A, B)) == to_text(add(arena, a, b)));
    CHECK(near(subtract(arena, A, B)) == to_text(subtract(arena, a, b)));
    CHECK(near(multiply(arena, A, b)) == to_text(multiply(arena, a, b)));
    CHECK(compare(A, B) == compare(a, b));
    if (sign(b) == 0) continue;
    CHECK(to_text(integer_divide(arena, A, B)) == to_text(integer_divide(arena, a, b)));
    CHECK(near(modulo(arena, A, B)) == to_text(modulo(arena, a, b)));
    CHECK(to_text(add(arena, multiply(arena, integer_divide(arena, a, b), b),
                      modulo(arena, a, b))) == to_text(a));
  }
}

TEST_CASE("doubles become the exact number they stand for, and come back") {
  Arena arena;
  CHECK(to_text(from_double(arena, 0.5)) == "0.5");
  CHECK(to_text(from_double(arena, 0.1)) ==
        "0.1000000000000000055511151231257827021181583404541015625");
  CHECK(to_text(from_double(arena, 1e22)) == "10000000000000000000000");
  std::mt19937_64 random{11};
  std::uniform_real_distribution<double> values{-1e9, 1e9};
  for (int i = 0; i < 500; ++i) {
    auto const value = values(random);
    CHECK(to_double(from_double(arena, value)) == value);
  }
}
