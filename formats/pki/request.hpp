#pragma once

#include <string>
#include <string_view>

#include "formats/model/result.hpp"
#include "formats/pki/certificate.hpp"

// What a new certificate is asked for with: a fresh key, and the request that it signs.
namespace airut::pki {

// A new RSA key of 2048 bits in PEM (PKCS#8), unencrypted.
std::string new_key_pem();

struct RequestSubject {
  std::string common_name, country;  // "Mallisiivous Oy", "FI"
  std::string serial_number;         // the customer id, where the bank wants it there; "": none
};

// PKCS#10 in DER, signed with SHA-256. Problem: the key is none.
model::Result<std::string> certificate_request(std::string_view key_pem,
                                               RequestSubject const& subject);
// The same for the subject of an earlier certificate.
model::Result<std::string> certificate_request(std::string_view key_pem,
                                               Certificate const& earlier);

std::string certificate_pem(Certificate const& certificate);

}  // namespace airut::pki
