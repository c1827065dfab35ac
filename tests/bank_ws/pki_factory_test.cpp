#include "formats/bank_ws/pki_factory.hpp"

#include <doctest/doctest.h>

#include "formats/bank_ws/encryption.hpp"
#include "formats/model/sha256.hpp"
#include "formats/pki/request.hpp"
#include "formats/pki/trust.hpp"
#include "tests/support/bank_keys.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
using bank_ws::PkiOperation;

namespace {

// Blanks between tags away.
std::string tight(std::string_view text) {
  std::string out, blanks;
  for (char const c : text) {
    bool const blank = c == ' ' || c == '\n' || c == '\r';
    bool const between = blank && (!out.empty() && out.back() == '>');
    if (between || (blank && !blanks.empty())) {
      blanks += c;
      continue;
    }
    if (c != '<') out += blanks;
    blanks.clear();
    out += c;
  }
  return out;
}

// One tag a line, two blanks a level.
std::string indented(std::string_view text) {
  std::string out;
  int level = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool const tag = text[at] == '<';
    bool const after_tag = tag && at > 0 && text[at - 1] == '>';
    bool const ends = tag && text[at + 1] == '/';
    if (ends) --level;
    if (after_tag) out += "\n" + std::string(static_cast<std::size_t>(level) * 2, ' ');
    bool const alone = tag && text[text.find('>', at) - 1] == '/';
    if (tag && !ends && !alone) ++level;
    out += text[at];
  }
  return out;
}

// The real answer as the bank signed it: whoever kept it laid it out for the eye. The bank writes
// no blanks between tags but in SignedInfo.
std::string real_answer() {
  auto text = tight(tests::slurp(tests::shared("data/bankws/danske_GetBankCertificate-res.xml")));
  auto const from = text.find("<SignedInfo>");
  auto const to = text.find("</SignedInfo>") + std::string_view{"</SignedInfo>"}.size();
  return text.substr(0, from) + indented(text.substr(from, to - from)) + text.substr(to);
}

bank_ws::PairRequest pair_request() {
  return {{"360817", "fad29587b6", model::parse_instant("2026-11-27T08:00:00Z").value(), true},
          "encryption",
          "signing"};
}

// The request inside a message, by the bank's key.
std::string opened(std::string const& message) {
  auto const from = message.find("<xenc:EncryptedData");
  constexpr std::string_view end = "</xenc:EncryptedData>";
  auto const data = message.substr(from, message.find(end) + end.size() - from);
  return bank_ws::decrypt(data, tests::bank_keys().keys("bank-enc").key).value();
}

}  // namespace

TEST_SUITE("bank_ws/pki_factory") {
  TEST_CASE("the real answer with the bank's certificates is read, and its signature holds") {
    if (!tests::has_shared("data/bankws")) return;
    auto const answer =
        bank_ws::read_pki_response(real_answer(), PkiOperation::bank_certificates, true);
    if (!answer) MESSAGE(answer.error());
    REQUIRE(answer);
    CHECK(answer->code == "00");
    CHECK(answer->request_id == "5");
    REQUIRE((answer->encryption && answer->signing && answer->authority));
    CHECK(answer->encryption->common_name() == "DPCRYPT");
    CHECK(answer->signing->common_name() == "DPSIGN");
    CHECK(answer->authority->serial_number() == "1111110003");
    if (!answer->signer) MESSAGE(answer->signer.error());
    REQUIRE(answer->signer);
    REQUIRE(answer->signer->has_value());
    CHECK(**answer->signer == *answer->signing);
    auto const root =
        pki::TrustAnchors::from_pem(pki::certificate_pem(*answer->authority), {}).value();
    auto const then = model::parse_instant("2020-07-18T02:03:59Z").value();
    CHECK(root.check(*answer->signing, then));
    // It may be encrypted to, and signs nothing.
    CHECK(root.issuer_of(*answer->encryption, then));
    CHECK(root.check(*answer->encryption, then).error().reason == pki::Distrust::Reason::purpose);
    CHECK(!root.issuer_of(*answer->encryption, then + std::chrono::hours{24 * 800}));
  }

  TEST_CASE("SHA-1 is taken only where the bank's row says so, and nothing that was changed") {
    if (!tests::has_shared("data/bankws")) return;
    auto const text = real_answer();
    auto const strict = bank_ws::read_pki_response(text, PkiOperation::bank_certificates, false);
    REQUIRE(strict);
    CHECK(!strict->signer);
    auto changed = text;
    changed.replace(changed.find(">OK<"), 4, ">KO<");
    auto const other = bank_ws::read_pki_response(changed, PkiOperation::bank_certificates, true);
    REQUIRE(other);
    CHECK(!other->signer);
    CHECK(!bank_ws::read_pki_response(text, PkiOperation::create, true));
    CHECK(!bank_ws::read_pki_response("<x/>", PkiOperation::create, true));
  }

  TEST_CASE("the service's own faults are read, bare or inside a SOAP fault") {
    std::string const fault =
        "<f:PKIFactoryServiceFault xmlns:f=\"http://danskebank.dk/PKI/PKIFactoryService\">"
        "<f:RequestId>1</f:RequestId><f:ReturnCode>07</f:ReturnCode><f:ReturnText>Schema</"
        "f:ReturnText><f:AdditionalReturnText>more</f:AdditionalReturnText>"
        "</f:PKIFactoryServiceFault>";
    auto const around = [](std::string const& inside) {
      return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" + inside +
             "</s:Body></s:Envelope>";
    };
    for (auto const& body :
         {fault, "<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail>" +
                     fault + "</detail></s:Fault>"}) {
      auto const read = bank_ws::read_pki_response(around(body), PkiOperation::create, true);
      REQUIRE(read);
      CHECK(read->code == "07");
      CHECK(read->text == "Schema: more");
    }
    auto const plain = bank_ws::read_pki_response(
        around("<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>"),
        PkiOperation::create, true);
    REQUIRE(plain);
    CHECK(plain->code == "s:Server");
  }

  TEST_CASE("a first pair is asked for with the PIN, for the bank's eyes alone") {
    auto const bank = tests::bank_keys().keys("bank-enc").certificate;
    auto const message = bank_ws::write_create(pair_request(), "1234", bank).value();
    CHECK(message.find("<pkif:Environment>customertest</pkif:Environment>") != std::string::npos);
    CHECK(message.find("Recipient=\"name:DanskeBankCryptCERT\"") != std::string::npos);
    CHECK(message.find("1234") == std::string::npos);
    auto const inside = opened(message);
    auto const document = xml::Document::parse(inside).value();
    CHECK(document.root().name() == "CreateCertificateRequest");
    CHECK(document.root().text_of("PIN") == "1234");
    CHECK(document.root().text_of("SigningCertPKCS10") == model::base64("signing"));
    CHECK(document.root().text_of("EncryptionCertPKCS10") == model::base64("encryption"));
    CHECK(inside.find("EncryptionCert") < inside.find("SigningCert"));
  }

  TEST_CASE("the pair that follows is asked for under the key that is still valid") {
    auto const bank = tests::bank_keys().keys("bank-enc").certificate;
    auto const own = tests::bank_keys().keys("customer");
    auto request = pair_request();
    request.header.test = false;
    auto const message = bank_ws::write_renew(request, own, {}, bank).value();
    auto const soap = xml::Document::parse(message).value();
    auto const around = bank_ws::soap_signer(soap, false);
    REQUIRE(around);
    CHECK(**around == own.certificate);
    auto const document = xml::Document::parse(opened(message)).value();
    auto const signer = bank_ws::enveloped_signer(document, false);
    REQUIRE(signer);
    CHECK(**signer == own.certificate);
    CHECK(document.root().text_of("Environment") == "production");
    CHECK(!document.root().child("PIN"));
  }
}
