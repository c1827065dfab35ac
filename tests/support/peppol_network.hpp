#pragma once

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "config/settings.hpp"
#include "tests/support/peppol_keys.hpp"
#include "tests/support/servers.hpp"

namespace airut::tests {

inline constexpr char const* billing_invoice =
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##urn:cen.eu:en16931:2017#"
    "compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1";
inline constexpr char const* billing_process = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

// A Peppol network of one register and one access point, with its name server; how it behaves is in
// tests/peers/peppol_network.py.
class PeppolNetwork {
 public:
  static bool available() {
    TempDirectory const folder;
    if (run({"/usr/bin/python3", "-c", "import lxml, cryptography, xmlsec"},
            folder.path() / "log") == 0)
      return true;
    MESSAGE("skipped: python3-lxml, python3-cryptography or python3-xmlsec are not here");
    return false;
  }

  PeppolNetwork() : dns_(free_port()) {
    for (auto const* name : {"ca.pem", "server.pem", "server.key"}) {
      std::filesystem::copy_file(tls_files() / name, file(name));
    }
    for (auto const* name :
         {"sender", "receiver", "stranger", "expired", "smp", "ap-ca", "smp-ca"}) {
      for (auto const* kind : {".pem", ".key"}) {
        std::filesystem::copy_file(peppol_keys().file(std::string{name} + kind),
                                   file(std::string{name} + kind));
      }
    }
    std::ofstream{file("trust.pem")} << slurp(file("ap-ca.pem")) << slurp(file("smp-ca.pem"));
    write_network();
    smp_ = free_port();
    as4_ = free_port();
    start();
  }

  // A participant that takes BIS Billing invoices; more: "\"as4\":\"duplicate\"".
  void enter(std::string const& value, std::string const& more = {}) {
    auto one = boost::json::parse("{" + more + "}").as_object();
    if (!one.contains("types")) one["types"] = boost::json::array{billing_invoice};
    if (!one.contains("process")) one["process"] = billing_process;
    participants_[value] = one;
    write_network();
  }
  void remove(std::string const& value) {
    participants_.erase(value);
    write_network();
  }

  config::PeppolSettings settings() const {
    config::PeppolSettings settings;
    settings.certificate = file("sender.pem");
    settings.private_key = file("sender.key");
    settings.trust = file("trust.pem");
    settings.zone = "test.example";
    settings.resolvers = {fmt::format("127.0.0.1:{}", dns_)};
    settings.ca_file = file("ca.pem");
    settings.host = "airut.test";
    settings.revocation = config::Revocation::off;
    settings.recheck = std::chrono::seconds{1};
    settings.connect_time = settings.timeout = std::chrono::seconds{5};
    return settings;
  }

  // What the access point opened, in order: message_id, recipient, packed_sha256 ...
  std::vector<std::map<std::string, std::string>> messages() const {
    std::vector<std::map<std::string, std::string>> found;
    std::ifstream in{file("as4.log")};
    for (std::string line; std::getline(in, line);) {
      auto& one = found.emplace_back();
      auto const told = boost::json::parse(line);
      for (auto const& [name, value] : told.as_object()) {
        one[name] =
            value.is_string() ? std::string{value.as_string()} : boost::json::serialize(value);
      }
    }
    return found;
  }
  std::string payload(int number) const {
    return slurp(folder_.path() / "payloads" / fmt::format("{:06}", number));
  }
  // Paths that the register was asked for.
  std::size_t register_questions() const {
    auto const log = slurp(file("smp.log"));
    return static_cast<std::size_t>(std::count(log.begin(), log.end(), '\n'));
  }
  std::string file(std::string const& name) const { return (folder_.path() / name).string(); }
  int register_port() const { return smp_; }
  int access_point_port() const { return as4_; }
  void stop() { server_.reset(); }
  void start() {
    server_ = std::make_unique<Process>(
        std::vector<std::string>{"/usr/bin/python3", AIRUT_SOURCE "/tests/peers/peppol_network.py",
                                 std::to_string(dns_), std::to_string(smp_), std::to_string(as4_),
                                 folder_.path().string()},
        folder_.path() / "peer.log");
    if (!wait_for_port(as4_)) {
      throw std::runtime_error{"the peer did not start: " + slurp(file("peer.log"))};
    }
  }

 private:
  // Made once: keys cost time.
  static std::filesystem::path const& tls_files() {
    static TempDirectory const folder;
    static Certificates const certificates{folder.path()};
    return folder.path();
  }

  void write_network() {
    std::ofstream{file("network.new")} << boost::json::serialize(participants_);
    std::filesystem::rename(file("network.new"), file("network.json"));
  }

  TempDirectory folder_;
  int dns_, smp_ = 0, as4_ = 0;
  boost::json::object participants_;
  std::unique_ptr<Process> server_;
};

}  // namespace airut::tests
