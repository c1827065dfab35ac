#include "channels/revocation/revocation.hpp"

#include <doctest/doctest.h>

#include "formats/pki/revocation.hpp"
#include "tests/support/peppol_network.hpp"
#include "tests/support/real_now.hpp"

// Lists and answers made by openssl's own authority and responder.

using namespace airut;
using tests::real_now;

namespace {

// An authority that issues one good and one revoked certificate, each telling where to ask.
class Authority {
 public:
  Authority() : port_(tests::free_port()) {
    std::ofstream{file("index.txt")};
    std::ofstream{file("serial")} << "1000\n";
    std::ofstream{file("crlnumber")} << "01\n";
    std::ofstream{file("ca.cnf")} << fmt::format(
        "[ca]\ndefault_ca=d\n[d]\ndatabase={0}/index.txt\nserial={0}/serial\ncrlnumber={0}/"
        "crlnumber\nnew_certs_dir={0}\ncertificate={0}/ca.pem\nprivate_key={0}/ca.key\n"
        "default_md=sha256\ndefault_days=30\ndefault_crl_days=1\npolicy=p\nx509_extensions=e\n"
        "[p]\ncommonName=supplied\n[e]\nbasicConstraints=critical,CA:FALSE\n"
        "keyUsage=digitalSignature\ncrlDistributionPoints=URI:http://127.0.0.1:{1}/list.crl\n"
        "authorityInfoAccess=OCSP;URI:http://127.0.0.1:{1}/\n",
        folder_.path().string(), port_);
    openssl({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj",
             "/CN=ACCESS POINT CA", "-addext", "keyUsage=keyCertSign,cRLSign,digitalSignature",
             "-keyout", file("ca.key"), "-out", file("ca.pem")});
    issue("good");
    issue("bad");
    openssl({"ca", "-config", file("ca.cnf"), "-batch", "-revoke", file("bad.pem")});
    openssl({"ca", "-config", file("ca.cnf"), "-gencrl", "-out", file("list.pem")});
    openssl({"crl", "-in", file("list.pem"), "-outform", "DER", "-out", file("list.crl")});
  }

  // The responder answers OCSP, or files are served so that only the list is there.
  void answer_questions() {
    server_.reset();
    server_ = std::make_unique<tests::Process>(
        std::vector<std::string>{"openssl", "ocsp", "-port", std::to_string(port_), "-index",
                                 file("index.txt"), "-CA", file("ca.pem"), "-rsigner",
                                 file("ca.pem"), "-rkey", file("ca.key"), "-nmin", "60"},
        folder_.path() / "ocsp.log");
    // A connection without a question would end it: its own word is waited for.
    for (int i = 0; i < 200; ++i) {
      if (tests::slurp(file("ocsp.log")).find("waiting for") != std::string::npos) return;
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    FAIL("the responder did not start");
  }
  void serve_list() {
    server_.reset();
    server_ = std::make_unique<tests::Process>(
        std::vector<std::string>{"python3", "-m", "http.server", std::to_string(port_), "--bind",
                                 "127.0.0.1", "--directory", folder_.path().string()},
        folder_.path() / "http.log");
    REQUIRE(tests::wait_for_port(port_));
  }
  void stop() { server_.reset(); }

  std::string file(std::string const& name) const { return (folder_.path() / name).string(); }
  pki::Certificate certificate(std::string const& name) const {
    return pki::certificates_in(tests::slurp(file(name + ".pem"))).value().front();
  }

 private:
  void openssl(std::vector<std::string> words) {
    words.insert(words.begin(), "openssl");
    INFO(tests::slurp(file("log")));
    REQUIRE(tests::run(words, folder_.path() / "log") == 0);
  }
  void issue(std::string const& name) {
    openssl({"req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + name, "-keyout",
             file(name + ".key"), "-out", file(name + ".csr")});
    openssl({"ca", "-config", file("ca.cnf"), "-batch", "-in", file(name + ".csr"), "-out",
             file(name + ".pem"), "-notext"});
  }

  tests::TempDirectory folder_;
  int port_;
  std::unique_ptr<tests::Process> server_;
};

std::string reason(std::optional<pki::Distrust> const& objection) {
  if (!objection) return "good";
  return objection->reason == pki::Distrust::Reason::revoked ? "revoked" : "unchecked";
}

}  // namespace

TEST_CASE(
    "a revoked certificate is found out by OCSP, by the list, and without either not trusted") {
  Authority authority;
  channels::HttpOptions options;
  options.reply_bytes = 1u << 20;
  options.timeout = std::chrono::seconds{5};
  channels::HttpClient http{options};
  auto const ca = authority.certificate("ca");
  auto const asked = [&](std::string const& name, config::Revocation policy) {
    channels::RevocationCheck check{policy, http};
    return reason(check.objection(authority.certificate(name), ca, real_now()));
  };
  using config::Revocation;
  SUBCASE("a responder") { authority.answer_questions(); }
  SUBCASE("a list alone") { authority.serve_list(); }
  SUBCASE("nobody") {
    CHECK(asked("good", Revocation::required) == "unchecked");
    CHECK(asked("good", Revocation::when_reachable) == "good");
    CHECK(asked("bad", Revocation::off) == "good");
    return;
  }
  CHECK(asked("good", Revocation::required) == "good");
  CHECK(asked("bad", Revocation::required) == "revoked");
  CHECK(asked("bad", Revocation::when_reachable) == "revoked");
}

TEST_CASE("an answer is remembered until it ends") {
  Authority authority;
  channels::HttpClient http{{}};
  channels::RevocationCheck check{config::Revocation::required, http};
  authority.serve_list();
  auto const good = authority.certificate("good"), ca = authority.certificate("ca");
  auto const now = real_now();
  CHECK(reason(check.objection(good, ca, now)) == "good");
  authority.stop();
  CHECK(reason(check.objection(good, ca, now + std::chrono::hours{20})) == "good");
  CHECK(reason(check.objection(good, ca, now + std::chrono::hours{25})) == "unchecked");
}

TEST_CASE("a list of another issuer, an old one or a broken one says nothing") {
  Authority authority, other;
  auto const list = tests::slurp(authority.file("list.crl"));
  auto const good = authority.certificate("good"), ca = authority.certificate("ca");
  CHECK(pki::ask_crl(list, authority.certificate("bad"), ca, real_now()).value().revoked);
  CHECK_FALSE(pki::ask_crl(list, good, ca, real_now()).value().revoked);
  CHECK(!pki::ask_crl(list, good, other.certificate("ca"), real_now()));
  CHECK(!pki::ask_crl(list, good, ca, real_now() + std::chrono::hours{48}));
  CHECK(!pki::ask_crl(list.substr(1), good, ca, real_now()));
  CHECK(!pki::ask_ocsp("no answer", good, ca, real_now()));
}
