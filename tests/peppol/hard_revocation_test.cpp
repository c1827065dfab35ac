// What becomes of messages when a certificate of the network was revoked, or nobody can say whether
// it was: by the settings as they are when nothing is said.
#include <doctest/doctest.h>

#include "tests/peppol/house.hpp"

using namespace airut;
using tests::as, tests::letter, tests::run_to_end;

namespace {

constexpr auto sent_to = "0192:991825827";
constexpr std::string_view certificates[] = {"sender", "receiver", "smp"};

// Authorities whose lists tell of the certificates that each issued; that of access points has a
// responder (OCSP), too.
class Authorities : public tests::KeyFolder {
 public:
  Authorities()
      : points_(tests::free_port()), registers_(tests::free_port()), asked_(tests::free_port()) {
    authority("ap-ca", "/C=BE/O=TEST/CN=TEST ACCESS POINT CA");
    authority("smp-ca", "/C=BE/O=TEST/CN=TEST SERVICE METADATA PUBLISHER CA");
    leaf("sender", "ap-ca", "PFI000001", told_at(points_, "ap"));
    leaf("receiver", "ap-ca", "PNO000002",
         told_at(points_, "ap") +
             fmt::format("\nauthorityInfoAccess=OCSP;URI:http://127.0.0.1:{}/", asked_));
    leaf("smp", "smp-ca", "SMP000004", told_at(registers_, "smp"));
  }

  // Lists without, or with these certificates, at addresses that answer.
  void tell_of_points(std::vector<std::string> const& revoked) {
    revocation_list("ap", "ap-ca", revoked);
    point_lists_ = served(points_);
  }
  // By the responder alone.
  void answer_of_points(std::vector<std::string> const& revoked) {
    revocation_list("ap", "ap-ca", revoked);
    auto const log = file("ocsp.log");
    responder_ = std::make_unique<tests::Process>(
        std::vector<std::string>{"openssl", "ocsp", "-port", std::to_string(asked_), "-index",
                                 file("index.txt"), "-CA", file("ap-ca.pem"), "-rsigner",
                                 file("ap-ca.pem"), "-rkey", file("ap-ca.key"), "-nmin", "60"},
        log);
    // A connection without a question would end it: its own word is waited for.
    for (int i = 0; i < 200; ++i) {
      if (tests::slurp(log).find("waiting for") != std::string::npos) return;
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    FAIL("the responder did not start");
  }
  void tell_of_registers(std::vector<std::string> const& revoked) {
    revocation_list("smp", "smp-ca", revoked);
    register_lists_ = served(registers_);
  }

 private:
  static std::string told_at(int port, std::string_view list) {
    return fmt::format("crlDistributionPoints=URI:http://127.0.0.1:{}/{}.crl", port, list);
  }
  std::unique_ptr<tests::Process> served(int port) {
    auto server = std::make_unique<tests::Process>(
        std::vector<std::string>{"/usr/bin/python3", "-m", "http.server", std::to_string(port),
                                 "--bind", "127.0.0.1", "--directory", path().string()},
        path() / fmt::format("{}.log", port));
    REQUIRE(tests::wait_for_port(port));
    return server;
  }

  int points_, registers_, asked_;
  std::unique_ptr<tests::Process> point_lists_, register_lists_, responder_;
};

// The network by those authorities, and a channel by the default settings.
struct Revoking {
  Revoking() {
    for (auto const name : certificates) {
      for (auto const* kind : {".pem", ".key"}) {
        std::filesystem::copy_file(authorities.file(std::string{name} + kind),
                                   network.file(std::string{name} + kind),
                                   std::filesystem::copy_options::overwrite_existing);
      }
    }
    std::ofstream{network.file("trust.pem")} << authorities.pem("ap-ca")
                                             << authorities.pem("smp-ca");
    network.enter(sent_to);
  }

  channels::Outcome send() {
    auto settings = network.settings();
    settings.revocation = config::PeppolSettings{}.revocation;
    auto const now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    channels::PeppolChannel channel{settings, pool, [now] { return now; }};
    if (auto hindered = run_to_end(channel.prepare(letter(sent_to)))) return *hindered;
    return run_to_end(channel.deliver(letter(sent_to)));
  }

  Authorities authorities;
  tests::PeppolNetwork network;
  boost::asio::thread_pool pool{2};
};

}  // namespace

TEST_CASE("a message leaves when nothing is revoked, and not to who was") {
  if (!tests::PeppolNetwork::available()) return;
  Revoking house;
  house.authorities.tell_of_registers({});
  SUBCASE("nothing") {
    house.authorities.tell_of_points({});
    CHECK(std::holds_alternative<channels::HandedOver>(house.send()));
    CHECK(house.network.messages().size() == 1);
  }
  SUBCASE("the receiving access point's certificate") {
    SUBCASE("says the list") { house.authorities.tell_of_points({"receiver"}); }
    SUBCASE("says the responder") { house.authorities.answer_of_points({"receiver"}); }
    auto const outcome = house.send();
    auto const& later = as<channels::Deferred>(outcome);
    CHECK(later.trace.code == "peppol.receiver_certificate_invalid");
    CHECK(later.trace.excerpt.find("revoked by") != std::string::npos);
    CHECK(later.retry_after == std::chrono::hours{6});
    CHECK(house.network.messages().empty());
  }
}

TEST_CASE("a register whose certificate was revoked is not believed") {
  if (!tests::PeppolNetwork::available()) return;
  Revoking house;
  house.authorities.tell_of_points({});
  house.authorities.tell_of_registers({"smp"});
  auto const outcome = house.send();
  auto const& trace = as<channels::Refused>(outcome).trace;
  CHECK(trace.code == "peppol.smp_certificate_invalid");
  CHECK(trace.excerpt.find("revoked by") != std::string::npos);
  CHECK(house.network.messages().empty());
}

TEST_CASE("where nobody says whether a certificate was revoked the message waits") {
  if (!tests::PeppolNetwork::available()) return;
  Revoking house;
  SUBCASE("of the register") { house.authorities.tell_of_points({}); }
  SUBCASE("of the receiving access point") { house.authorities.tell_of_registers({}); }
  auto const outcome = house.send();
  auto const& trace = as<channels::Deferred>(outcome).trace;
  CHECK(trace.code == "peppol.smp_unavailable");
  CHECK(trace.excerpt.find("could not be asked") != std::string::npos);
  CHECK(house.network.messages().empty());
}
