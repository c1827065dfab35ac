#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/bank_ws/signature.hpp"
#include "formats/model/date.hpp"

// Danske Bank's certificate service (PKIFactoryService: its WSDL and PKIFactory.xsd, interface
// version 1): the bank's own certificates for whoever asks, and two of ours at once, one to sign
// with and one that the bank encrypts to.
namespace airut::bank_ws {

inline constexpr std::size_t pki_customer_id_length = 6, pki_request_id_most = 10, pin_most = 10;

enum class PkiOperation { bank_certificates, create, renew };
// "CreateCertificate", which is also the SOAPAction.
std::string_view pki_operation_text(PkiOperation operation);

struct PkiHeader {
  std::string customer_id;  // six characters
  std::string request_id;   // at most ten, never used twice
  model::Instant timestamp{};
  bool test = false;  // Environment customertest, else production
};

struct PairRequest {
  PkiHeader header;
  std::string encryption_pkcs10, signing_pkcs10;  // DER
};

// Whole SOAP messages. For the bank's certificates, by the number of its root in decimal; open and
// unsigned, since nothing is known of the bank yet:
std::string write_bank_question(PkiHeader const& header, std::string_view root_serial_number);
// For the first pair with the bank's PIN, encrypted to the bank and unsigned. The error is a
// sentence: the bank's certificate has no RSA key.
tl::expected<std::string, std::string> write_create(PairRequest const& request,
                                                    std::string_view pin,
                                                    pki::Certificate const& bank);
// For the pair that follows: signed with the key that is still valid, encrypted, and the message
// around it signed with the same key.
tl::expected<std::string, std::string> write_renew(PairRequest const& request, Keys const& valid,
                                                   Style const& style,
                                                   pki::Certificate const& bank);

struct PkiResponse {
  std::string request_id, code, text;  // "00" is good; the codes are this service's own
  Signer signer;                       // of the answer inside, by its id
  std::optional<pki::Certificate> encryption, signing;  // the bank's, or ours
  std::optional<pki::Certificate> authority;            // the bank's root, or who issued ours
};

// The error is a sentence: what came is no answer to this operation.
tl::expected<PkiResponse, std::string> read_pki_response(std::string_view bytes,
                                                         PkiOperation operation, bool takes_sha1);

}  // namespace airut::bank_ws
