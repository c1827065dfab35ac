#pragma once

#include <string>
#include <string_view>

#include "formats/pki/certificate.hpp"

namespace airut::pki {

// The digest as bytes.
std::string digest_of(std::string_view bytes, Digest digest);

// HMAC with SHA-1 (RFC 2104), as bytes: proves a one-time code to a bank's certificate service.
std::string hmac_sha1(std::string_view key, std::string_view bytes);

}  // namespace airut::pki
