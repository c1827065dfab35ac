#include <doctest/doctest.h>

#include "channels/finvoice_bank/certificate_desk.hpp"
#include "formats/pki/request.hpp"
#include "tests/support/bank_peer.hpp"
#include "tests/support/real_now.hpp"

using namespace airut;
using tests::real_now;

namespace {

// A customer of a bank that gives two certificates at once. bank_encryption is a copy: it may
// change.
struct PairHouse {
  PairHouse() {
    settings = peer.settings();
    settings.encryption_identity = peer.file("identity-enc.pem");
    std::filesystem::copy_file(tests::bank_keys().file("identity-enc.pem"),
                               settings.encryption_identity);
  }

  channels::CertificateDesk::Result renew() const {
    return channels::CertificateDesk{settings, peer.profiles(), real_now}.renew();
  }
  channels::CertificateDesk::Result first(std::string const& pin) const {
    return channels::CertificateDesk{settings, peer.profiles(), real_now}.first(pin, "Yritys Oy");
  }
  bool works() const {
    channels::BankClient client{settings, peer.profiles(), real_now};
    auto const answer = client.list({"TO", "NEW", {}, {}});
    if (answer.verdict != config::BankVerdict::empty) MESSAGE(answer.trace.excerpt);
    return answer.verdict == config::BankVerdict::empty;
  }
  std::string text(std::string const& name) const { return tests::slurp(peer.file(name)); }

  tests::BankPeer peer{"salapankki"};
  config::BankWsSettings settings;
};

}  // namespace

TEST_SUITE("finvoice_bank/pair") {
  TEST_CASE("a renewal gives both new pairs in one file, and says who the bank is") {
    if (!tests::BankPeer::available()) return;
    PairHouse const house;
    auto const before = house.text("identity.pem");
    auto const obtained = house.renew();
    if (!obtained) MESSAGE(obtained.error().code << " " << obtained.error().excerpt);
    REQUIRE(obtained);
    auto const both = channels::read_identity(house.text("identity.pem"));
    REQUIRE(both);
    REQUIRE(both->encryption);
    CHECK(both->signing.certificate.serial() == obtained->serial);
    CHECK(both->encryption->certificate.serial() != obtained->serial);
    // The subjects of the pairs before.
    CHECK(both->signing.certificate.common_name() == "Mallisiivous Oy");
    CHECK(both->encryption->certificate.common_name() == "Mallisiivous Oy ENC");
    CHECK(house.text("identity.pem." + obtained->previous_serial) == before);
    CHECK(!std::filesystem::exists(house.peer.file("identity.pem.coming")));
    REQUIRE(obtained->bank.size() == 3);
    CHECK(obtained->bank.at(0).use == "encryption");
    CHECK(obtained->bank.at(2).sha256 ==
          model::sha256_hex(
              pki::Certificate::from_text(tests::bank_keys().pem("root")).value().der()));
    CHECK(house.works());
    // The pair that was in use goes on: its keys are in the one file now.
    auto const again = house.renew();
    REQUIRE(again);
    CHECK(again->previous_serial == obtained->serial);
    CHECK(house.works());
    auto const asked = house.peer.requests("RenewCertificate");
    REQUIRE(asked.size() == 2);
    CHECK(asked.at(0).at("environment") == "production");
  }

  TEST_CASE("whatever goes wrong, both old pairs stay in use, and asking again goes on") {
    if (!tests::BankPeer::available()) return;
    PairHouse house;
    auto const before = house.text("identity.pem");
    struct Row {
      char const *operation, *how, *code;
    };
    for (auto const& row : {Row{"GetBankCertificate", "stranger", "bank.invalid_response"},
                            Row{"GetBankCertificate", "unsigned", "bank.invalid_response"},
                            Row{"GetBankCertificate", "moved", "bank.invalid_response"},
                            Row{"GetBankCertificate", "other_root", "bank.invalid_response"},
                            Row{"GetBankCertificate", "other_encryption", "bank.invalid_response"},
                            Row{"GetBankCertificate", "other_request", "bank.invalid_response"},
                            Row{"GetBankCertificate", "good", ""},
                            Row{"RenewCertificate", "cut", "transport.no_answer"},
                            Row{"RenewCertificate", "fault", "bank.request_refused"},
                            Row{"RenewCertificate", "soap_fault", "bank.request_refused"},
                            Row{"RenewCertificate", "unsigned", "bank.invalid_response"},
                            Row{"RenewCertificate", "stranger", "bank.invalid_response"},
                            Row{"RenewCertificate", "wrong_key", "bank.invalid_response"},
                            Row{"RenewCertificate", "swapped", "bank.invalid_response"}}) {
      CAPTURE(row.operation);
      CAPTURE(row.how);
      house.peer.behave(row.operation, row.how);
      if (*row.code == '\0') continue;
      auto const asked = house.peer.requests("RenewCertificate").size();
      auto const obtained = house.renew();
      REQUIRE(!obtained);
      CHECK(obtained.error().code == row.code);
      CHECK(house.text("identity.pem") == before);
      // Nothing of ours goes to who has not proved to be the bank.
      bool const by_bank = std::string_view{row.operation} == "RenewCertificate";
      CHECK(house.peer.requests("RenewCertificate").size() == asked + (by_bank ? 1 : 0));
    }
    CHECK(house.works());
    // The keys of the first request are the keys of each.
    auto const keys = channels::private_keys_in(house.text("identity.pem.coming"));
    REQUIRE(keys.size() == 2);
    house.peer.behave("RenewCertificate", "not_registered");
    auto const early = house.renew();
    REQUIRE(!early);
    CHECK(early.error().code == "bank.signature_refused");
    CHECK(house.text("identity.pem") == before);
    CHECK(channels::private_keys_in(house.text("identity.pem.coming")) == keys);
    // The bank knows the pair at last: no other one is asked for.
    auto const asked = house.peer.requests("RenewCertificate").size();
    auto const pair = channels::read_identity(house.text("identity.pem.coming")).value();
    std::filesystem::create_directory(house.peer.file("encryption"));
    std::ofstream{house.peer.file("customers/late.pem")}
        << pki::certificate_pem(pair.signing.certificate);
    std::ofstream{house.peer.file("encryption/late.pem")}
        << pki::certificate_pem(pair.encryption->certificate);
    REQUIRE(house.renew());
    CHECK(house.peer.requests("RenewCertificate").size() == asked);
    CHECK(house.works());
  }

  TEST_CASE("a first pair comes by the bank's PIN, with the certificate that content goes to") {
    if (!tests::BankPeer::available()) return;
    PairHouse house;
    std::filesystem::remove(house.settings.identity);
    std::filesystem::remove(house.settings.encryption_identity);
    house.settings.encryption_identity.clear();
    house.settings.bank_encryption = house.peer.file("fetched.pem");
    house.settings.test = true;
    CHECK(house.first("12345678901").error().code == "bank.request_refused");
    auto const wrong = house.first("9999");
    CHECK(wrong.error().code == "bank.request_refused");
    CHECK(wrong.error().native_code == "PKI 15");
    auto const obtained = house.first("1234");
    if (!obtained) MESSAGE(obtained.error().code << " " << obtained.error().excerpt);
    REQUIRE(obtained);
    CHECK(house.text("fetched.pem").starts_with("-----BEGIN CERTIFICATE"));
    CHECK(house.works());
    CHECK(house.peer.requests("CreateCertificate").back().at("environment") == "customertest");
    house.settings.customer_id = "1111111";
    CHECK(house.renew().error().code == "bank.request_refused");
  }

  TEST_CASE("the bank's new encryption certificate takes the old one's place, which stays") {
    if (!tests::BankPeer::available()) return;
    PairHouse house;
    house.settings.bank_encryption = house.peer.file("old-enc.pem");
    std::ofstream{house.settings.bank_encryption} << tests::bank_keys().pem("tls");
    REQUIRE(house.renew());
    auto const now = pki::Certificate::from_text(house.text("old-enc.pem")).value();
    CHECK(now.common_name() == "TESTIPANKKI ENC");
    auto const before = pki::Certificate::from_text(tests::bank_keys().pem("tls")).value();
    CHECK(std::filesystem::exists(house.peer.file("old-enc.pem." + before.serial())));
  }
}
