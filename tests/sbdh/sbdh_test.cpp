#include <map>

#include <doctest/doctest.h>

#include "formats/sbdh/envelope.hpp"
#include "formats/ubl/read.hpp"
#include "formats/xml/document.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;

namespace {

sbdh::Header sample() {
  sbdh::Header header;
  header.sender.value = "0216:003726174164";
  header.receiver.value = "0192:991825827";
  header.standard = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
  header.type_version = "2.1";
  header.type = "Invoice";
  header.instance_id = "0b9f3f0e-6f4f-4f0b-9d57-0b58a6c3a001";
  header.created = *model::parse_instant("2026-11-22T06:38:12.481Z");
  header.document_type.value =
      "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##urn:cen.eu:en16931:2017#"
      "compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1";
  header.process.value = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
  header.country_c1 = "FI";
  return header;
}

constexpr std::string_view tiny =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\" xmlns:cbc=\"urn:c\">"
    "<cbc:ID>\xC3\x84 &amp; 1</cbc:ID></Invoice>";

std::string first_code(tl::expected<sbdh::Header, model::Findings> const& read) {
  return read ? std::string{"good"} : read.error().front().code;
}

}  // namespace

TEST_CASE("an envelope that was written is read back as it was, document and all") {
  auto header = sample();
  SUBCASE("without wishes") {}
  SUBCASE("with a wish for status messages") {
    header.mls_to = sbdh::ParticipantId{"0242:987654"};
    header.mls_type = "ALWAYS_SEND";
  }
  auto const bytes = sbdh::write(header, tiny);
  REQUIRE(bytes);
  auto const again = sbdh::read(*bytes);
  REQUIRE(first_code(again) == "good");
  CHECK(*again == header);
  CHECK(sbdh::write(header, tiny).value() == *bytes);
  auto const body = tiny.substr(tiny.find("<Invoice"));
  CHECK(bytes->find(body) != std::string::npos);
  CHECK(sbdh::document_in(*bytes).value().find(body) != std::string::npos);
}

TEST_CASE("an envelope names the document that it holds") {
  auto header = sample();
  SUBCASE("another root name") { header.type = "CreditNote"; }
  SUBCASE("another namespace") { header.standard = "urn:other"; }
  SUBCASE("another version") { header.type_version = "2.0"; }
  auto const bytes = sbdh::write(header, tiny);
  REQUIRE(bytes);
  CHECK(first_code(sbdh::read(*bytes)) == "sbdh-disagrees");
}

TEST_CASE("a PINT document is of a type that receivers register by a wildcard") {
  auto const kind = sbdh::kind_of(
      "<i:Invoice xmlns:i=\"urn:i\" xmlns:c=\"urn:c\"><c:CustomizationID>"
      "urn:peppol:pint:billing-1@eu-1</c:CustomizationID><c:ProfileID>p</c:ProfileID></i:Invoice>");
  REQUIRE(kind);
  CHECK(kind->document_type.value == "urn:i::Invoice##urn:peppol:pint:billing-1@eu-1::2.1");
  CHECK(kind->document_type.scheme == "peppol-doctype-wildcard");
}

TEST_CASE("a UBL document says itself what it is") {
  auto const kind = sbdh::kind_of(
      "<i:Invoice xmlns:i=\"urn:i\" xmlns:c=\"urn:c\"><c:CustomizationID>a#b</c:CustomizationID>"
      "<c:ProfileID>p</c:ProfileID></i:Invoice>");
  REQUIRE(kind);
  CHECK(kind->document_type.value == "urn:i::Invoice##a#b::2.1");
  CHECK(kind->document_type.scheme == "busdox-docid-qns");
  CHECK(kind->process.value == "p");
  CHECK(!sbdh::kind_of("<Invoice/>"));
  CHECK(!sbdh::kind_of("text"));
}

TEST_CASE("a document in another encoding or with a DOCTYPE is not put into an envelope") {
  CHECK(!sbdh::write(sample(), "<?xml version='1.0' encoding='ISO-8859-15'?><a/>"));
  CHECK(!sbdh::write(sample(), "<?xml version='1.0'?><!DOCTYPE a><a/>"));
  CHECK(!sbdh::write(sample(), "no markup"));
}

TEST_CASE("a document keeps the namespaces that were declared around it") {
  std::string const bytes =
      "<s:A xmlns:s=\"urn:s\" xmlns:u=\"urn:u\"><s:H/><u:B u:k=\"1\"><u:C/></u:B></s:A>";
  auto const alone = sbdh::document_in(bytes);
  REQUIRE(alone);
  auto const read = xml::Document::parse(*alone);
  REQUIRE(read);
  CHECK(read->root().name_space() == "urn:u");
  CHECK(read->root().first_child().name() == "C");
  CHECK(!sbdh::document_in("<a><b/></a>"));
}

TEST_CASE("the envelopes that the network's own tools call good are good") {
  if (!tests::has_shared("data/peppol/sbdh/good")) return;
  int count = 0;
  for (auto const& file :
       std::filesystem::directory_iterator{tests::shared("data/peppol/sbdh/good")}) {
    CAPTURE(file.path().filename().string());
    auto const bytes = tests::slurp(file.path());
    auto const header = sbdh::read(bytes);
    CHECK(first_code(header) == "good");
    CHECK(sbdh::document_in(bytes));
    ++count;
  }
  CHECK(count == 14);
}

TEST_CASE("the envelopes that the network's own tools call bad are bad, each for its reason") {
  if (!tests::has_shared("data/peppol/sbdh/bad")) return;
  std::map<std::string, std::string> const reasons{
      {"bad-invalid-business-message.xml", "sbdh-no-document"},
      {"bad-invalid-creation-date-and-time.xml", "sbdh-created"},
      {"bad-invalid-document-type-identifier.xml", "sbdh-document-type"},
      {"bad-invalid-header-version.xml", "sbdh-version"},
      {"bad-invalid-instance-identifier.xml", "sbdh-instance-id"},
      {"bad-invalid-process-identifier.xml", "sbdh-process"},
      {"bad-invalid-receiver-authority.xml", "sbdh-authority"},
      {"bad-invalid-receiver-value.xml", "sbdh-participant"},
      {"bad-invalid-sender-authority.xml", "sbdh-authority"},
      {"bad-invalid-sender-value.xml", "sbdh-participant"},
      {"bad-invalid-standard.xml", "sbdh-disagrees"},
      {"bad-invalid-type-version.xml", "sbdh-disagrees"},
      {"bad-invalid-type.xml", "sbdh-disagrees"},
      {"bad-no-business-message.xml", "sbdh-no-document"},
      {"bad-no-business-scope.xml", "sbdh-count"},
      {"bad-no-country-c1.xml", "sbdh-country"},
      {"bad-no-document-type-identifier.xml", "sbdh-document-type"},
      {"bad-no-process-identifier.xml", "sbdh-process"},
      {"bad-no-sbdh.xml", "sbdh-none"},
      {"bad-no-xml.txt", "xml-syntax"},
      {"bad-too-few-receivers.xml", "sbdh-count"},
      {"bad-too-few-scopes.xml", "sbdh-country"},
      {"bad-too-few-senders.xml", "sbdh-count"}};
  for (auto const& file :
       std::filesystem::directory_iterator{tests::shared("data/peppol/sbdh/bad")}) {
    auto const name = file.path().filename().string();
    CAPTURE(name);
    CHECK(first_code(sbdh::read(tests::slurp(file.path()))) == reasons.at(name));
  }
}
