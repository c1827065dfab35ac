#include "gateway/official/rule_set.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "tests/support/temp_directory.hpp"

using namespace airut;

TEST_CASE("a rule that could not be applied to some place is told as a warning, not passed over") {
  tests::TempDirectory const folder;
  auto const rules = folder.path() / "rules.sch";
  std::ofstream{rules}
      << R"x(<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
    <ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>
    <pattern><rule context="line[xs:integer(.) > 1]">
      <assert id="few" flag="fatal" test="false()">Too many.</assert></rule></pattern></schema>)x";
  config::RuleProfile profile;
  profile.name = "house";
  profile.rules = {rules};
  auto const set = gateway::RuleSet::compile(profile);
  REQUIRE(set);
  auto const findings_of = [&](std::string_view bytes) {
    auto const tree = xml::Tree::parse(bytes);
    REQUIRE(tree);
    return gateway::as_findings(set->check(bytes, *tree, ""), profile, "");
  };
  CHECK(findings_of("<order><line>1</line></order>").empty());
  auto const many = findings_of("<order><line>2</line></order>");
  REQUIRE(many.size() == 1);
  CHECK(many.front().code == "official-rule");
  auto const unsure = findings_of("<order><line>two</line><line>three</line></order>");
  REQUIRE(!unsure.empty());
  for (auto const& one : unsure) {
    CHECK(one.code == "engine-error");
    CHECK(one.severity == model::Severity::warning);
    CHECK(one.detail.find("line[xs:integer(.) > 1]") != std::string::npos);
  }
}
