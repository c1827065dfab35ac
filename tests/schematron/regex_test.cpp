#include "formats/schematron/regex.hpp"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "tests/schematron/evaluate.hpp"

using airut::schematron::Regex;
using airut::tests::value_of;

namespace {

struct Row {
  char const *pattern, *text;
  bool found;
};

void check(std::initializer_list<Row> rows, std::string_view flags = "") {
  for (auto const& row : rows) {
    INFO(row.pattern);
    INFO(row.text);
    auto const regex = Regex::compile(row.pattern, flags);
    REQUIRE_MESSAGE(regex, (regex ? "" : regex.error()));
    CHECK(regex->found_in(row.text) == row.found);
  }
}

}  // namespace

TEST_CASE("regular expressions of XML Schema are translated, or refused with a reason") {
  check({Row{"^\\d{3}$", "123", true}, Row{"^\\d{3}$", "1234", false}, Row{"^\\d$", "\u0663", true},
         Row{"\\s", "a\tb", true}, Row{"^\\S+$", "a b", false}, Row{"^\\w+$", "Åse1", true},
         Row{"^\\w+$", "a-b", false}, Row{"^[\\w-]+$", "a-b", true}, Row{"^\\i\\c*$", "_a-1", true},
         Row{"^\\i\\c*$", "1a", false}, Row{"^[^\\d]+$", "ab", true}, Row{"^[-\\\\/ ]$", "/", true},
         Row{"^\\p{Lu}+$", "ÅB", true}, Row{"^\\P{Lu}+$", "ÅB", false}, Row{"a.c", "a\nc", false},
         Row{"^(a|b)+?$", "abab", true}, Row{"a$", "a\n", false},
         Row{"(^|\\r?\\n)#(SKONTO)#$", "x\n#SKONTO#", true}});
  CHECK(Regex::compile("a b", "x")->found_in("ab"));
  CHECK(Regex::compile("^b", "m")->found_in("a\nb"));
  CHECK(Regex::compile("a.c", "s")->found_in("a\nc"));
  for (auto const* pattern : {"(", "[a", "a{2,1}", "(a)\\1", "\\q", "a\\", "*"}) {
    INFO(pattern);
    CHECK_FALSE(Regex::compile(pattern, ""));
  }
}

TEST_CASE("a regular expression names blocks of characters, and what is not in them") {
  check({{R"(^\p{IsBasicLatin}+$)", "Oslo 1", true},
         {R"(^\p{IsBasicLatin}+$)", "Tromsø", false},
         {R"(^(\p{IsBasicLatin}){0,5}$)", "12345", true},
         {R"(^(\p{IsBasicLatin}){0,5}$)", "123456", false},
         {R"(^[\p{IsBasicLatin}\p{IsLatin-1Supplement}]+$)", "Tromsø", true},
         {R"(^[\p{IsBasicLatin}\p{IsLatin-1Supplement}]+$)", "Łódź", false},
         {R"(^[^\p{IsBasicLatin}]$)", "ø", true},
         {R"(\P{IsBasicLatin})", "abc", false},
         {R"(\P{IsBasicLatin})", "abø", true},
         {R"(^\p{IsGreek}+$)", "αβγ", true},
         {R"(^\p{IsCyrillic}+$)", "да", true}});
  CHECK_FALSE(Regex::compile(R"(\p{IsNowhere})", ""));
}

TEST_CASE("a class of a regular expression subtracts another") {
  check({{"^[a-z-[aeiou]]+$", "xyz", true},
         {"^[a-z-[aeiou]]+$", "xyaz", false},
         {"[0-9-[9]]", "9", false},
         {"[0-9-[9]]", "8", true},
         {R"(^[\i-[:]][\c-[:]]*$)", "a-1", true},
         {R"(^[\i-[:]][\c-[:]]*$)", "a:1", false},
         {R"(^[\p{L}-[\p{IsBasicLatin}]]+$)", "øæ", true},
         {R"(^[\p{L}-[\p{IsBasicLatin}]]+$)", "øa", false},
         {"^[^a-c-[x]]$", "y", true},
         {"^[^a-c-[x]]$", "x", false},
         {"^[a-z-[b-y-[m]]]+$", "amz", true},
         {"^[a-z-[b-y-[m]]]+$", "b", false}});
  check({{"^[A-Z-[IO]]+$", "abH", true}, {"^[A-Z-[IO]]+$", "abO", false}}, "i");
}

TEST_CASE("characters stand in a class as they are written") {
  check({{R"(^[\[\]\-\\^.$]+$)", R"([]-\^.$)", true},
         {R"(^[A-Za-z0-9._%+-]+$)", "a.b_%+-9", true},
         {R"(^[a-zA-Z0-9 \-\+_/]+$)", "aZ 9-+_/", true},
         {R"(^[\w-]+$)", "å-1", true},
         {R"(^[\w-]+$)", "a.b", false},
         {R"(^[\S]+$)", "ab", true},
         {R"(^[\S]+$)", "a b", false},
         {R"(^[\D]$)", "5", false},
         {R"(^[\I]$)", "1", true},
         {R"(^\w+$)", "Ås", true},
         {R"(^\W$)", "-", true},
         {R"(^\S$)", "x", true},
         {R"(^[å-æ]$)", "ø", false},
         {R"(\-\.\/\$)", "-./$", true},
         {R"(^(?:a|b)+$)", "abba", true},
         {R"(^\d{2}\.\d$)", "12.3", true}});
  for (auto const* pattern : {"[z-a]", "[", "[a", "[a-z-[b]", "[[:alpha:]]", R"(\q)", R"([\q])",
                              R"(\p)", "a\\", "(a", "a{3,2}", R"((a)\1)"}) {
    INFO(pattern);
    CHECK_FALSE(Regex::compile(pattern, ""));
  }
}

TEST_CASE("a regular expression repeats as often as it says") {
  auto const text = [](std::size_t size) { return std::string(size, 'x'); };
  auto const found = [&](std::string_view pattern, std::string const& in) {
    auto const regex = Regex::compile(pattern, "");
    REQUIRE_MESSAGE(regex, (regex ? "" : regex.error()));
    return regex->found_in(in);
  };
  CHECK(found("^.{1,1024}$", text(1024)));
  CHECK_FALSE(found("^.{1,1024}$", text(1025)));
  CHECK_FALSE(found("^.{1,1024}$", ""));
  CHECK_FALSE(found("^.{1,1024}$", "a\nb"));
  CHECK(found("^(.{1,6826666})$", text(5'000)));
  CHECK(found("^([xå]{3,1001})$", "xåx"));
  CHECK_FALSE(found("^([xå]{3,1001})$", "åå"));
  CHECK(found("^ab?x{1500,}$", "a" + text(1500)));
  CHECK_FALSE(found("^ab?x{1500,}$", "a" + text(1499)));
  CHECK(found("^a(x|y){2,1024}$", "ayx"));
  CHECK_FALSE(found("^a(x|y){2,1024}$", "a" + text(1025)));
  CHECK(found("^a(x{3}){1000}$", "a" + text(3000)));
  CHECK_FALSE(found("^a(x{3}){1000}$", "a" + text(3003)));
  CHECK(found("^ab{1001}?$", "a" + std::string(1001, 'b')));
  auto const groups = Regex::compile("a(x|y){1,1001}", "");
  REQUIRE(groups);
  CHECK(groups->replace("axyb", "[$1]") == "[y]b");
  auto const reluctant = Regex::compile("a(x){1,1001}?", "");
  REQUIRE(reluctant);
  CHECK(reluctant->replace("axx", "-") == "-x");
  CHECK_FALSE(Regex::compile("a((x{900}){900}){900}", ""));
}

TEST_CASE("a pattern that is written out is refused when the rules are loaded") {
  for (auto const* expression :
       {"matches('a', '[')", "matches('a', '(a)\\1')", "tokenize('a', '\\p{IsNowhere}')",
        "replace(o:name, '[z-a]', '')", "matches(o:name, 'a', 'k')"}) {
    INFO(expression);
    CHECK(value_of(expression).starts_with("refused: "));
  }
  CHECK(value_of("matches('a', concat('[', o:none))").starts_with("failed: "));
}
