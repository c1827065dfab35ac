#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/bank_ws/signature.hpp"
#include "formats/model/date.hpp"

// What a bank's certificate service is asked and answers (getCertificate with
// CertApplicationRequest): a first certificate by the code that the bank gave, later ones by the
// key that is still valid.
namespace airut::bank_ws {

// Whose words. Säästöpankki and POP speak OP's, with another service.
enum class CertificateAuthority { nordea, op, samlink };
std::optional<CertificateAuthority> parse_certificate_authority(std::string_view text);

struct CertificateRequest {
  CertificateAuthority authority = CertificateAuthority::op;
  std::string customer_id, request_id, software_id;
  model::Instant timestamp{};
  bool test = false;
  std::string pkcs10;  // DER
};

// The whole SOAP message. With the bank's one-time code, unsigned:
std::string write_first(CertificateRequest const& request, std::string_view transfer_key);
// Or signed by the key that the new one follows after.
std::string write_renewal(CertificateRequest const& request, Keys const& keys, Style const& style);

struct CertificateResponse {
  std::string request_id, code, text;
  std::optional<pki::Certificate> certificate;  // ours
  Signer soap_signer, signer;                   // of the message, of the document in it
};

// The error is a sentence: what came is no answer of a certificate service.
tl::expected<CertificateResponse, std::string> read_certificate_response(std::string_view bytes,
                                                                         bool takes_sha1);

}  // namespace airut::bank_ws
