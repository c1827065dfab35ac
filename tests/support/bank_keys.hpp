#pragma once

#include <string>

#include "formats/bank_ws/signature.hpp"
#include "tests/support/key_folder.hpp"

namespace airut::tests {

// A bank's authority, the bank's and a customer's certificates by it, and another authority with a
// stranger, made by openssl for the test.
class BankKeys : public KeyFolder {
 public:
  BankKeys() {
    authority("root", "/C=FI/O=Testipankki/CN=TESTIPANKKI ROOT");
    authority("other-root", "/C=FI/O=Muu/CN=MUU ROOT");
    leaf("bank", "root", "TESTIPANKKI WS");
    leaf("customer", "root", "Mallisiivous Oy");
    leaf("bank-enc", "root", "TESTIPANKKI ENC");
    leaf("customer-enc", "root", "Mallisiivous Oy ENC");
    leaf("stranger", "other-root", "TESTIPANKKI WS");
    leaf("tls", "root", "localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1");
    leaf("tls-stranger", "other-root", "localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1");
    std::ofstream{file("identity-enc.pem")} << slurp(file("customer-enc.key"))
                                            << pem("customer-enc");
    std::ofstream{file("identity.pem")} << slurp(file("customer.key")) << pem("customer");
  }

  bank_ws::Keys keys(std::string const& name) const {
    return {pki::PrivateKey::from_pem(slurp(file(name + ".key"))).value(),
            pki::Certificate::from_text(pem(name)).value()};
  }
};

// Made once: keys cost time.
inline BankKeys& bank_keys() {
  static BankKeys keys;
  return keys;
}

}  // namespace airut::tests
