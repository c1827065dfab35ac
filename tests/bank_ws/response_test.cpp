#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/bank_ws/application_response.hpp"
#include "formats/bank_ws/certificate_request.hpp"
#include "formats/bank_ws/soap.hpp"
#include "formats/gzip/gzip.hpp"
#include "formats/model/sha256.hpp"
#include "formats/xml/signature.hpp"
#include "tests/support/bank_keys.hpp"

using namespace airut;

namespace {

std::string const start = "<ApplicationResponse xmlns=\"http://bxd.fi/xmldata/\">";

std::string signed_response(std::string const& content, std::string const& signer = "bank") {
  return bank_ws::sign_enveloped(start, content, "ApplicationResponse",
                                 tests::bank_keys().keys(signer), {});
}

std::string soap_around(std::string const& body_id, std::string const& before_body = {}) {
  auto const own = tests::bank_keys().keys("bank");
  auto const body = fmt::format(
      "<soapenv:Body xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:wsu=\""
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\" "
      "wsu:Id=\"{}\"><x></x></soapenv:Body>",
      "body");
  auto const header = bank_ws::security_header({{"body", body}}, "", "token", own, {});
  auto shown = body;
  shown.replace(shown.find("\"body\""), 6, "\"" + body_id + "\"");
  return fmt::format(
      "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\">"
      "<soapenv:Header>{}{}</soapenv:Header>{}</soapenv:Envelope>",
      header, before_body, shown);
}

bank_ws::Signer signer_in(std::string const& soap) {
  auto const document = xml::Document::parse(soap);
  REQUIRE(document);
  return bank_ws::soap_signer(*document, false);
}

}  // namespace

TEST_SUITE("bank_ws/response") {
  TEST_CASE("requests that others signed with SHA-1 and SHA-256 hold") {
    if (!tests::has_shared("data/bankws")) return;
    for (auto const* digest : {"sha1", "sha256"}) {
      auto const bytes = tests::slurp(
          tests::shared(fmt::format("data/bankws/ApplicationRequest_signed_{}.xml", digest)));
      auto const document = xml::Document::parse(bytes).value();
      auto const signer = bank_ws::enveloped_signer(document, true);
      REQUIRE(signer);
      CHECK((*signer)->common_name() == "kajala.com");
      bool const without_sha1 = bank_ws::enveloped_signer(document, false).has_value();
      CHECK(without_sha1 == (std::string_view{digest} == "sha256"));
    }
  }

  TEST_CASE("a real answer of a certificate service holds, both its signatures") {
    if (!tests::has_shared("data/bankws/op_getcert_response.xml")) return;
    auto const bytes = tests::slurp(tests::shared("data/bankws/op_getcert_response.xml"));
    auto const answer = bank_ws::read_certificate_response(bytes, true);
    REQUIRE(answer);
    CHECK(answer->code == "00");
    CHECK(answer->request_id == "123456");
    REQUIRE(answer->certificate);
    CHECK(answer->certificate->common_name() == "FINANSELL OY");
    REQUIRE(answer->soap_signer);
    REQUIRE(answer->signer);
    CHECK((*answer->signer)->common_name() == "SEPAWEBS");
    CHECK(**answer->signer == **answer->soap_signer);
    auto const strict = bank_ws::read_certificate_response(bytes, false);
    REQUIRE(strict);
    CHECK(!strict->signer);
    CHECK(!strict->soap_signer);
    auto changed = bytes;
    changed.replace(changed.find("97357407"), 8, "97357408");
    CHECK(!bank_ws::read_certificate_response(changed, true)->soap_signer);
  }

  TEST_CASE("an answer that was laid out anew on its way does not hold, as xmlsec1 says") {
    if (!tests::has_shared("data/bankws/danske_GetBankCertificate-res.xml")) return;
    auto const bytes = tests::slurp(tests::shared("data/bankws/danske_GetBankCertificate-res.xml"));
    auto const document = xml::Document::parse(bytes).value();
    auto const response =
        document.root().child("Body").first_child().child("GetBankCertificateResponse");
    auto const signer = pki::Certificate::from_text(response.text_of("BankSigningCert")).value();
    xml::SignatureQuestion question;
    question.path =
        "{http://schemas.xmlsoap.org/soap/envelope/}Envelope/"
        "{http://schemas.xmlsoap.org/soap/envelope/}Body/"
        "{http://danskebank.dk/PKI/PKIFactoryService}GetBankCertificateOut/"
        "{http://danskebank.dk/PKI/PKIFactoryService/elements}GetBankCertificateResponse/"
        "{http://www.w3.org/2000/09/xmldsig#}Signature";
    question.certificate_der = signer.der();
    question.sha1 = question.comments = true;
    auto const parts = xml::verify_signature(document, question);
    REQUIRE(!parts);
    CHECK(parts.error() == "The signature does not hold: something was changed.");
  }

  TEST_CASE("descriptors, file types and packed content are read") {
    auto const packed = model::base64(gzip::compress("T00322..."));
    auto const bytes = signed_response(
        "<CustomerId>1</CustomerId><Timestamp>2026-11-22T06:38:12Z</Timestamp>"
        "<ResponseCode>0</ResponseCode><ResponseText>OK.</ResponseText>"
        "<Compressed>true</Compressed><CompressionMethod>RFC1952</CompressionMethod>"
        "<FileDescriptors><FileDescriptor><FileReference>R1</FileReference>"
        "<TargetId>MLP</TargetId><FileType>TO</FileType>"
        "<FileTimestamp>2026-11-22T04:00:00+02:00</FileTimestamp><Status>NEW</Status>"
        "</FileDescriptor><FileDescriptor><FileReference>R2</FileReference></FileDescriptor>"
        "</FileDescriptors><UserFileTypes><UserFileType><TargetId>MLP</TargetId>"
        "<FileType>TO</FileType><FileTypeName>Tiliote</FileTypeName><Direction>Download"
        "</Direction></UserFileType></UserFileTypes><Content>" +
        packed + "</Content>");
    auto const response = bank_ws::read_application_response(bytes, {});
    REQUIRE(response);
    CHECK(response->code == "00");
    REQUIRE(response->files.size() == 2);
    CHECK(response->files[0].stamped == model::parse_instant("2026-11-22T02:00:00Z"));
    CHECK(response->files[1].reference == "R2");
    CHECK(!response->files[1].stamped);
    CHECK(response->file_types.at(0).name == "Tiliote");
    CHECK(response->content == "T00322...");
    REQUIRE(response->signer);
    CHECK((*response->signer)->common_name() == "TESTIPANKKI WS");
    bank_ws::ReadLimits small;
    small.content_bytes = 4;
    CHECK(!bank_ws::read_application_response(bytes, small));
  }

  TEST_CASE("a file of twelve megabytes comes through whole, with its signature") {
    std::string large(12u << 20, 'x');
    large.back() = 'y';
    auto const bytes = signed_response("<CustomerId>1</CustomerId><Content>" +
                                       model::base64(large) + "</Content>");
    auto const response = bank_ws::read_application_response(bytes, {});
    REQUIRE(response);
    CHECK(response->content == large);
    CHECK(response->signer.has_value());
  }

  TEST_CASE("what is not what it says is told") {
    CHECK(!bank_ws::read_application_response("", {}));
    CHECK(!bank_ws::read_application_response("<ApplicationResponse/>", {}));
    CHECK(!bank_ws::read_application_response(start + "<Content>%%</Content></ApplicationResponse>",
                                              {}));
    CHECK(!bank_ws::read_application_response(
        start + "<Compressed>1</Compressed><Content>AAAA</Content></ApplicationResponse>", {}));
    auto const unsigned_one =
        bank_ws::read_application_response(start + "</ApplicationResponse>", {});
    REQUIRE(unsigned_one);
    REQUIRE(unsigned_one->signer);
    CHECK(!unsigned_one->signer->has_value());
    CHECK(!bank_ws::read_soap("<a/>", false));
    CHECK(!bank_ws::read_soap("no XML", false));
  }

  TEST_CASE("a signature elsewhere than around the document says nothing") {
    auto const good = signed_response("<CustomerId>1</CustomerId>");
    auto const inner = good.substr(good.find("<ApplicationResponse"));
    // The signed document wrapped into another one.
    auto const wrapped = start + "<CustomerId>2</CustomerId>" + inner + "</ApplicationResponse>";
    auto const response = bank_ws::read_application_response(wrapped, {});
    REQUIRE(response);
    CHECK((!response->signer || !response->signer->has_value()));
    // Its signature moved into another document.
    auto const from = good.find("<Signature");
    auto const moved = start + "<CustomerId>2</CustomerId>" + good.substr(from);
    CHECK(!bank_ws::read_application_response(moved, {})->signer);
    // Two signatures.
    auto const twice = good.substr(0, good.rfind("</")) + good.substr(from);
    CHECK(!bank_ws::read_application_response(twice, {})->signer);
  }

  TEST_CASE("a SOAP signature counts for the body where it stands") {
    auto const good = signer_in(soap_around("body"));
    REQUIRE(good);
    CHECK((*good)->common_name() == "TESTIPANKKI WS");
    // The signed body moved into the header, another in its place.
    auto const whole = soap_around("body");
    auto const from = whole.find("<soapenv:Body");
    auto const body = whole.substr(from, whole.find("</soapenv:Envelope>") - from);
    CHECK(!signer_in(soap_around("other", "<w>" + body + "</w>")));
    CHECK(!signer_in(soap_around("body", "<w>" + body + "</w>")));
    auto changed = whole;
    changed.replace(changed.find("<x></x>"), 7, "<y></y>");
    CHECK(!signer_in(changed));
  }
}
