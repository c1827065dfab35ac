#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "tests/schematron/check_values.hpp"
#include "tests/schematron/evaluate.hpp"

using airut::tests::check_all;
using airut::tests::check_failing;
using airut::tests::value_of;
using airut::tests::Values;

TEST_CASE("arithmetic is exact, and untyped text becomes a double") {
  check_all({
      {"1 + 2", "3"},
      {"0.1 + 0.2", "0.3"},
      {"0.1 + 0.2 = 0.3", "true"},
      {"1.1 * 1.1", "1.21"},
      {"10 div 4", "2.5"},
      {"1 div 3", "0.333333333333333333"},
      {"1.5 div 700", "0.0021428571428571429"},
      {"1 div 700.0", "0.00142857142857142857"},
      {"7.5 div 700.0", "0.010714285714285714286"},
      {"xs:decimal('1.50') div 9000", "0.0001666666666666667"},
      {"1 div 0.003", "333.333333333333333333"},
      {"1.000000000000000000001 div 3", "0.333333333333333333333666666666666666667"},
      {"700.0 div 9.5", "73.684210526315789474"},
      {"7 idiv 2", "3"},
      {"-7 idiv 2", "-3"},
      {"7 mod 3", "1"},
      {"-7 mod 3", "-1"},
      {"7.5 mod 2", "1.5"},
      {"5 - 3 - 1", "1"},
      {"2 + 3 * 4", "14"},
      {"(2 + 3) * 4", "20"},
      {"-(3)", "-3"},
      {"--3", "3"},
      {"+3", "3"},
      {"1e0 + 1", "2"},
      {"1e0 div 0", "INF"},
      {"-1e0 div 0", "-INF"},
      {"0e0 div 0", "NaN"},
      {"9223372036854775807 + 1", "9223372036854775808"},
      {"123456789012345678901234567890 mod 97", "52"},
      {"123456789012345678901234567890 * 10", "1234567890123456789012345678900"},
      {"o:line[1]/o:sum + 1", "11.1"},
      {"() + 1", ""},
      {"1 to 4", "1, 2, 3, 4"},
      {"4 to 1", ""},
      {"string-length('abc') to 4", "3, 4"},
  });
  check_failing({"1 div 0", "1 idiv 0", "1 mod 0", "1.0 div 0.0", "'a' + 1", "o:name + 1",
                 "o:line/o:sum + 1", "1e0 idiv 0", "true() + 1", "1 to 99999999"});
}

TEST_CASE("comparisons hold when one pair does, and types decide how") {
  check_all({
      {"1 = 1.0", "true"},
      {"(1, 2) = (2, 3)", "true"},
      {"(1, 2) = (3, 4)", "false"},
      {"(1, 2) != (1, 2)", "true"},
      {"() = ()", "false"},
      {"() != 1", "false"},
      {"'a' < 'b'", "true"},
      {"'Z' < 'a'", "true"},
      {"2 <= 2", "true"},
      {"3 > 2", "true"},
      {"2 >= 3", "false"},
      {"o:line/o:sum > 10", "true"},
      {"o:line/o:sum < -2.4", "true"},
      {"o:flag = false()", "true"},
      {"@id = 7", "true"},
      {"@id = '7'", "true"},
      {"o:line/@no = o:line/o:line/@no", "false"},
      {"number('x') = number('x')", "false"},
      {"number('x') != number('x')", "true"},
      {"xs:date('2026-08-24') = o:day", "true"},
      {"xs:date('2026-08-24') < xs:date('2026-09-01')", "true"},
      {"xs:date('2026-08-24Z') = xs:date('2026-08-24+00:00')", "true"},
      {"'B' = ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H')", "true"},
      {"o:line/o:code = ('Q', 'R', 'S', 'T', 'U', 'V', 'W', 'A')", "true"},
      {"1 eq 1", "true"},
      {"'a' ne 'b'", "true"},
      {"1 lt 2", "true"},
      {"2 le 1", "false"},
      {"2 gt 1", "true"},
      {"1 ge 2", "false"},
      {"() eq 1", ""},
      {"o:line[1] is o:line[1]", "true"},
      {"o:line[1] << o:line[2]", "true"},
      {"o:line[1] >> o:line[2]", "false"},
  });
  check_failing({"1 = 'a'", "true() = 'x'", "o:name = 1", "o:name = true()", "(1, 2) eq 1",
                 "1 eq 'a'", "xs:date('2026-08-24') = 1"});
}

TEST_CASE("and and or stop where the answer is known; a value may have no truth") {
  check_all({
      {"true() and false()", "false"},
      {"true() or (1 div 0 = 1)", "true"},
      {"false() and (1 div 0 = 1)", "false"},
      {"1 = 1 or 1 = 2 and 1 = 3", "true"},
      {"not(())", "true"},
      {"boolean('')", "false"},
      {"boolean('0')", "true"},
      {"boolean(0)", "false"},
      {"boolean(number('x'))", "false"},
      {"boolean(o:line)", "true"},
      {"boolean(o:none)", "false"},
      {"not(o:flag)", "false"},
  });
  check_failing({"boolean((1, 2))", "boolean(xs:date('2026-08-24'))", "(1 div 0 = 1) or o:line"});
}

TEST_CASE("what stands behind the answer is not evaluated and cannot fail") {
  // The second of these comes to what has no value, had it been asked.
  check_all({
      {"exists(//o:line[1 idiv (2 - xs:integer(@no)) = 1])", "true"},
      {"boolean(//o:line[1 idiv (2 - xs:integer(@no)) = 1])", "true"},
      {"not(//o:line[1 idiv (2 - xs:integer(@no)) = 1])", "false"},
      {"exists(//o:line[1 idiv (2 - xs:integer(@no)) = 1][1])", "true"},
      {"exists(o:line/(1 idiv (2 - xs:integer(@no))))", "true"},
      {"//o:line/(1 idiv (2 - xs:integer(@no))) = 1", "true"},
      {"//o:line/xs:decimal(o:sum) = 10.1", "true"},
      {"(for $l in o:line return 1 idiv (2 - xs:integer($l/@no))) = 1", "true"},
      {"('A', 1 div 0) = 'A'", "true"},
      {"1 = (1, 1 div 0)", "true"},
      {"some $l in ('1', xs:string(1 div 0)) satisfies $l = '1'", "true"},
      {"some $l in (1, 1 div 0) satisfies $l + 0 = 1", "true"},
      {"every $l in (1, 1 div 0) satisfies $l + 0 = 2", "false"},
      {"count(o:line[1 idiv (2 - xs:integer(@no)) = 1]) > 0", "true"},
      {"o:line[1 idiv (2 - xs:integer(@no)) = 1][1]/@no = '1'", "true"},
      {"1 div 0 = 1 or true()", "true"},
      {"false() and 1 div 0 = 1", "false"},
  });
}

TEST_CASE("counts are compared with zero and one as they are") {
  check_all({
      {"count(o:line) > 0", "true"},
      {"count(o:none) > 0", "false"},
      {"count(o:none) = 0", "true"},
      {"count(o:line) = 0", "false"},
      {"count(o:line) >= 1", "true"},
      {"count(o:line) < 1", "false"},
      {"0 < count(o:line)", "true"},
      {"1 > count(o:none)", "true"},
      {"count(o:line) != 0", "true"},
      {"count(o:none) le 0", "true"},
      {"count(o:line) > 1", "true"},
      {"count(o:name) > 1", "false"},
      {"count(o:line) = 1", "false"},
      {"1 = count(o:name)", "true"},
      {"count(o:line) >= 0", "true"},
      {"count(o:none) < 0", "false"},
      {"count((1, 1)) gt 0", "true"},
      {"count(//o:line//o:sum) > 0", "true"},
      {"count(//o:line[1]) = 2", "true"},
      {"//o:line[last()]/@no", "3, 4"},
      {"//o:line[2]/@no", "2"},
      {"o:line[@no > 1][1]/@no", "2"},
      {"o:line[3]/preceding-sibling::o:line[1]/@no", "2"},
  });
}

TEST_CASE("for, some, every and if bind as they are written") {
  check_all({
      {"for $a in (1, 2), $b in (10, 20) return $a + $b", "11, 21, 12, 22"},
      {"for $a in o:line return string($a/@no)", "1, 2, 3"},
      {"some $a in (1, 2) satisfies $a = 2", "true"},
      {"some $a in () satisfies true()", "false"},
      {"every $a in () satisfies false()", "true"},
      {"every $a in (1, 2) satisfies $a > 0", "true"},
      {"some $a in (1, 2), $b in (3, 4) satisfies $a * $b = 8", "true"},
      {"some $code in ('A', 'B') satisfies o:line/o:code = $code", "true"},
      {"some $code in ('A', 'B') satisfies $code = o:name", "false"},
      {"every $l in o:line satisfies exists($l/o:sum)", "true"},
      {"if (1 = 1) then 'yes' else 'no'", "yes"},
      {"if (o:none) then 1 else if (o:line) then 2 else 3", "2"},
      {"for $a in (1, 2) return for $a in $a * 10 return $a", "10, 20"},
      {"(for $a in (1, 2) return $a)[2]", "2"},
  });
}

TEST_CASE("types are cast, tested and constructed") {
  check_all({
      {"'12' castable as xs:integer", "true"},
      {"'12.5' castable as xs:integer", "false"},
      {"'' castable as xs:integer", "false"},
      {"() castable as xs:integer", "false"},
      {"() castable as xs:integer?", "true"},
      {"(1, 2) castable as xs:integer", "false"},
      {"'2026-02-29' castable as xs:date", "false"},
      {"'2028-02-29' castable as xs:date", "true"},
      {"'2026-08-24+14:00' castable as xs:date", "true"},
      {"'2026-08-24+14:01' castable as xs:date", "false"},
      {"'-2026-08-24' castable as xs:date", "true"},
      {"'-0001-02-29' castable as xs:date", "true"},
      {"'0000-01-01' castable as xs:date", "false"},
      {"'12026-08-24Z' castable as xs:date", "true"},
      {"'02026-08-24' castable as xs:date", "false"},
      {"'2026-8-24' castable as xs:date", "false"},
      {"'23:59:59' castable as xs:time", "true"},
      {"'24:00:00' castable as xs:time", "true"},
      {"'24:00:01' castable as xs:time", "false"},
      {"'12:00:00.5+02:00' castable as xs:time", "true"},
      {"'12:00:00.' castable as xs:time", "false"},
      {"'12:00' castable as xs:time", "false"},
      {"'12:60:00' castable as xs:time", "false"},
      {"'12' cast as xs:integer + 1", "13"},
      {"'0' castable as xs:positiveInteger", "false"},
      {"'1' castable as xs:positiveInteger", "true"},
      {"'-1' castable as xs:nonNegativeInteger", "false"},
      {"'2147483648' castable as xs:int", "false"},
      {"'99999999999999999999' castable as xs:nonNegativeInteger", "true"},
      {"xs:nonNegativeInteger('007')", "7"},
      {"'255' castable as xs:unsignedByte", "true"},
      {"xs:integer(' 007 ')", "7"},
      {"xs:integer(12.9)", "12"},
      {"xs:integer(-12.9)", "-12"},
      {"xs:decimal('1.50')", "1.5"},
      {"xs:decimal('+.5')", "0.5"},
      {"xs:decimal(())", ""},
      {"xs:double('1e3')", "1000"},
      {"xs:double('-INF')", "-INF"},
      {"xs:string(1.50)", "1.5"},
      {"xs:boolean('1')", "true"},
      {"xs:boolean(0)", "false"},
      {"xs:decimal(0.5e0)", "0.5"},
      {"xs:date('2026-08-24')", "2026-08-24"},
      {"xs:date('2026-08-24-03:30')", "2026-08-24-03:30"},
      {"1 instance of xs:integer", "true"},
      {"1 instance of xs:decimal", "true"},
      {"1.0 instance of xs:integer", "false"},
      {"o:line instance of element()+", "true"},
      {"(1, 'a') instance of item()*", "true"},
      {"(1 treat as xs:integer) + 1", "2"},
  });
  check_failing({"xs:integer('12.5')", "xs:decimal('')", "xs:decimal('1e3')",
                 "xs:date('24.8.2026')", "xs:decimal(o:line/o:sum)", "xs:integer(number('x'))",
                 "xs:boolean('yes')", "'a' treat as xs:integer", "() cast as xs:integer",
                 "xs:positiveInteger('0')"});
}

TEST_CASE("what is no expression is refused with the place") {
  for (auto const* expression : {"",
                                 "1 +",
                                 "(1",
                                 "a[",
                                 "$unknown",
                                 "q:name",
                                 "unknown()",
                                 "xs:unknown('1')",
                                 "'open",
                                 "string-length()()",
                                 "for $a return 1",
                                 "if (1) then 2",
                                 "a b",
                                 "1 to",
                                 "not()",
                                 "not(1, 2)",
                                 "concat('a')",
                                 "parent::",
                                 "nowhere::a",
                                 "(: open",
                                 "o:f(1)",
                                 "#",
                                 "1 castable as item()",
                                 "xs:date(o:day) - xs:date('2026-01-01')",
                                 "1 + xs:date(o:day)"}) {
    INFO(expression);
    CHECK(value_of(expression).starts_with("refused: "));
  }
}

TEST_CASE("an expression nested or joined without end is refused, not followed") {
  std::string brackets(5'000, '(');
  CHECK(value_of(brackets).starts_with("refused: "));
  std::string sum{"1"};
  for (int i = 0; i < 5'000; ++i) sum += "+1";
  CHECK(value_of(sum).starts_with("refused: "));
  std::string any{"false()"};
  for (int i = 0; i < 5'000; ++i) any += " or false()";
  CHECK(value_of(any) == "false");
}
