#include <algorithm>
#include <fstream>
#include <iterator>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include "tests/e2e/files.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/text.hpp"

// `airut validate` and `airut convert` without a daemon: what the readers take, the checks take.

using namespace airut;
using tests::file_at;
using tests::Gateway, tests::sample_json, tests::sample_toml;
using tests::has;

namespace {

std::string path_of(Gateway const& gateway, std::string const& name) {
  return (gateway.home() / name).string();
}

std::string slurped(std::string const& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string sample_with_attachment(std::string const& number) {
  auto body = sample_json(number);
  body.insert(body.rfind('}'), R"(,"attachments":[{"filename":"liite.csv",)"
                               R"("media_type":"text/csv","content":"SGVp"}])");
  return body;
}

// The sample as a file of another format, with its seller out of the settings.
std::string sample_as(Gateway const& gateway, std::string const& format) {
  auto const json = file_at(gateway, "sample.json", sample_with_attachment("V-1"));
  auto const out = path_of(gateway, "sample." + format);
  std::string said;
  CHECK(gateway.cli(
            {"convert", json, "--to", format, "-o", out, "-c", path_of(gateway, "airut.toml")},
            &said) == 0);
  CAPTURE(said);
  REQUIRE(std::filesystem::exists(out));
  return out;
}

// A set with one rule that every document breaks, so that it is seen to be asked.
std::string own_rules(Gateway const& gateway) {
  file_at(gateway, "own/own.sch", R"x(<schema xmlns="http://purl.oclc.org/dsdl/schematron">
  <pattern><rule context="/*"><assert id="OWN-1" flag="warning" test="false()">Asked.</assert>
  </rule></pattern></schema>)x");
  return path_of(gateway, "own");
}

struct CheckedLines {
  int code = 0;
  std::vector<boost::json::object> all;
};

CheckedLines lines_of(Gateway const& gateway, std::vector<std::string> words) {
  std::string out;
  words.insert(words.begin(), {"validate", "--jsonl"});
  CheckedLines lines{gateway.cli(words, &out), {}};
  for (std::size_t at = 0, end = 0; (end = out.find('\n', at)) != out.npos; at = end + 1) {
    auto const line = out.substr(at, end - at);
    if (line.starts_with('{')) lines.all.push_back(boost::json::parse(line).as_object());
  }
  return lines;
}

std::string text(boost::json::object const& line) { return boost::json::serialize(line); }

}  // namespace

TEST_CASE("lines of JSON come of every document that plain validate takes") {
  Gateway gateway{sample_toml()};
  auto const rules = own_rules(gateway);
  auto const finvoice = slurped(sample_as(gateway, "finvoice"));
  auto const behind = finvoice.find("?>") + 2;
  auto const doctype = [&](std::string const& more) {
    auto bytes = finvoice;
    return bytes.insert(behind, "\n<!DOCTYPE Finvoice SYSTEM \"Finvoice.dtd\"" + more + ">");
  };
  std::string const envelope =
      "<SOAP-ENV:Envelope xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\">\n"
      "<SOAP-ENV:Body/></SOAP-ENV:Envelope>\n";
  for (auto const& file :
       {file_at(gateway, "old.xml", doctype("")),
        file_at(gateway, "framed.xml", envelope + finvoice), sample_as(gateway, "pdf")}) {
    CAPTURE(file);
    CHECK(gateway.cli({"validate", file}) == 0);
    for (auto const& words :
         std::vector<std::vector<std::string>>{{file}, {file, "--rules", rules}}) {
      auto const lines = lines_of(gateway, words);
      CHECK(lines.code == 0);
      REQUIRE(lines.all.size() == 1);
      CHECK(lines.all[0].at("valid").as_bool());
      CHECK(has(text(lines.all[0]), "OWN-1") == (words.size() > 1));
    }
  }
  auto const declaring = file_at(gateway, "declaring.xml", doctype(" [<!ENTITY a \"b\">]"));
  CHECK(gateway.cli({"validate", declaring}) == 1);
  auto const refused = lines_of(gateway, {declaring});
  CHECK(refused.code == 1);
  REQUIRE(refused.all.size() == 1);
  CHECK(has(text(refused.all[0]), "xml-doctype"));
}

TEST_CASE("a finding behind a SOAP frame is at its line of the file") {
  Gateway gateway{sample_toml()};
  auto const finvoice = slurped(sample_as(gateway, "finvoice"));
  auto const line = [&](std::string const& before) {
    auto const lines = lines_of(gateway, {file_at(gateway, "framed.xml", before + finvoice),
                                          "--rules", own_rules(gateway)});
    return lines.all.at(0).at("findings").as_array().at(0).as_object().at("line").as_int64();
  };
  CHECK(line("<E:Envelope xmlns:E=\"urn:e\">\n\n</E:Envelope>\n") == line("") + 3);
}

TEST_CASE("a file that cannot be read is a line of its own, and the others are checked") {
  Gateway gateway{sample_toml()};
  auto const good = sample_as(gateway, "ubl");
  auto const lines = lines_of(gateway, {"/nonexistent", good});
  CHECK(lines.code == 69);
  REQUIRE(lines.all.size() == 2);
  CHECK(has(text(lines.all[0]), "\"unreadable\""));
  CHECK_FALSE(lines.all[0].at("valid").as_bool());
  CHECK(lines.all[1].at("valid").as_bool());
  std::string out;
  CHECK(gateway.cli({"validate", "--json", "/nonexistent", good}, &out) == 69);
  CHECK(has(out, "\"unreadable\""));
  CHECK(has(out, "\"valid\":true"));
}

TEST_CASE("lines of JSON come of CSV by its profile, one an invoice") {
  Gateway gateway{sample_toml()};
  auto const profile = file_at(gateway, "own.toml",
                               "name = \"own\"\n[columns]\n\"Nro\" = \"number\"\n"
                               "\"Tuote\" = \"line.name\"\n");
  auto const file = file_at(gateway, "in.csv", "Nro;Tuote\nA-1;Kahvi\nA-2;Tee\n");
  auto const lines = lines_of(gateway, {file, "--profile", profile});
  CHECK(lines.code == 1);
  REQUIRE(lines.all.size() == 2);
  CHECK(lines.all[0].at("format").as_string() == "csv");
  CHECK(has(text(lines.all[1]), "in.csv:3"));
}

TEST_CASE("the settings of a billing client fill in what a JSON invoice leaves out") {
  Gateway gateway{sample_toml()};
  auto const config = path_of(gateway, "airut.toml");
  auto const json = file_at(gateway, "plain.json", sample_json("V-2"));
  std::string out;
  CHECK(gateway.cli({"validate", json}, &out) == 1);
  CHECK(gateway.cli({"validate", json, "-c", config}, &out) == 0);
  CHECK(has(out, "reference"));  // the next of the series, taken at intake alone
  CHECK(gateway.cli({"validate", json, "-c", config, "--client", "siivous"}) == 0);
  CHECK(gateway.cli({"validate", json, "-c", config, "--client", "muu"}, &out) == 78);
  CHECK(has(out, "no client \"muu\""));
  CHECK(has(slurped(sample_as(gateway, "ubl")), "Mallisiivous Oy"));
  CHECK(lines_of(gateway, {json, "-c", config}).code == 0);
}

TEST_CASE("the README's own samples are good with the README's own settings") {
  ::setenv("AIRUT_LINK_KEY", "0123456789abcdef0123456789abcdef", 1);  // as the quick start does
  Gateway gateway{sample_toml()};
  std::string const examples = AIRUT_SOURCE "/examples/";
  for (auto const* name :
       {"fi-business", "fi-consumer", "fi-credit-note", "no-business", "no-consumer"}) {
    CAPTURE(name);
    std::string out;
    CHECK(gateway.cli(
              {"validate", examples + "invoices/" + name + ".json", "-c", examples + "airut.toml"},
              &out) == 0);
    CAPTURE(out);
    CHECK(has(out, ": valid"));
  }
}

TEST_CASE("a submission comes back out of convert with its attachments and can be sent again") {
  Gateway gateway{sample_toml()};
  auto const json = sample_as(gateway, "json");
  CHECK(has(slurped(json), "\"SGVp\""));
  auto const config = path_of(gateway, "airut.toml");
  CHECK(gateway.cli({"validate", json, "-c", config}) == 0);
  CHECK(gateway.post("/v1/invoices", slurped(json)).status == 202);
}

TEST_CASE("what validate finds is said in the language that is asked for") {
  Gateway gateway{sample_toml()};
  auto const bad = file_at(gateway, "bad.json", "{\"invoice\":{}}");
  std::string out;
  CHECK(gateway.cli({"validate", bad, "--language", "fi"}, &out) == 1);
  CHECK(has(out, "puuttuu"));
  CHECK(gateway.cli({"validate", bad, "--language", "fi", "--json"}, &out) == 1);
  CHECK(has(out, "puuttuu"));
  CHECK(has(text(lines_of(gateway, {bad, "--language", "sv"}).all.at(0)), "saknas"));
}
