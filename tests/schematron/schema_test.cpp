#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "tests/schematron/rule_files.hpp"

using namespace airut;
using tests::order;
using tests::run;
using Files = tests::RuleFiles;

TEST_CASE("the default phase says which patterns are run, and may have lets") {
  Files files;
  auto const told = [&](std::string_view phase) {
    auto const text = std::string{R"x(<schema xmlns="http://purl.oclc.org/dsdl/schematron")x"}
                          .append(R"x( queryBinding="xslt2" )x")
                          .append(phase)
                          .append(R"x(><ns prefix="o" uri="urn:order"/>
        <phase id="first"><let name="limit" value="$two - 1"/><active pattern="a"/></phase>
        <phase id="none"/><let name="two" value="2"/>
        <pattern id="a"><rule context="o:order"><assert id="a" test="$limit = 3"/></rule></pattern>
        <pattern id="b"><rule context="o:order"><assert id="b" test="$two = 3"/></rule></pattern>
        </schema>)x");
    auto const program = schematron::Program::load({files.write("phases.sch", text)});
    return program ? run(*program, order) : "refused: " + program.error().text;
  };
  CHECK(told(R"x(defaultPhase="first")x") == "a");
  CHECK(told(R"x(defaultPhase="none")x") == "");
  CHECK(told(R"x(defaultPhase="other")x").starts_with("refused: phases.sch: line 1: "));
  CHECK(told("").find("$limit") != std::string::npos);
}

TEST_CASE("rules for XPath 1.0 are refused, and those that name no language are XPath 2.0") {
  Files files;
  auto const loads = [&](std::string_view binding) {
    auto const text = std::string{R"x(<schema xmlns="http://purl.oclc.org/dsdl/schematron" )x"}
                          .append(binding)
                          .append("/>");
    return schematron::Program::load({files.write("binding.sch", text)}).has_value();
  };
  for (auto const* good : {"", R"x(queryBinding="xslt2")x", R"x(queryBinding="XSLT3")x"}) {
    CHECK(loads(good));
  }
  for (auto const* bad : {R"x(queryBinding="xslt")x", R"x(queryBinding="xquery")x"}) {
    CHECK_FALSE(loads(bad));
  }
}

TEST_CASE("a pattern may extend an abstract rule of another, and its own goes first") {
  CHECK(run(R"x(<pattern><rule context="o:order"><extends rule="x"/><extends rule="y"/></rule>
      <rule abstract="true" id="y"><assert id="own" test="false()"/></rule></pattern>
    <pattern><rule abstract="true" id="x"><assert id="other" test="false()"/></rule>
      <rule abstract="true" id="y"><assert id="not-mine" test="false()"/></rule></pattern>)x",
            order) == "other; own");
}

TEST_CASE("names of parameters are taken without blanks around them") {
  CHECK(run(R"x(<pattern abstract="true" id="p"><rule context="$of">
      <assert id="a" test="$what"/></rule></pattern>
    <pattern is-a="p"><param name="of " value="o:order"/><param name=" what" value="false()"/>
    </pattern>)x",
            order) == "a");
}

TEST_CASE("keys of one name are one key") {
  CHECK(run(R"x(<xsl:key name="k" match="o:line" use="@no"/>
    <xsl:key name="k" match="o:sum" use="."/>
    <pattern><rule context="o:order"><assert id="a" test="count(key('k', ('1', '1.00'))) = 2"/>
      <assert id="b" test="count(key('k', ('1', '1.00'))) = 3"/></rule></pattern>)x",
            order) == "b");
}

TEST_CASE("a message of the rule file is passed over, unless it would end the work") {
  CHECK(run(R"x(<xsl:function name="u:f"><xsl:message>told</xsl:message>
      <xsl:sequence select="1"/></xsl:function>
    <pattern><rule context="o:order"><assert id="a" test="u:f() = 1"/>
      <assert id="b" test="u:f() = 2"/></rule></pattern>)x",
            order) == "b");
}

TEST_CASE("a constant pattern that cannot be is refused with its line when rules are loaded") {
  auto const told = run(R"x(<pattern><rule context="o:order">
      <assert id="a" test="matches(., '(a)\1')"/></rule></pattern>)x",
                        order);
  CHECK(told.starts_with("refused: rules.sch: line 2: "));
  CHECK(told.find("refers back to a group") != std::string::npos);
}

TEST_CASE("document() asks whether a file beside the rules has an element") {
  Files files;
  files.write("codes.xml", R"x(<codedb><cl id="1"><enumeration value="1"/><enumeration value="B"/>
    </cl><cl id="2"><enumeration value="2"/></cl></codedb>)x");
  auto const told = [&](std::string const& test) {
    auto const program = schematron::Program::load({files.schema(
        R"x(<pattern><rule context="o:line"><let name="code" value="@no"/><assert id="x" test=")x" +
        test + "\"/></rule></pattern>")});
    return program ? run(*program, order) : "refused: " + program.error().text;
  };
  CHECK(told("document('codes.xml')/codedb/cl[@id=1]/enumeration[@value=$code]") == "x");
  CHECK(told("string-length($code)=0 or document('codes.xml')/codedb/cl[@id='2']/enumeration"
             "[@value=$code]") == "x");
  CHECK(
      told("document('codes.xml')/codedb/cl[@id=2]/enumeration[@value=number($code)] or false()") ==
      "x");
  CHECK(told("document('codes.xml')/codedb/cl[@id=1]/enumeration[@value='B']") == "");
  CHECK(told("document('codes.xml')/codedb/cl[@id=3]") == "x; x");
  for (auto const* test :
       {"document('none.xml')/a", "document('../codes.xml')/a", "document('/etc/passwd')/a",
        "document('http://a/codes.xml')/a", "document($code)/a",
        "count(document('codes.xml')/codedb)", "document('codes.xml')//cl",
        "document('codes.xml')/codedb/cl[@id=@no]", "document('codes.xml')/codedb = 1"}) {
    INFO(test);
    CHECK(told(test).starts_with("refused: rules.sch: "));
  }
}
