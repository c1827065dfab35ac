#pragma once

#include <string>

#include "formats/as4/message.hpp"
#include "tests/support/key_folder.hpp"

namespace airut::tests {

// An authority of access points, one of register publishers, and certificates by both, made by
// openssl for the test; "expired" is the receiver's, which ended yesterday, "ending" the sender's,
// which ends in twenty days.
class PeppolKeys : public KeyFolder {
 public:
  PeppolKeys() {
    authority("ap-ca", "/C=BE/O=TEST/CN=TEST ACCESS POINT CA");
    authority("smp-ca", "/C=BE/O=TEST/CN=TEST SERVICE METADATA PUBLISHER CA");
    leaf("sender", "ap-ca", "PFI000001");
    leaf("receiver", "ap-ca", "PNO000002");
    leaf("stranger", "smp-ca", "PSE000003");
    leaf("smp", "smp-ca", "SMP000004");
    again("expired", "receiver", "ap-ca", -1);
    again("ending", "sender", "ap-ca", 20);
  }

  pki::Certificate certificate(std::string const& name) const {
    return pki::Certificate::from_text(pem(name)).value();
  }
  as4::Keys keys(std::string const& name) const {
    return {pki::PrivateKey::from_pem(slurp(file(name + ".key"))).value(), certificate(name)};
  }
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
