#include <algorithm>
#include <utility>

#include <doctest/doctest.h>

#include "channels/finvoice_bank/client.hpp"
#include "tests/support/bank_peer.hpp"
#include "tests/support/real_now.hpp"

// Whether what signs a bank's answers is the bank's still; lists by openssl's own authority.

using namespace airut;
using tests::real_now;

namespace {

// The bank's own authorities of a test: a root, one under it, and what they issued.
class Authorities : public tests::KeyFolder {
 public:
  Authorities() {
    authority("root", "/C=FI/O=Testipankki/CN=TESTIPANKKI ROOT");
    authority("other", "/C=FI/O=Muu/CN=MUU ROOT");
    authority_under("issuing", "root", "/C=FI/O=Testipankki/CN=TESTIPANKKI ISSUING");
    leaf("by-root", "root", "TESTIPANKKI WS");
    leaf("by-issuing", "issuing", "TESTIPANKKI WS 2");
    leaf("foreign", "other", "TESTIPANKKI WS");
    again("ended", "by-root", "root", -1);
    authority_under("ended-issuing", "root", "/C=FI/O=Testipankki/CN=TESTIPANKKI ENDED", -1);
    leaf("by-ended", "ended-issuing", "TESTIPANKKI WS 3");
    revocation_list("root-none", "root", {});
    revocation_list("root-leaf", "root", {"by-root"});
    revocation_list("root-issuing", "root", {"issuing"});
    revocation_list("issuing-none", "issuing", {});
    revocation_list("foreign", "other", {});
  }
};

struct TrustHouse {
  TrustHouse() { settings.revocation = config::Revocation::required; }

  // The bank signs with this from now on, and these are trusted.
  void sign_as(std::string const& leaf, std::vector<std::string> const& trusted) {
    for (auto const* kind : {".pem", ".key"})
      std::filesystem::copy_file(keys.file(leaf + kind), peer.file(std::string{"bank"} + kind),
                                 std::filesystem::copy_options::overwrite_existing);
    settings.trust = peer.file("trust.pem");
    std::ofstream out{settings.trust};
    for (auto const& one : trusted) out << keys.pem(one);
  }
  void use_lists(std::vector<std::string> const& names) {
    settings.revocation_lists.clear();
    for (auto const& name : names) settings.revocation_lists.emplace_back(keys.file(name + ".crl"));
  }
  // "" when the answer was believed.
  std::string objection() const {
    channels::BankClient client{settings, peer.profiles(), real_now};
    auto const answer = client.list({"TO", "NEW", {}, {}});
    if (answer.verdict == config::BankVerdict::empty) return {};
    auto const& why = answer.trace.excerpt;
    bool const unasked = why.find("could not be asked") != std::string::npos;
    CHECK(answer.trace.code == (unasked ? "bank.revocation_unchecked" : "bank.invalid_response"));
    CHECK((answer.verdict == config::BankVerdict::deferred) == unasked);
    return why;
  }

  Authorities const& keys = authorities();
  tests::BankPeer peer;
  config::BankWsSettings settings = peer.settings();

 private:
  static Authorities const& authorities() {
    static Authorities const made;
    return made;
  }
};

// Takes every question and answers none.
class SilentPlace {
 public:
  SilentPlace() { REQUIRE(tests::wait_for_port(port_)); }
  std::string address() const { return fmt::format("http://127.0.0.1:{}/list.crl", port_); }
  // Since this was asked last.
  int questions() {
    auto const log = tests::slurp(log_.string());
    auto const lines = static_cast<int>(std::count(log.begin(), log.end(), '\n'));
    return lines - std::exchange(told_, lines);
  }

 private:
  tests::TempDirectory folder_;
  std::filesystem::path log_ = folder_.path() / "log";
  int told_ = 0;
  int port_ = tests::free_port();
  tests::Process process_{{"python3", "-c",
                           "import socket, sys\n"
                           "place = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"
                           "kept = []\n"
                           "while True:\n"
                           "    kept.append(place.accept())\n"
                           "    print('asked', flush=True)\n",
                           std::to_string(port_)},
                          log_};
};

bool says(std::string const& text, std::string_view part) {
  CAPTURE(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("finvoice_bank/trust") {
  TEST_CASE("a bank's answer counts only while nobody has taken its certificate back") {
    if (!tests::BankPeer::available()) return;
    TrustHouse house;
    house.sign_as("by-root", {"root"});
    CHECK(says(house.objection(), "could not be asked"));  // nobody is named who could be
    house.use_lists({"foreign"});
    CHECK(says(house.objection(), "is not signed by"));
    house.use_lists({"foreign", "root-none"});
    CHECK(house.objection().empty());
    auto const signer = pki::Certificate::from_text(house.keys.pem("by-root")).value();
    channels::BankTrust trust{house.settings};
    auto const doubt = trust.doubt_of_signing(signer, real_now() + std::chrono::hours{48});
    REQUIRE(doubt);
    CHECK(doubt->reason == pki::Distrust::Reason::unchecked);
    CHECK(says(doubt->text, "out of date"));
    house.use_lists({"root-leaf"});
    CHECK(says(house.objection(), "was revoked by"));
    house.settings.revocation = config::Revocation::when_reachable;
    CHECK(says(house.objection(), "was revoked by"));
    house.use_lists({});
    CHECK(house.objection().empty());
    house.use_lists({"root-leaf"});
    house.settings.revocation = config::Revocation::off;
    CHECK(house.objection().empty());
  }

  TEST_CASE("a place that does not answer keeps a file back once in some minutes, not each time") {
    if (!tests::BankPeer::available()) return;
    TrustHouse house;
    tests::KeyFolder keys;
    SilentPlace place;
    keys.authority("root", "/C=FI/O=Testipankki/CN=TESTIPANKKI ROOT");
    keys.leaf("bank", "root", "TESTIPANKKI WS", "crlDistributionPoints=URI:" + place.address());
    for (auto const* name : {"bank.pem", "bank.key"})
      std::filesystem::copy_file(keys.file(name), house.peer.file(name),
                                 std::filesystem::copy_options::overwrite_existing);
    house.settings.trust = keys.file("root.pem");
    house.settings.timeout = std::chrono::seconds{2};
    house.settings.revocation = config::Revocation::when_reachable;
    auto now = real_now();
    channels::BankClient client{house.settings, house.peer.profiles(), [&] { return now; }};
    auto const upload = [&] { return client.upload("1.xml", "VL", "<Finvoice/>").verdict; };
    place.questions();
    CHECK(upload() == config::BankVerdict::good);
    CHECK(place.questions() == 1);  // one certificate signed the message and the document in it
    now += std::chrono::minutes{4};
    CHECK(upload() == config::BankVerdict::good);
    CHECK(place.questions() == 0);
    CHECK(says(client.unchecked().value_or(""), "could not be asked"));
    // What leaves in any case need not wait for an answer about who signed last.
    now += std::chrono::minutes{2};
    house.peer.behave("UploadFile", "http503");
    CHECK(upload() == config::BankVerdict::deferred);
    CHECK(place.questions() == 0);
    house.peer.behave("UploadFile", "good");
    CHECK(upload() == config::BankVerdict::good);
    CHECK(place.questions() == 1);
    // A clock that goes back does not keep it silent for longer.
    now -= std::chrono::minutes{4};
    CHECK(upload() == config::BankVerdict::good);
    CHECK(place.questions() == 1);
  }

  TEST_CASE("that nothing is there counts no sooner when the message around the answer says it") {
    if (!tests::BankPeer::available()) return;
    TrustHouse house;
    house.sign_as("by-root", {"root"});
    house.peer.behave("DownloadFileList", "header:24");
    CHECK(says(house.objection(), "could not be asked"));
    house.use_lists({"root-none"});
    CHECK(house.objection().empty());
    house.use_lists({"root-leaf"});
    CHECK(says(house.objection(), "was revoked by"));
    house.use_lists({});
    house.settings.revocation = config::Revocation::when_reachable;
    channels::BankClient client{house.settings, house.peer.profiles(), real_now};
    CHECK(client.list({"TO", "NEW", {}, {}}).verdict == config::BankVerdict::empty);
    CHECK(says(client.unchecked().value_or(""), "could not be asked"));
  }

  TEST_CASE("a list that a bank's certificate names is fetched, and one that is not there stops") {
    if (!tests::BankPeer::available()) return;
    TrustHouse house;
    tests::KeyFolder keys;
    auto const port = tests::free_port();
    keys.authority("root", "/C=FI/O=Testipankki/CN=TESTIPANKKI ROOT");
    keys.leaf("bank", "root", "TESTIPANKKI WS",
              fmt::format("crlDistributionPoints=URI:http://127.0.0.1:{}/list.crl", port));
    for (auto const* name : {"bank.pem", "bank.key"})
      std::filesystem::copy_file(keys.file(name), house.peer.file(name),
                                 std::filesystem::copy_options::overwrite_existing);
    house.settings.trust = keys.file("root.pem");
    CHECK(says(house.objection(), "could not be asked"));
    keys.revocation_list("list", "root", {});
    tests::Process const lists{{"python3", "-m", "http.server", std::to_string(port), "--bind",
                                "127.0.0.1", "--directory", keys.path().string()},
                               keys.path() / "http.log"};
    REQUIRE(tests::wait_for_port(port));
    CHECK(house.objection().empty());
    keys.revocation_list("list", "root", {"bank"});
    CHECK(says(house.objection(), "was revoked by"));
  }

  TEST_CASE("an authority between the bank and its root must be good, too") {
    if (!tests::BankPeer::available()) return;
    TrustHouse house;
    house.use_lists({"root-none", "issuing-none"});
    house.sign_as("by-issuing", {"root"});
    CHECK(says(house.objection(), "is not trusted here"));
    house.sign_as("by-issuing", {"root", "issuing"});
    CHECK(house.objection().empty());
    house.use_lists({"root-issuing", "issuing-none"});
    CHECK(says(house.objection(), "TESTIPANKKI ISSUING,O=Testipankki,C=FI was revoked by"));
    // Who trusts it alone has it for his root.
    house.sign_as("by-issuing", {"issuing"});
    CHECK(house.objection().empty());
    house.sign_as("foreign", {"root", "issuing"});
    CHECK(says(house.objection(), "is not trusted here"));
  }

  TEST_CASE("neither an ended certificate nor one of an ended authority signs for a bank") {
    if (!tests::BankPeer::available()) return;
    TrustHouse house;
    house.settings.revocation = config::Revocation::off;
    house.sign_as("ended", {"root"});
    CHECK(says(house.objection(), "TESTIPANKKI WS,O=T,C=FI is valid from"));
    house.sign_as("by-ended", {"root", "ended-issuing"});
    CHECK(says(house.objection(), "TESTIPANKKI ENDED,O=Testipankki,C=FI is valid from"));
  }

  TEST_CASE("content is not encrypted to a certificate that is the bank's no more") {
    if (!tests::BankPeer::available()) return;
    tests::BankPeer const peer{"salapankki"};
    auto settings = peer.settings();
    settings.bank_encryption = peer.file("stranger.pem");
    channels::BankClient strange{settings, peer.profiles(), real_now};
    auto const answer = strange.list({"TO", "NEW", {}, {}});
    CHECK(answer.trace.code == "bank.no_identity");
    CHECK(says(answer.trace.excerpt, "is not trusted here"));
    CHECK(peer.requests().empty());
  }

  TEST_CASE(
      "a file waits while nobody can be asked for what it is encrypted to, where that is a duty") {
    if (!tests::BankPeer::available()) return;
    TrustHouse const house;
    tests::BankPeer const peer{"salapankki"};
    auto settings = peer.settings();
    settings.revocation = config::Revocation::required;
    settings.trust = house.keys.file("root.pem");
    settings.bank_encryption = house.keys.file("by-root.pem");
    auto const asked = [&] {
      channels::BankClient client{settings, peer.profiles(), real_now};
      return client.upload("1.xml", "VL", "<Finvoice/>");
    };
    CHECK(asked().verdict == config::BankVerdict::deferred);
    CHECK(asked().trace.code == "bank.revocation_unchecked");
    settings.revocation_lists = {house.keys.file("root-leaf.crl")};
    CHECK(asked().verdict == config::BankVerdict::refused);
    CHECK(asked().trace.code == "bank.certificate_revoked");
    CHECK(peer.requests().empty());
  }

  TEST_CASE(
      "what the bank has signed for is there, though nobody can be asked for its certificate") {
    if (!tests::BankPeer::available()) return;
    TrustHouse house;
    house.sign_as("by-root", {"root"});
    auto const list = house.peer.file("late.crl");
    house.settings.revocation_lists = {list};
    for (auto const policy : {config::Revocation::when_reachable, config::Revocation::required}) {
      house.settings.revocation = policy;
      bool const demanded = policy == config::Revocation::required;
      channels::BankClient client{house.settings, house.peer.profiles(), real_now};
      auto const upload = [&] { return client.upload("1.xml", "VL", "<Finvoice/>"); };
      auto const before = house.peer.uploads();
      CHECK_FALSE(client.unchecked());
      auto const first = upload();
      CHECK(first.verdict == config::BankVerdict::good);
      CHECK(says(first.receipt, "uploadFileout"));
      REQUIRE(client.unchecked());
      CHECK(says(*client.unchecked(), "could not be asked"));
      // Who signs for the bank is known now: the next file waits where that is demanded.
      auto const second = upload();
      CHECK((second.verdict == config::BankVerdict::deferred) == demanded);
      CHECK((second.trace.code == "bank.revocation_unchecked") == demanded);
      CHECK(house.peer.uploads() - before == (demanded ? 1 : 2));
      std::filesystem::copy_file(house.keys.file("root-none.crl"), list);
      CHECK(upload().verdict == config::BankVerdict::good);
      CHECK(client.unchecked() == "");
      std::filesystem::remove(list);
    }
  }
}

TEST_SUITE("finvoice_bank/senders") {
  TEST_CASE("whoever sends for a customer signs the message, and the customer his request") {
    if (!tests::BankPeer::available()) return;
    tests::BankPeer peer{"testipankki"};
    std::filesystem::copy_file(peer.file("stranger.pem"), peer.file("customers/bureau.pem"));
    std::ofstream{peer.file("bureau.pem")} << tests::slurp(peer.file("stranger.key"))
                                           << tests::slurp(peer.file("stranger.pem"));
    auto settings = peer.settings();
    auto const asked = [&] {
      channels::BankClient client{settings, peer.profiles(), real_now};
      return client.list({"TO", "NEW", {}, {}});
    };
    peer.expect("customer.pem", "customer.pem");
    CHECK(asked().verdict == config::BankVerdict::empty);
    peer.expect("bureau.pem", "customer.pem");
    CHECK(asked().trace.code == "bank.signature_refused");
    settings.sender_identity = peer.file("bureau.pem");
    CHECK(asked().verdict == config::BankVerdict::empty);
    peer.expect("bureau.pem", "bureau.pem");
    CHECK(asked().trace.code == "bank.signature_refused");
    settings.sender_identity = peer.file("nowhere.pem");
    CHECK(asked().trace.code == "bank.no_identity");
  }

  TEST_CASE("the first end of the two certificates counts, and an ended one sends nothing") {
    if (!tests::BankPeer::available()) return;
    tests::BankPeer const peer;
    tests::KeyFolder keys;
    keys.authority("root", "/C=FI/O=T/CN=ROOT");
    keys.leaf("bureau", "root", "Palvelukeskus Oy", {}, 30);
    std::ofstream{peer.file("bureau.pem")} << tests::slurp(keys.file("bureau.key"))
                                           << keys.pem("bureau");
    auto settings = peer.settings();
    settings.sender_identity = peer.file("bureau.pem");
    auto now = real_now();
    channels::BankClient client{settings, peer.profiles(), [&] { return now; }};
    REQUIRE(client.not_after());
    CHECK(*client.not_after() < now + std::chrono::days{31});
    now += std::chrono::days{31};
    auto const answer = client.list({"TO", "NEW", {}, {}});
    CHECK(answer.trace.code == "bank.no_identity");
    CHECK(says(answer.trace.excerpt, "Palvelukeskus Oy"));
    CHECK(peer.requests().empty());
  }
}
