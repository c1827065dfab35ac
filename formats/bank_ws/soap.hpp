#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/bank_ws/application_request.hpp"
#include "formats/bank_ws/signature.hpp"

// The SOAP 1.1 message around ApplicationRequest and ApplicationResponse, with a WS-Security
// signature over its body.
namespace airut::bank_ws {

struct RequestHeader {
  std::string sender_id, request_id;  // at most 35 each; the id is never used twice
  model::Instant timestamp{};
  std::string language, user_agent, receiver_id;
};

// with_timestamp: says when it was made and until when it counts, and signs that, too.
std::string write_soap(Operation operation, RequestHeader const& header,
                       std::string_view application_request, bool with_timestamp, Keys const& keys,
                       Style const& style);

// The message around a canonical soapenv:Body with wsu:Id signed_body, signed; dated: says when it
// was made and until when it counts, and signs that, too.
std::string sign_envelope(std::string_view body, std::optional<model::Instant> dated,
                          Keys const& keys, Style const& style);
inline constexpr std::string_view signed_body = "body";

struct SoapFault {
  std::string code, text;
};

struct SoapResponse {
  std::string operation;  // "uploadFileout"
  std::string sender_id, request_id, code, text;
  std::string application_response;  // decoded; "" when there is none
  std::optional<SoapFault> fault;    // then nothing else is there
  Signer signer;                     // of the body
};

// The error is a sentence: what came is no answer in SOAP.
tl::expected<SoapResponse, std::string> read_soap(std::string_view bytes, bool takes_sha1);

// "uploadFile" of "uploadFilein" and "uploadFileout".
std::string_view operation_text(Operation operation);

}  // namespace airut::bank_ws
