#include "formats/schematron/program.hpp"

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "tests/schematron/rule_files.hpp"

using namespace airut;
using tests::order;
using tests::run;
using Files = tests::RuleFiles;

TEST_CASE("the first rule of a pattern that matches a node is the only one") {
  CHECK(run(R"x(<pattern>
      <rule context="o:line[@no='1']"><assert id="first" test="false()"/></rule>
      <rule context="o:line"><assert id="second" test="false()"/></rule>
      <rule context="o:order//o:*"><assert id="third" test="false()"/></rule>
    </pattern>
    <pattern><rule context="o:line | o:sum"><report id="own" test="true()"/></rule></pattern>)x",
            order) == "first; third; second; own; own; own");
}

TEST_CASE("contexts are read as match patterns") {
  struct Row {
    char const *context, *found;
  };
  for (auto const& row : {Row{"/", "x"},
                          Row{"/o:order", "x"},
                          Row{"/o:line", ""},
                          Row{"o:line", "x; x"},
                          Row{"//o:line", "x; x"},
                          Row{"o:order/o:line/@no", "x; x"},
                          Row{"@no[. = '2']", "x"},
                          Row{"o:line[2]", "x"},
                          Row{"o:line[last()]", "x"},
                          Row{"*", "x; x; x; x"},
                          Row{"o:*", "x; x; x; x"},
                          Row{"*:sum", "x"},
                          Row{"@*", "x; x"},
                          Row{"text()", "x"},
                          Row{"o:order//o:sum", "x"},
                          Row{"o:line//o:line", ""},
                          Row{"node()", "x; x; x; x; x"},
                          Row{"(o:line | o:sum)[@no or true()]", "x; x; x"},
                          Row{"(//o:line)[2]", "x"},
                          Row{"o:line[some $a in ('2', '3') satisfies @no = $a]", "x"},
                          Row{"/*/o:line[o:sum]/o:sum[number(.) = 1]", "x"},
                          Row{"o:line[@no = /o:order/o:line[2]/@no]", "x"}}) {
    INFO(row.context);
    auto const schema = std::string{"<pattern><rule context=\""} + row.context +
                        "\"><report id=\"x\" test=\"true()\"/></rule></pattern>";
    CHECK(run(schema, order) == row.found);
  }
}

TEST_CASE("lets of schema, pattern and rule are seen where they belong") {
  CHECK(run(R"x(
    <let name="b" value="$a + 1"/><let name="a" value="count(//o:line)"/>
    <pattern><let name="c" value="$b + count(o:order)"/>
      <rule context="o:line"><let name="d" value="$c + number(@no)"/>
        <assert id="d" test="$d = 5"/><assert id="e" test="$c = 4 and $b = 3"/></rule></pattern>
    <pattern><rule context="o:sum"><assert id="f" test="$a = 2"/></rule></pattern>)x",
            order) == "d");
}

TEST_CASE("functions of the rule file: parameters, variables, choose, recursion, types") {
  constexpr std::string_view functions = R"x(
    <xsl:function name="u:kind" as="xs:string"><xsl:param name="n" as="xs:integer"/>
      <xsl:variable name="half" select="$n idiv 2"/>
      <xsl:choose><xsl:when test="$half * 2 = $n"><xsl:value-of select="'even'"/></xsl:when>
        <xsl:when test="$n lt 0"><xsl:text>less</xsl:text></xsl:when>
        <xsl:otherwise><xsl:sequence select="'odd'"/></xsl:otherwise></xsl:choose></xsl:function>
    <xsl:function name="u:sum" as="xs:decimal"><xsl:param name="n"/>
      <xsl:sequence select="if ($n = 0) then 0 else $n + u:sum($n - 1)"/></xsl:function>
    <xsl:function name="u:letters"><xsl:variable name="all">ABC</xsl:variable>
      <xsl:variable name="n" as="xs:integer">
        <xsl:sequence select="string-length($all)"/></xsl:variable>
      <xsl:if test="$n = 3"><xsl:sequence select="$all"/></xsl:if></xsl:function>
    <xsl:function name="u:each" as="xs:integer*"><xsl:param name="s"/>
      <xsl:for-each select="$s"><xsl:sequence select=". * 2"/></xsl:for-each></xsl:function>)x";
  auto const told = [&](std::string const& test) {
    return run(std::string{functions} +
                   R"x(<pattern><rule context="o:order"><assert id="x" test=")x" + test +
                   "\"/></rule></pattern>",
               order);
  };
  CHECK(told("u:kind(4) = 'even' and u:kind(3) = 'odd' and u:kind(-3) = 'less'") == "");
  CHECK(told("u:sum(10) = 55") == "");
  CHECK(told("u:letters() = 'ABC' and string-length(u:letters()) = 3") == "");
  CHECK(told("sum(u:each((1, 2, 3))) = 12") == "");
  CHECK(told("o:line[1]/o:sum/u:sum(xs:integer(number(.))) = 1") == "");
  CHECK(told("u:kind('a') = 'odd'") == "x!");
  CHECK(told("u:kind((1, 2)) = 'odd'") == "x!");
  CHECK(told("u:kind(1.5) = 'odd'") == "x!");
  CHECK(told("u:unknown(1)").starts_with("refused: "));
  CHECK(told("u:kind(1, 2)").starts_with("refused: "));
}

TEST_CASE("keys find nodes by value") {
  CHECK(run(R"x(<xsl:key name="lines" match="o:line" use="@no"/>
    <pattern><rule context="o:order"><assert id="a" test="key('lines', '2')/@no = '2'"/>
      <assert id="b" test="count(key('lines', ('1', '2', '1'))) = 2"/>
      <assert id="c" test="key('lines', '9')"/></rule></pattern>)x",
            order) == "c");
}

TEST_CASE("abstract patterns and rules are filled in") {
  CHECK(run(R"x(<pattern abstract="true" id="needs">
      <rule context="$of"><assert id="$id" test="$what and not($whatever)"/></rule></pattern>
    <pattern is-a="needs"><param name="of" value="o:line"/><param name="id" value="needs-sum"/>
      <param name="what" value="o:sum"/><param name="whatever" value="o:none"/></pattern>
    <pattern><rule abstract="true" id="numbered"><let name="n" value="@no"/>
        <assert id="numbered" test="$n &lt; 2"/></rule>
      <rule context="o:line"><extends rule="numbered"/></rule></pattern>)x",
            order) == "needs-sum; numbered");
}

TEST_CASE("files are included where they are named, and not in a circle") {
  Files files;
  files.write(
      "parts/pattern.sch",
      R"x(<pattern xmlns="http://purl.oclc.org/dsdl/schematron"><include href="rule.sch"/></pattern>)x");
  files.write("parts/rule.sch",
              R"x(<rule xmlns="http://purl.oclc.org/dsdl/schematron" context="o:line">)x"
              R"x(<assert id="included" test="u:no()"/></rule>)x");
  files.write("parts/function.xml",
              R"x(<function xmlns="http://www.w3.org/1999/XSL/Transform" name="u:no">)x"
              R"x(<sequence select="false()"/></function>)x");
  auto const good = schematron::Program::load({files.schema(
      R"x(<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="parts/function.xml"/>
         <include href="parts/pattern.sch"/>)x")});
  REQUIRE(good);
  CHECK(run(*good, order) == "included; included");
  files.write("a.sch", R"x(<include xmlns="http://purl.oclc.org/dsdl/schematron" href="b.sch"/>)x");
  files.write("b.sch", R"x(<include xmlns="http://purl.oclc.org/dsdl/schematron" href="a.sch"/>)x");
  CHECK_FALSE(schematron::Program::load({files.schema(R"x(<include href="a.sch"/>)x")}));
  CHECK_FALSE(schematron::Program::load({files.schema(R"x(<include href="none.sch"/>)x")}));
  CHECK_FALSE(schematron::Program::load({files.schema(R"x(<include href="http://a/b.sch"/>)x")}));
}

TEST_CASE("an assertion tells id, flag, role, term, message with values, and place") {
  Files files;
  auto const program = schematron::Program::load({files.schema(R"x(<pattern>
      <rule context="o:line"><assert id="BR-1" flag="warning" test="o:sum">[BR-1]-The
        <name/> number <value-of select="@no"/> has no amount (BT-131), see (BG-25).</assert>
      <assert role="info" test="@no = '1'">[BR-2] no <value-of select="1 div 0"/></assert></rule>
      <rule context="@no"><report test=". = '2'">third</report></rule></pattern>)x")});
  REQUIRE(program);
  auto const tree = xml::Tree::parse(order);
  auto const found = program->run(*tree).findings;
  REQUIRE(found.size() == 3);
  auto const& facts = program->assertions();
  CHECK(facts[found[0].assertion].flag == "warning");
  CHECK(facts[found[0].assertion].term == "BT-131");
  CHECK(found[0].message == "[BR-1]-The line number 2 has no amount (BT-131), see (BG-25).");
  CHECK(schematron::location(*tree, found[0].node) ==
        "/*:order[namespace-uri()='urn:order'][1]/*:line[namespace-uri()='urn:order'][2]");
  CHECK(facts[found[1].assertion].id == "BR-2");
  CHECK(facts[found[1].assertion].flag == "info");
  CHECK(facts[found[2].assertion].flag == "fatal");
  CHECK(schematron::location(*tree, found[2].node).ends_with("[2]/@no"));
}

TEST_CASE("an error fails its own assertion only, and is told as what it is") {
  CHECK(run(R"x(<let name="bad" value="1 div 0"/><pattern><rule context="o:order">
      <let name="worse" value="xs:decimal(o:line/@no)"/>
      <assert id="a" test="xs:decimal(o:line/o:sum) = 1"/><assert id="b" test="$bad"/>
      <assert id="c" test="$worse = 1"/><assert id="d" test="$worse = 2"/>
      <report id="e" test="normalize-space(o:line/@no)"/><assert id="f" test="false()"/></rule>
      <rule context="o:line[number(@no) idiv 0 = 1]"><assert id="g" test="false()"/></rule>
      <rule context="o:line"><assert id="h" test="o:sum"/></rule></pattern>)x",
            order) == "b!; c!; d!; e!; f; h");
}

TEST_CASE("many absences of one rule are answered together and each by itself") {
  CHECK(run(R"x(<pattern><rule context="o:order"><assert id="a" test="not(o:line/o:sum)"/>
      <assert id="b" test="not(o:line/o:none)"/><assert id="c" test="exists(o:line/@no)"/>
      <assert id="d" test="o:none"/><assert id="e" test="not(o:none | o:line/@no)"/>
      <assert id="f" test="empty(o:sum)"/><report id="g" test="o:line"/>
      <assert id="h" test="not(o:line/o:sum/@x)"/><assert id="i" test="exists(o:none)"/></rule>
      <rule context="@no"><assert id="j" test="not(o:a)"/></rule></pattern>)x",
            order) == "a; d; e; g; i");
}

TEST_CASE("rules are left out and flags replaced as a profile asks") {
  Files files;
  auto const path = files.schema(R"x(<pattern><rule context="o:order">
      <assert id="a" flag="fatal" test="false()"/><assert id="b" flag="fatal" test="false()"/>
      </rule></pattern>)x");
  schematron::Program::Options options;
  options.exclude = {"a"};
  options.flags = {{"b", "warning"}};
  auto const program = schematron::Program::load({path}, options);
  REQUIRE(program);
  CHECK(run(*program, order) == "b");
  CHECK(program->assertions().front().flag == "warning");
}

TEST_CASE("what the engine does not know is refused when it is loaded, with its line") {
  for (auto const* schema :
       {R"x(<pattern><rule context="o:a"><assert id="x" test="unknown()"/></rule></pattern>)x",
        R"x(<pattern><rule context="o:a"><assert id="x"/></rule></pattern>)x",
        R"x(<pattern><rule><assert id="x" test="1"/></rule></pattern>)x",
        R"x(<pattern><rule context="o:a"><assert id="x" test="$none"/></rule></pattern>)x",
        R"x(<pattern><rule context="o:a"><extends rule="none"/></rule></pattern>)x",
        R"x(<pattern is-a="none"/>)x", R"x(<let name="a" value="$b"/><let name="b" value="$a"/>)x",
        R"x(<xsl:function name="u:f"><xsl:message terminate="yes"/></xsl:function>)x",
        R"x(<xsl:function name="u:f"/><xsl:function name="u:f"/>)x",
        R"x(<xsl:function name="u:f" as="xs:anything"/>)x", R"x(<xsl:include href="a.xsl"/>)x"}) {
    INFO(schema);
    auto const told = run(schema, order);
    CHECK(told.starts_with("refused: rules.sch: "));
  }
  Files files;
  CHECK_FALSE(schematron::Program::load({files.write("a.sch", "<a/>")}));
  CHECK_FALSE(schematron::Program::load({files.write("b.sch", "<a")}));
}

TEST_CASE("rule files that never end meet a limit, and only their own assertion fails") {
  CHECK(run(R"x(<xsl:function name="u:deep"><xsl:param name="n"/>
        <xsl:sequence select="1 + u:deep($n + 1)"/></xsl:function>
      <pattern><rule context="o:order"><assert id="deep" test="u:deep(1)"/>
      <assert id="long" test="count(for $a in 1 to 999999, $b in 1 to 999999 return 1) = 1"/>
      <assert id="range" test="count(1 to 999999999999)"/></rule></pattern>
      <pattern><rule context="o:line"><assert id="fine" test="false()"/></rule></pattern>)x",
            order) == "deep!; long!; range!; fine; fine");
}

TEST_CASE("one program serves many threads") {
  Files files;
  auto const program =
      schematron::Program::load({files.schema(R"x(<let name="n" value="count(//o:line)"/>
      <pattern><rule context="o:line"><assert id="a" test="matches(@no, '^[1-9]$') and $n = 3"/>
      </rule></pattern>)x")});
  REQUIRE(program);
  std::vector<std::string> told(4);
  {
    std::vector<std::jthread> threads;
    for (auto& one : told) {
      threads.emplace_back([&] {
        for (int i = 0; i < 100; ++i) one = run(*program, order);
      });
    }
  }
  for (auto const& one : told) CHECK(one == "a; a");
}
