#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "tests/schematron/evaluate.hpp"

using airut::tests::value_of;

TEST_CASE("steps reach what their axis, test and predicates say, in document order, once") {
  std::vector<std::pair<char const*, char const*>> const table = {
      {"o:line", "<line>, <line>, <line>"},
      {"child::o:line/@no", "1, 2, 3"},
      {"//o:line/@no", "1, 2, 3, 4"},
      {"/o:order/o:line[2]/o:code", "<code>"},
      {"/*/@id", "7"},
      {"@*", "7, 8"},
      {"@x:id", "8"},
      {"@*:id", "7, 8"},
      {"attribute::id", "7"},
      {"*:code", ""},
      {"o:line/*:code", "<code>, <code>, <code>"},
      {"o:line/x:*", "<code>"},
      {"o:line[3]/*", "<sum>, <code>, <line>"},
      {"o:line/o:sum/text()", "10.10, -2.50, 0.20"},
      {"comment()", "note"},
      {"processing-instruction()", "words"},
      {"count(node())", "9"},
      {"element()[1]", "<name>"},
      {"element(o:day)", "<day>"},
      {".", "<order>"},
      {"./o:day", "<day>"},
      {"o:line/.", "<line>, <line>, <line>"},
      {"o:line/..", "<order>"},
      {"o:day/../o:name", "<name>"},
      {"o:line[1]/self::o:line", "<line>"},
      {"o:line[1]/self::o:day", ""},
      {"//o:sum/ancestor::o:order", "<order>"},
      {"//o:line[@no = 4]/ancestor-or-self::o:line/@no", "3, 4"},
      {"//o:line[@no = 4]/ancestor::*[1]/@no", "3"},
      {"o:line[1]/following-sibling::o:line/@no", "2, 3"},
      {"o:line[3]/preceding-sibling::o:line/@no", "1, 2"},
      {"o:line[3]/preceding-sibling::o:line[1]/@no", "2"},
      {"o:line[2]/following::o:line/@no", "3, 4"},
      {"o:line[2]/preceding::o:sum", "<sum>"},
      {"o:day/preceding::*[1]/@no", "4"},
      {"descendant::o:code", "<code>, <code>"},
      {"descendant-or-self::o:order", "<order>"},
      {"o:line[last()]/@no", "3"},
      {"o:line[position() > 1]/@no", "2, 3"},
      {"o:line[o:sum > 0][2]/@no", "3"},
      {"o:line[xs:integer('2')]/@no", "2"},
      {"(//o:line)[4]/@no", "4"},
      {"//o:line[1]/@no", "1, 4"},
      {"o:line/(o:sum | o:code)", "<sum>, <code>, <sum>, <code>, <sum>"},
      {"(o:day | o:name)", "<name>, <day>"},
      {"o:day union o:name", "<name>, <day>"},
      {"(o:line | o:day) intersect o:day", "<day>"},
      {"* except o:line", "<name>, <day>, <flag>, <empty>"},
      {"o:line/normalize-space(o:code)", "A, B, "},
      {"o:line/string-length(o:code)", "1, 1, 0"},
      {"o:line/(if (o:code) then 'y' else 'n')", "y, y, n"},
      {"('a', 'b', 'c')[2]", "b"},
      {"(1, 2, 3)[. > 1]", "2, 3"},
      {"/", "  Åse   Berg 10.10A-2.50B0.20C2026-08-24false"},
      {"count(/)", "1"},
      {"root(o:line[1])/o:order/@id", "7"},
      {"current()/@id", "7"},
      {"o:line[@no = current()/o:line[2]/@no]/@no", "2"},
      {"o:none/o:thing", ""},
      {"o:line[o:code = 'A' or @no = '3'] (: a (: nested :) comment :) /@no", "1, 3"},
  };
  for (auto const& [expression, expected] : table) {
    INFO(expression);
    CHECK(value_of(expression) == expected);
  }
}

TEST_CASE("a step from a value, and values mixed with nodes, have no value") {
  CHECK(value_of("(1, 2)/o:line").starts_with("failed: "));
  CHECK(value_of("'a'/string()").starts_with("failed: "));
  CHECK(value_of("o:line/(o:sum, 'a')").starts_with("failed: "));
  CHECK(value_of("(1, 2) | o:line").starts_with("failed: "));
}

TEST_CASE("text, CDATA and references in one element are one text node") {
  auto const* document = "<a>x<![CDATA[<y>]]>&#228;<!--c-->z</a>";
  CHECK(value_of("count(text())", document) == "2");
  CHECK(value_of("string(.)", document) == "x<y>äz");
  CHECK(value_of("string(@b)", "<a b='1 &lt; &amp; 2'/>") == "1 < & 2");
}
