#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "formats/as4/message.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::tests {

// An authority of access points, one of register publishers, and certificates by both, made by
// openssl for the test.
class PeppolKeys {
 public:
  PeppolKeys() {
    authority("ap-ca", "/C=BE/O=TEST/CN=TEST ACCESS POINT CA");
    authority("smp-ca", "/C=BE/O=TEST/CN=TEST SERVICE METADATA PUBLISHER CA");
    leaf("sender", "ap-ca", "PFI000001");
    leaf("receiver", "ap-ca", "PNO000002");
    leaf("stranger", "smp-ca", "PSE000003");
    leaf("smp", "smp-ca", "SMP000004");
  }

  std::string file(std::string const& name) const { return (folder_.path() / name).string(); }
  std::string pem(std::string const& name) const { return slurp(file(name + ".pem")); }
  pki::Certificate certificate(std::string const& name) const {
    return pki::Certificate::from_text(pem(name)).value();
  }
  as4::Keys keys(std::string const& name) const {
    return {pki::PrivateKey::from_pem(slurp(file(name + ".key"))).value(), certificate(name)};
  }
  std::filesystem::path const& path() const { return folder_.path(); }

 private:
  void openssl(std::vector<std::string> words) {
    words.insert(words.begin(), "openssl");
    if (run(words, folder_.path() / "openssl.log") != 0) throw std::runtime_error{"openssl failed"};
  }
  void authority(std::string const& name, std::string const& subject) {
    openssl({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3000", "-subj", subject,
             "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout", file(name + ".key"),
             "-out", file(name + ".pem")});
  }
  void leaf(std::string const& name, std::string const& issuer, std::string const& common_name) {
    openssl({"req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/C=FI/O=T/CN=" + common_name,
             "-keyout", file(name + ".key"), "-out", file(name + ".csr")});
    std::ofstream{file("leaf.cnf")} << "basicConstraints=critical,CA:FALSE\n"
                                       "keyUsage=critical,digitalSignature,keyEncipherment\n"
                                       "extendedKeyUsage=clientAuth\n";
    openssl({"x509", "-req", "-in", file(name + ".csr"), "-CA", file(issuer + ".pem"), "-CAkey",
             file(issuer + ".key"), "-CAcreateserial", "-days", "2000", "-extfile",
             file("leaf.cnf"), "-out", file(name + ".pem")});
  }

  TempDirectory folder_;
};

// Made once: keys cost time.
inline PeppolKeys const& peppol_keys() {
  static PeppolKeys const keys;
  return keys;
}

inline as4::UserMessage sample_message() {
  as4::UserMessage message;
  message.message_id = "0b9f3f0e-6f4f-4f0b-9d57-0b58a6c3a001@airut.test";
  message.timestamp = model::parse_instant("2026-11-22T06:38:12.481Z").value();
  message.from = "PFI000001";
  message.to = "PNO000002";
  message.process.value = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
  message.document_type.value =
      "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##urn:cen.eu:en16931:2017#"
      "compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1";
  message.conversation_id = "0b9f3f0e-6f4f-4f0b-9d57-0b58a6c3a001";
  message.original_sender.value = "0216:003726174164";
  message.final_recipient.value = "0192:991825827";
  return message;
}

}  // namespace airut::tests
