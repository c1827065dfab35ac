#include "channels/finvoice_bank/certificate_desk.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/support/bank_peer.hpp"
#include "tests/support/real_now.hpp"

using namespace airut;
using tests::real_now;

namespace {

channels::CertificateDesk desk(tests::BankPeer const& peer) {
  return {peer.settings(), peer.profiles(), real_now};
}

bool works(tests::BankPeer const& peer) {
  channels::BankClient client{peer.settings(), peer.profiles(), real_now};
  return client.list({"TO", "NEW", {}, {}}).verdict == config::BankVerdict::empty;
}

unsigned mode_of(std::string const& file) {
  struct stat found{};
  return ::stat(file.c_str(), &found) == 0 ? found.st_mode & 0777U : 0;
}

}  // namespace

TEST_SUITE("finvoice_bank/certificates") {
  TEST_CASE("a renewal gives a new key that works, and keeps the old one beside it") {
    if (!tests::BankPeer::available()) return;
    for (auto const* bank : {"saastopankki", "testipankki"}) {
      CAPTURE(bank);
      tests::BankPeer const peer{bank};
      auto const before = tests::slurp(peer.file("identity.pem"));
      auto const obtained = desk(peer).renew();
      if (!obtained) MESSAGE(obtained.error().excerpt);
      REQUIRE(obtained);
      CHECK(obtained->serial != obtained->previous_serial);
      auto const after = tests::slurp(peer.file("identity.pem"));
      CHECK(after != before);
      CHECK(tests::slurp(peer.file("identity.pem." + obtained->previous_serial)) == before);
      CHECK(mode_of(peer.file("identity.pem")) == 0600);
      CHECK(!std::filesystem::exists(peer.file("identity.pem.coming")));
      CHECK(works(peer));
      CHECK(peer.requests("GetCertificate").at(0)["renewal"] == "true");
    }
  }

  TEST_CASE("whatever goes wrong, the old key stays in use, and asking again goes on") {
    if (!tests::BankPeer::available()) return;
    tests::BankPeer peer;
    auto const before = tests::slurp(peer.file("identity.pem"));
    auto const kept = [&] { return tests::slurp(peer.file("identity.pem")) == before; };
    for (auto const& [how, code] :
         {std::pair{"cut", "transport.no_answer"}, std::pair{"unsigned", "bank.invalid_response"},
          std::pair{"stranger", "bank.invalid_response"},
          std::pair{"wrong_key", "bank.invalid_response"},
          std::pair{"code:19", "bank.signature_refused"}}) {
      CAPTURE(how);
      peer.behave("GetCertificate", how);
      auto const obtained = desk(peer).renew();
      REQUIRE(!obtained);
      CHECK(obtained.error().code == code);
      CHECK(kept());
    }
    // The key of the first request is the key of each.
    auto const key = tests::slurp(peer.file("identity.pem.coming"));
    CHECK(mode_of(peer.file("identity.pem.coming")) == 0600);
    peer.behave("GetCertificate", "not_registered");
    auto const early = desk(peer).renew();
    REQUIRE(!early);
    CHECK(early.error().code == "bank.signature_refused");
    CHECK(kept());
    CHECK(tests::slurp(peer.file("identity.pem.coming")).starts_with(key));
    // The bank knows the new certificate at last: no other one is asked for.
    auto const asked = peer.requests("GetCertificate").size();
    std::ofstream{peer.file("customers/late.pem")}
        << channels::read_identity(tests::slurp(peer.file("identity.pem.coming")))
               .map([&](auto const&) {
                 auto const pair = tests::slurp(peer.file("identity.pem.coming"));
                 return pair.substr(pair.find("-----BEGIN CERTIFICATE"));
               })
               .value();
    auto const obtained = desk(peer).renew();
    REQUIRE(obtained);
    CHECK(peer.requests("GetCertificate").size() == asked);
    CHECK(works(peer));
  }

  TEST_CASE("a first certificate comes by the bank's code") {
    if (!tests::BankPeer::available()) return;
    for (auto const* bank : {"saastopankki", "testipankki"}) {
      CAPTURE(bank);
      tests::BankPeer const peer{bank};
      CHECK(desk(peer).first("1234567890", "Yritys Oy").error().code == "bank.no_identity");
      std::filesystem::remove(peer.file("identity.pem"));
      CHECK(desk(peer).first("0000000000", "Yritys Oy").error().code == "bank.not_authorised");
      auto const obtained = desk(peer).first("1234567890", "Yritys Oy");
      if (!obtained) MESSAGE(obtained.error().excerpt);
      REQUIRE(obtained);
      CHECK(obtained->previous_serial.empty());
      CHECK(works(peer));
      CHECK(mode_of(peer.file("identity.pem")) == 0600);
    }
  }

  TEST_CASE("a bank without a certificate service says so") {
    if (!tests::BankPeer::available()) return;
    tests::BankPeer const peer;
    auto settings = peer.settings();
    settings.bank = "sivupankki";
    channels::CertificateDesk by_hand{settings, peer.profiles(), real_now};
    CHECK(by_hand.renew().error().code == "bank.not_supported");
  }
}
