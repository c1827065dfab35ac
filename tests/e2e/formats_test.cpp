#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/xml/schema.hpp"
#include "tests/e2e/claim_steps.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_directory.hpp"
#include "tests/support/text.hpp"

// Documents of every format on their way in and out.

using namespace airut;
using tests::Gateway, tests::sample_json, tests::sample_toml;
using tests::has;
using tests::with;

namespace {

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

// UBL through a directory, and a second channel that draws, so that the gateway has fonts.
std::string peppol_and_print_toml() {
  auto toml = with(sample_toml(), "format = \"finvoice\"", "format = \"ubl\"");
  toml = with(toml, "name = \"finvoice\"", "name = \"peppol\"");
  toml = with(toml, "business = [\"finvoice\"]", "business = [\"peppol\"]");
  toml = with(toml, "consumer = [\"finvoice\"]", "consumer = [\"peppol\"]");
  return R"([[channel]]
name = "print"
kind = "print"
format = "pdf"
path = "@HOME@/letters"
)" + toml;
}

std::vector<std::string> files_out(Gateway const& gateway) {
  std::vector<std::string> files;
  for (auto const& entry : std::filesystem::directory_iterator(gateway.home() / "out")) {
    files.push_back(tests::slurp(entry.path()));
  }
  return files;
}

void check_schema_of(std::string const& bytes, std::string const& file) {
  if (!tests::has_shared(file)) return;
  auto const schema = xml::Schema::load(tests::shared(file));
  if (!schema) FAIL(schema.error().text);
  auto const document = xml::Document::parse(bytes, "Finvoice");
  REQUIRE(document);
  for (auto const& one : schema->validate(*document)) FAIL_CHECK(one.line << ": " << one.detail);
}

// Submitted as it is, and delivered as UBL with the same number and sum.
void follow(Gateway const& gateway, std::string const& document, std::string_view number) {
  auto const accepted = gateway.post("/v1/documents", document);
  CAPTURE(accepted.text);
  REQUIRE(accepted.status == 202);
  CHECK(accepted.string("number") == number);
  CHECK(accepted.string("total_due") == "533.38");
  auto const path = "/v1/invoices/" + accepted.string("id");
  REQUIRE(gateway.until([&] { return gateway.get(path).string("status") == "sent"; }));
  auto const files = files_out(gateway);
  REQUIRE(files.size() == 1);
  CHECK(has(files.front(), fmt::format("<cbc:ID>{}</cbc:ID>", number)));
  check_schema_of(files.front(), "data/schema/ubl-2.1/maindoc/UBL-Invoice-2.1.xsd");
}

std::string rendered(Gateway const& gateway, std::string const& format, std::string const& number) {
  auto const made = gateway.post("/v1/render?format=" + format, sample_json(number));
  CAPTURE(made.text);
  REQUIRE(made.status == 200);
  return made.text;
}

std::string converted_to(Gateway const& gateway, std::string const& bytes, std::string const& to) {
  auto const in = gateway.home() / "in.xml", out = gateway.home() / "out.xml";
  std::ofstream{in, std::ios::binary} << bytes;
  std::string said;
  auto const code = gateway.cli({"convert", in.string(), "--to", to, "-o", out.string()}, &said);
  CAPTURE(said);
  REQUIRE(code == 0);
  return tests::slurp(out);
}

constexpr auto rule = R"(<schema xmlns="http://purl.oclc.org/dsdl/schematron">
  <pattern><rule context="/*">
    <assert id="OWN-PDF" flag="fatal" test="@never">[OWN-PDF]-Never.</assert>
  </rule></pattern></schema>)";

}  // namespace

TEST_CASE("a CII document is taken and delivered") {
  Gateway gateway{peppol_and_print_toml()};
  auto const cii = converted_to(gateway, rendered(gateway, "ubl", "F-1"), "cii");
  REQUIRE(has(cii, "CrossIndustryInvoice"));
  follow(gateway, cii, "F-1");
}

TEST_CASE("a hybrid PDF is taken by the CII or the UBL inside it and delivered") {
  for (std::string const inside : {"factur_x", "ubl"}) {
    CAPTURE(inside);
    Gateway gateway{with(peppol_and_print_toml(), "ref = \"siivous\"",
                         "ref = \"siivous\"\npdf_xml = \"" + inside + "\"")};
    auto const pdf = rendered(gateway, "pdf", "F-2");
    REQUIRE(pdf.starts_with("%PDF-"));
    follow(gateway, pdf, "F-2");
  }
}

TEST_CASE("official rules are asked about the XML inside a hybrid PDF too") {
  Gateway gateway{peppol_and_print_toml()};
  auto const pdf = rendered(gateway, "pdf", "F-3");
  std::filesystem::create_directories(gateway.home() / "own");
  std::ofstream{gateway.home() / "own/own.sch"} << rule;
  REQUIRE(gateway.cli({"rules", "install", (gateway.home() / "own").string(), "--name", "own",
                       "--valid-from", "2020-01-01", "--data", gateway.data().string()}) == 0);
  gateway.stop();
  gateway.start();
  auto const refused = gateway.post("/v1/documents", pdf);
  CHECK(refused.status == 422);
  CHECK(has(refused.text, "OWN-PDF"));
  CHECK(gateway.get("/v1/invoices").text.find("F-3") == std::string::npos);
}

TEST_CASE("Finvoice leaves in the version and encoding that the channel names") {
  struct Wanted {
    std::string word, version, encoding, schema;
  };
  std::string const name = "Žižkov Čáhppe Oy";
  for (auto const& [word, version, encoding, schema] :
       {Wanted{"finvoice-2.01", "2.01", "ISO-8859-15", "Finvoice2.01.xsd"},
        Wanted{"finvoice-2.01-utf8", "2.01", "UTF-8", "Finvoice2.01.xsd"},
        Wanted{"finvoice-utf8", "3.0", "UTF-8", "Finvoice3.0.xsd"}}) {
    CAPTURE(word);
    Gateway gateway{with(sample_toml(), "format = \"finvoice\"", "format = \"" + word + "\"")};
    auto const json = with(sample_json("F-4"), "Esimerkki Asiakas Oy", name);
    auto const id = gateway.post("/v1/invoices", json).string("id");
    REQUIRE(gateway.until(
        [&] { return gateway.get("/v1/invoices/" + id).string("status") == "sent"; }));
    auto const files = files_out(gateway);
    REQUIRE(files.size() == 1);
    CHECK(has(files.front(), "Version=\"" + version + "\""));
    CHECK(has(files.front(), "encoding=\"" + encoding + "\""));
    CHECK(has(files.front(), name) == (encoding == "UTF-8"));
    check_schema_of(files.front(), "data/schema/finvoice/" + schema);
    auto const again = converted_to(gateway, files.front(), word);
    CHECK(has(again, "Version=\"" + version + "\""));
    CHECK(has(again, "encoding=\"" + encoding + "\""));
    check_schema_of(again, "data/schema/finvoice/" + schema);
  }
}

TEST_CASE("a file of a thousand invoices converts in the memory of one") {
  auto const one = tests::shared("data/finvoice/instances/gobl_soap-framed.xml");
  if (!tests::has_shared("data/finvoice/instances/gobl_soap-framed.xml")) return;
  tests::TempDirectory const home;
  auto const document = tests::slurp(one);
  auto const peak_kb = [&](int documents) {
    auto const in = home.path() / "in.xml", out = home.path() / "out.xml";
    {
      std::ofstream file{in, std::ios::binary};
      for (int i = 0; i < documents; ++i) file << document << '\n';
    }
    tests::Process process{
        {AIRUT_BINARY, "convert", in.string(), "--to", "ubl", "-o", out.string()},
        home.path() / "log"};
    CHECK(process.wait() == 0);
    CHECK(std::filesystem::file_size(out) > 1000u * static_cast<unsigned>(documents));
    return process.peak_kb();
  };
  auto const small = peak_kb(1), large = peak_kb(2000);
  CAPTURE(small);
  CAPTURE(large);
  CHECK(small > 1000);
  // Sanitizers keep what was freed for a while: their builds only show that it converts.
  if (!is_sanitized) CHECK(large < small + 8000);  // the file itself has 14 MB
}
