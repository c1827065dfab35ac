#pragma once

#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "config/bank_profiles.hpp"
#include "config/channel_settings.hpp"
#include "formats/model/sha256.hpp"
#include "tests/support/bank_keys.hpp"
#include "tests/support/process.hpp"

namespace airut::tests {

// A bank's Web Services over TLS; how it behaves is in tests/peers/bank_ws.py.
class BankPeer {
 public:
  static bool available() {
    TempDirectory const folder;
    bool const has_python = run({"/usr/bin/python3", "-c", "import lxml, cryptography, xmlsec"},
                                folder.path() / "log") == 0;
    if (has_python && has_program("xmlsec1") && has_program("xmllint")) return true;
    MESSAGE("skipped: xmlsec1, xmllint or a Python library of tests/peers/bank_ws.py is not here");
    return false;
  }

  // bank: a row of the tables; "testipankki" is the test's own, which lists what was sent.
  explicit BankPeer(std::string bank = "saastopankki") : bank_(std::move(bank)) {
    std::filesystem::create_directory(folder_.path() / "customers");
    for (auto const* name : {"root", "bank", "customer", "bank-enc", "customer-enc", "stranger",
                             "other-root", "tls", "tls-stranger"}) {
      for (auto const* kind : {".pem", ".key"}) {
        std::filesystem::copy_file(bank_keys().file(std::string{name} + kind),
                                   file(std::string{name} + kind));
      }
    }
    std::filesystem::copy_file(file("customer.pem"), file("customers/customer.pem"));
    std::filesystem::copy_file(bank_keys().file("identity.pem"), file("identity.pem"));
    bring_schema();
    write_overlay();
    auto const profile = profiles().find(bank_, today()).value();
    told_ = {{"customer", customer()},
             {"digest", profile.sha256 ? "sha256" : "sha1"},
             {"canonicalization", profile.canonicalization},
             {"timestamp", profile.timestamp},
             {"lists_uploads", profile.lists_uploads},
             {"encrypt", profile.encryption},
             {"how", boost::json::object{}},
             {"files", boost::json::array{}}};
    tell();
    start();
  }

  // A fault of the peer itself is no answer of a bank.
  ~BankPeer() {
    auto const log = slurp(file("peer.log"));
    if (log.find("Traceback") != std::string::npos) MESSAGE(log);
  }
  BankPeer(BankPeer const&) = delete;
  BankPeer& operator=(BankPeer const&) = delete;

  void behave(std::string const& operation, std::string const& how) {
    told_["how"].as_object()[operation] = how;
    tell();
  }
  // Whose certificate must sign the message and whose the document in it; by files of customers.
  void expect(std::string const& sender, std::string const& customer) {
    told_["message_signer"] = sender;
    told_["document_signer"] = customer;
    tell();
  }
  // A file that waits for the customer.
  void put(std::string const& reference, std::string const& type, std::string const& bytes,
           bool compressed = false, std::string const& stamped = "2026-11-26T04:00:00Z") {
    told_["files"].as_array().push_back(boost::json::object{{"reference", reference},
                                                            {"type", type},
                                                            {"stamped", stamped},
                                                            {"status", "NEW"},
                                                            {"content", model::base64(bytes)},
                                                            {"compressed", compressed}});
    tell();
  }

  config::BankWsSettings settings() const {
    config::BankWsSettings settings;
    settings.bank = bank_;
    settings.customer_id = settings.sender_id = customer();
    settings.endpoint = url("/services/CorporateFileService");
    settings.certificate_endpoint = url("/services/CertificateService");
    settings.identity = file("identity.pem");
    settings.trust = file("root.pem");
    settings.ca_file = file("root.pem");
    settings.revocation = config::Revocation::off;  // bank_keys() say nowhere what was revoked
    settings.bank_encryption = file("bank-enc.pem");
    settings.encryption_identity = bank_keys().file("identity-enc.pem");
    settings.connect_time = settings.timeout = std::chrono::seconds{5};
    return settings;
  }
  config::BankProfiles profiles() const {
    return config::BankProfiles::load(AIRUT_SOURCE "/config/tables", overlay()).value();
  }
  std::filesystem::path overlay() const { return folder_.path() / "tables"; }

  // What came, in order: command, code, text, type ...
  std::vector<std::map<std::string, std::string>> requests(std::string const& command = {}) const {
    std::vector<std::map<std::string, std::string>> found;
    std::ifstream in{file("requests.log")};
    for (std::string line; std::getline(in, line);) {
      auto const told = boost::json::parse(line);
      if (!command.empty() && told.at("command").as_string() != command) continue;
      auto& one = found.emplace_back();
      for (auto const& [name, value] : told.as_object()) {
        one[name] =
            value.is_string() ? std::string{value.as_string()} : boost::json::serialize(value);
      }
    }
    return found;
  }
  std::size_t uploads() const {
    auto const folder = folder_.path() / "uploads";
    if (!std::filesystem::exists(folder)) return 0;
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{folder},
                                                  std::filesystem::directory_iterator{}));
  }
  std::string upload(int number) const {
    return slurp(folder_.path() / "uploads" / fmt::format("{:04}", number));
  }

  std::string file(std::string const& name) const { return (folder_.path() / name).string(); }
  std::string url(std::string const& path) const {
    return fmt::format("https://localhost:{}{}", port_, path);
  }
  void stop() { server_.reset(); }
  // tls: the certificate that it shows; client: it wants one.
  void start(std::string const& tls = "tls", bool client = false) {
    std::vector<std::string> command{"/usr/bin/python3", AIRUT_SOURCE "/tests/peers/bank_ws.py",
                                     std::to_string(port_), folder_.path().string(), tls};
    if (client) command.emplace_back("client");
    server_ = std::make_unique<Process>(command, folder_.path() / "peer.log");
    if (!wait_for_port(port_)) {
      throw std::runtime_error{"the bank did not start: " + slurp(file("peer.log"))};
    }
  }

  // Danske Bank's certificate service wants six characters.
  std::string customer() const { return bank_ == "salapankki" ? "111111" : "11111111"; }

  static std::chrono::sys_days today() {
    return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  }

 private:
  void bring_schema() const {
    auto const rules = shared("data/bankws/ApplicationRequest.xsd");
    auto const signature = shared("data/schema/ubl-2.1/common/UBL-xmldsig-core-schema-2.1.xsd");
    if (!std::filesystem::exists(rules) || !std::filesystem::exists(signature)) return;
    std::filesystem::create_directory(folder_.path() / "xsd");
    std::filesystem::copy_file(rules, file("xsd/ApplicationRequest.xsd"));
    std::filesystem::copy_file(signature, file("xsd/xmldsig-core-schema.xsd"));
  }
  void write_overlay() const {
    std::filesystem::create_directory(overlay());
    std::ofstream{overlay() / "bank_profiles.tsv"}
        << "bank\tvalid_from\tname\tcountry\tbic\tendpoint\ttest_endpoint\tcertificate_service\t"
           "certificate_endpoint\tcertificate_test_endpoint\tdigest\ttakes_sha1\tcanonicalization\t"
           "timestamp\tcompression\tencryption\tdeletes\tuser_info\tlists_uploads\tmax_bytes\n"
           "testipankki\t2020-01-01\tTestipankki\tFI\tTESTFIHH\thttps://x\t-\tnordea\t-\t-\t"
           "sha256\tno\thttp://www.w3.org/2001/10/xml-exc-c14n#\tno\tyes\tno\tyes\tyes\tyes\t"
           "1000000\n"
           "sivupankki\t2020-01-01\tSivupankki\tFI\tSIVUFIHH\thttps://x\t-\t-\t-\t-\t"
           "sha256\tno\thttp://www.w3.org/2001/10/xml-exc-c14n#\tno\tyes\tno\tyes\tyes\tyes\t"
           "1000000\n"
           "salapankki\t2020-01-01\tSalapankki\tFI\tSALAFIHH\thttps://x\t-\tdanske\t-\t-\t"
           "sha256\tyes\thttp://www.w3.org/2001/10/xml-exc-c14n#\tyes\tno\tyes\tno\tno\tno\t"
           "1000000\n";
    std::ofstream{overlay() / "bank_file_types.tsv"}
        << "bank\tvalid_from\tmeaning\tway\tfile_type\n"
           "salapankki\t2020-01-01\tfinvoice_out\tup\tVL\n"
           "testipankki\t2020-01-01\tfinvoice_out\tup\tVL\n"
           "testipankki\t2020-01-01\tattachment_out\tup\tVA\n"
           "testipankki\t2020-01-01\treference_payments\tdown\tKTL\n"
           "testipankki\t2020-01-01\tstatement\tdown\tTITO\n"
           "testipankki\t2020-01-01\tfinvoice_feedback\tdown\tVP\n"
           "testipankki\t2020-01-01\treceiver_info\tdown\tVR\n"
           "testipankki\t2020-01-01\tsender_info\tup\tVS\n";
  }
  void tell() const {
    std::ofstream{file("bank.new")} << boost::json::serialize(told_);
    std::filesystem::rename(file("bank.new"), file("bank.json"));
  }

  TempDirectory folder_;
  std::string bank_;
  int port_ = free_port();
  boost::json::object told_;
  std::unique_ptr<Process> server_;
};

}  // namespace airut::tests
