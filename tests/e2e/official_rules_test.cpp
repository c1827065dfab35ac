#include <fstream>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "tests/e2e/files.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::sample_json;
using tests::with;
using tests::write_file;

namespace {

constexpr auto own_schematron = R"(<schema xmlns="http://purl.oclc.org/dsdl/schematron">
  <pattern><rule context="/*:Invoice">
    <assert id="OWN-1" flag="fatal" test="*:Note">[OWN-1]-A note (BT-22) is needed.</assert>
    <assert id="OWN-2" flag="warning" test="*:TaxPointDate">[OWN-2]-A day (BT-7) is missed.</assert>
  </rule></pattern></schema>)";

// The rules installed from the day; the gateway sees them when it starts again.
void install(tests::Gateway& gateway, std::string const& day) {
  write_file(gateway.home() / "own/own.sch", own_schematron);
  REQUIRE(gateway.cli({"rules", "install", (gateway.home() / "own").string(), "--name", "own",
                       "--valid-from", day, "--data", gateway.data().string()}) == 0);
  gateway.stop();
  gateway.start();
}

// The invoice as the client's UBL; nothing of it is kept.
std::string ubl_of(tests::Gateway const& gateway, std::string const& number) {
  auto const made = gateway.post("/v1/render?format=ubl", sample_json(number));
  REQUIRE(made.status == 200);
  return made.text;
}

bool names(tests::Answer const& answer, std::string_view rule) {
  return answer.text.find(rule) != std::string::npos;
}

std::string directory_of_ubl() {
  return with(tests::sample_toml(), "format = \"finvoice\"", "format = \"ubl\"");
}

}  // namespace

TEST_CASE("installed official rules decide on uploaded XML from their day on") {
  tests::Gateway gateway{tests::sample_toml()};
  auto const ubl = ubl_of(gateway, "O-1");
  CHECK_FALSE(names(gateway.post("/v1/validate", ubl), "OWN-"));

  SUBCASE("before the day they are silent") {
    install(gateway, "2999-01-01");
    CHECK_FALSE(names(gateway.post("/v1/validate", ubl), "OWN-"));
  }
  SUBCASE("a fatal rule refuses, a warning alone does not") {
    install(gateway, "2026-01-01");
    auto const report = gateway.post("/v1/validate", ubl);
    CHECK(names(report, "OWN-1"));
    CHECK_FALSE(report.body.at("valid").as_bool());
    CHECK(gateway.post("/v1/documents", ubl, "one").status == 422);
    auto const noted = with(ubl, "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>",
                            "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:Note>x</cbc:Note>");
    auto const good = gateway.post("/v1/validate", noted);
    CHECK_FALSE(names(good, "OWN-1"));
    CHECK(names(good, "OWN-2"));
    CHECK(gateway.post("/v1/documents", noted, "two").status == 202);
  }
}

TEST_CASE("what the installed rules refuse does not leave the house") {
  tests::Gateway gateway{directory_of_ubl()};
  install(gateway, "2026-01-01");
  CHECK(gateway.post("/v1/invoices", sample_json("O-2"), "three").status == 202);
  CHECK(gateway.until([&] { return names(gateway.get("/v1/deviations"), "deviation"); }));
  auto const deliveries = gateway.get("/v1/deliveries");
  CHECK(names(deliveries, "internal.rules_refused"));
  auto const out = gateway.home() / "out";
  CHECK((!std::filesystem::exists(out) || std::filesystem::is_empty(out)));
}

TEST_CASE("a preview runs the store's invoices against the coming rules, client by client") {
  tests::Gateway gateway{tests::sample_toml()};
  for (auto const* number : {"P-1", "P-2"})
    REQUIRE(gateway.post("/v1/invoices", sample_json(number)).status == 202);
  auto const noted = with(ubl_of(gateway, "P-3"), "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>",
                          "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:Note>x</cbc:Note>");
  REQUIRE(gateway.post("/v1/documents", noted).status == 202);
  install(gateway, "2999-01-01");
  gateway.stop();

  std::string out;
  auto const config = (gateway.home() / "airut.toml").string();
  REQUIRE(gateway.cli({"rules", "preview", "own", "-c", config, "--json"}, &out) == 0);
  auto const report = boost::json::parse(out).as_array();
  REQUIRE(report.size() == 1);
  auto const& client = report.at(0);
  CHECK(client.at("client").as_string() == "siivous");
  CHECK(client.at("documents").as_int64() == 3);
  CHECK(client.at("rejected").as_int64() == 2);
  auto const& findings = client.at("new_findings").as_array();
  REQUIRE(findings.size() == 2);
  CHECK(findings.at(0).at("id").as_string() == "OWN-1");
  CHECK(findings.at(0).at("documents").as_int64() == 2);
  CHECK(findings.at(1).at("id").as_string() == "OWN-2");
  CHECK(findings.at(1).at("documents").as_int64() == 3);
  CHECK(gateway.cli({"rules", "preview", "none", "-c", config}, &out) != 0);
}

namespace {

std::string installed(tests::Gateway const& gateway, std::string const& name,
                      std::string const& file, std::string const& text,
                      std::vector<std::string> const& more = {}) {
  auto const folder = gateway.home() / name;
  write_file(folder / file, text);
  std::vector<std::string> words{"rules", "install", folder.string(),        "--name",
                                 name,    "--data",  gateway.data().string()};
  words.insert(words.end(), more.begin(), more.end());
  std::string out;
  gateway.cli(words, &out);
  return out;
}

}  // namespace

TEST_CASE("a difference of sets tells a rule that asks otherwise, by test, context or let") {
  tests::Gateway gateway{tests::sample_toml()};
  auto const data = gateway.data().string();
  std::string const before = R"(<schema xmlns="http://purl.oclc.org/dsdl/schematron">
    <let name="one" value="1"/><pattern><rule context="/*:Invoice">
    <let name="two" value="$one + 1"/>
    <assert id="A" flag="fatal" test="count(*:Note) lt $two">Few.</assert>
    <assert id="B" flag="fatal" test="*:ID">Id.</assert></rule></pattern></schema>)";
  installed(gateway, "before", "a.sch", before);
  auto const diff = [&](std::string const& name, std::string const& text) {
    installed(gateway, name, "a.sch", text);
    std::string out;
    CHECK(gateway.cli({"rules", "diff", "before", name, "--data", data}, &out) == 0);
    return out;
  };
  CHECK(diff("blanks", with(before, "count(*:Note) lt", "count(*:Note)\n   lt")).empty());
  CHECK(diff("test", with(before, "test=\"*:ID\"", "test=\"*:ID = '1'\"")) ==
        "! B (asks otherwise)\n");
  CHECK(diff("let", with(before, "name=\"one\" value=\"1\"", "name=\"one\" value=\"2\"")) ==
        "! A (asks otherwise)\n");
  CHECK(diff("context", with(before, "/*:Invoice", "/*:CreditNote")) ==
        "! A (asks otherwise)\n! B (asks otherwise)\n");
  CHECK(diff("words", with(before, ">Few.<", ">Not many.<")) == "~ A (other words)\n");
  CHECK(diff("flag", with(before, "id=\"B\" flag=\"fatal\"", "id=\"B\" flag=\"warning\"")) ==
        "! B (fatal before, now warning)\n");
}

TEST_CASE("a preview tells what was a warning and will reject") {
  tests::Gateway gateway{tests::sample_toml()};
  auto const file = gateway.home() / "p.xml";
  write_file(file, ubl_of(gateway, "P-9"));
  std::string const today =
      with(own_schematron, "id=\"OWN-1\" flag=\"fatal\"", "id=\"OWN-1\" flag=\"warning\"");
  installed(gateway, "today", "a.sch", today);
  installed(gateway, "coming", "a.sch", own_schematron, {"--valid-from", "2099-01-01"});
  std::string out;
  CHECK(
      gateway.cli({"rules", "preview", "coming", file.string(), "--data", gateway.data().string()},
                  &out) == 0);
  CHECK(out.find("1 would be rejected") != out.npos);
  CHECK(out.find("OWN-1: 1 documents") != out.npos);
  CHECK(out.find("OWN-2") == out.npos);
}

TEST_CASE("a schema is a set of its own where no rule files come with it") {
  tests::Gateway gateway{tests::sample_toml()};
  std::string const schema = R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    <xs:element name="Finvoice" type="xs:string"/></xs:schema>)";
  CHECK(installed(gateway, "shape", "only.xsd", schema).find("is installed") != std::string::npos);
  auto const file = gateway.home() / "f.xml";
  write_file(file, "<Finvoice><A/></Finvoice>");
  std::string out;
  CHECK(gateway.cli({"validate", "--jsonl", "--data", gateway.data().string(), file.string()},
                    &out) == 1);
  CHECK(out.find("\"profile\":\"shape\"") != out.npos);
  CHECK(out.find("\"xsd\"") != out.npos);
  write_file(gateway.home() / "none/profile.toml", "name = \"none\"\nrules = []\n");
  CHECK(installed(gateway, "none", "x.txt", "").find("rules must name") != std::string::npos);
}
