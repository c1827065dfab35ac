#include <doctest/doctest.h>

#include "formats/bank_ws/certificate_request.hpp"
#include "formats/bank_ws/soap.hpp"
#include "formats/model/sha256.hpp"
#include "formats/pki/digest.hpp"
#include "formats/pki/request.hpp"
#include "tests/support/bank_keys.hpp"

using namespace airut;

namespace {

// The CertApplicationRequest inside a message to the certificate service.
xml::Document inside(std::string const& message) {
  auto const soap = xml::Document::parse(message).value();
  std::string bytes;
  auto const call = soap.root().child("Body").child("getCertificatein");
  REQUIRE(model::base64_decode(call.text_of("ApplicationRequest"), bytes));
  return xml::Document::parse(bytes).value();
}

bank_ws::CertificateRequest request(bank_ws::CertificateAuthority authority) {
  bank_ws::CertificateRequest one;
  one.authority = authority;
  one.customer_id = "11111111";
  one.request_id = "r1";
  one.software_id = "Airut";
  one.pkcs10 = "not looked at";
  return one;
}

}  // namespace

TEST_SUITE("bank_ws/certificate") {
  TEST_CASE("openssl reads the request of a new key, with the subject of the earlier certificate") {
    tests::TempDirectory const folder;
    auto const& keys = tests::bank_keys();
    auto const key = pki::new_key_pem();
    auto const der = pki::certificate_request(key, keys.keys("customer").certificate).value();
    std::ofstream{folder.path() / "request.der", std::ios::binary} << der;
    auto const log = folder.path() / "log";
    CHECK(tests::run({"openssl", "req", "-inform", "DER", "-in",
                      (folder.path() / "request.der").string(), "-verify", "-noout", "-subject"},
                     log) == 0);
    CHECK(tests::slurp(log).find("CN = Mallisiivous Oy") != std::string::npos);
    CHECK(!pki::certificate_request("no key", keys.keys("customer").certificate));
    auto const first = pki::certificate_request(key, {"Yritys Öy", "FI", "11111111"}).value();
    std::ofstream{folder.path() / "first.der", std::ios::binary} << first;
    CHECK(tests::run(
              {"openssl", "req", "-inform", "DER", "-in", (folder.path() / "first.der").string(),
               "-noout", "-subject", "-nameopt", "utf8"},
              log) == 0);
    CHECK(tests::slurp(log).find("serialNumber=11111111") != std::string::npos);
  }

  TEST_CASE("a first certificate is asked for with the bank's code, each bank's way") {
    using Service = bank_ws::CertificateAuthority;
    auto const nordea = inside(bank_ws::write_first(request(Service::nordea), "1234567890"));
    CHECK(nordea.root().name_space() == "http://filetransfer.nordea.com/xmldata/");
    CHECK(nordea.root().text_of("HMAC") ==
          model::base64(pki::hmac_sha1("1234567890", "not looked at")));
    CHECK(!nordea.root().child("TransferKey"));
    auto const op = inside(bank_ws::write_first(request(Service::op), "1234567890123456"));
    CHECK(op.root().name_space() == "http://op.fi/mlp/xmldata/");
    CHECK(op.root().text_of("Service") == "MATU");
    CHECK(op.root().text_of("TransferKey") == "1234567890123456");
    auto const samlink = inside(bank_ws::write_first(request(Service::samlink), "1"));
    CHECK(samlink.root().text_of("Service") == "ISSUER");
    CHECK(!samlink.root().child("Signature"));
  }

  TEST_CASE("a renewal is signed by the key that is still valid") {
    auto const own = tests::bank_keys().keys("customer");
    auto const document =
        inside(bank_ws::write_renewal(request(bank_ws::CertificateAuthority::op), own, {}));
    auto const signer = bank_ws::enveloped_signer(document, false);
    REQUIRE(signer);
    CHECK(**signer == own.certificate);
  }
}
