#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/pki/certificate.hpp"

// Whether an authority has taken a certificate back (RFC 5280 section 5, RFC 6960), out of bytes
// that somebody else fetched.
namespace airut::pki {

struct RevocationAnswer {
  bool revoked = false;
  model::Instant valid_until{};  // nextUpdate: ask again then
};

// A certificate revocation list in DER or PEM. Problem: not a list of this issuer, its signature
// does not hold, or it is out of date.
model::Result<RevocationAnswer> ask_crl(std::string_view bytes, Certificate const& leaf,
                                        Certificate const& issuer, model::Instant now);

// The body to POST to an OCSP responder.
std::string ocsp_question(Certificate const& leaf, Certificate const& issuer);
// Problem: no good answer about this certificate, signed by the issuer or who it delegated to, and
// of this time.
model::Result<RevocationAnswer> ask_ocsp(std::string_view answer, Certificate const& leaf,
                                         Certificate const& issuer, model::Instant now);

}  // namespace airut::pki
