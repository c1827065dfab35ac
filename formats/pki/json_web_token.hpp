#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/result.hpp"

// JSON Web Tokens signed by RSA with SHA-256 (RFC 7519, RFC 7515 "RS256"), and the key sets that
// they are checked by (RFC 7517).
namespace airut::pki {

struct WebKey {
  std::string id;                 // kid
  std::string modulus, exponent;  // n and e, bytes
};

// The RSA keys for signatures of a key set; others are passed over.
// Problem: it is no JSON, or no key set.
model::Result<std::vector<WebKey>> read_web_keys(std::string_view json);

struct WebToken {
  std::string key_id;   // which key is said to have signed it
  std::string subject;  // sub
  model::Instant expires{}, not_before{};
  std::string signed_text, signature;  // what the signature is over, and its bytes
};

// Takes a token apart; nothing of it is believed yet. Problem: it is no token, its algorithm is not
// RS256, or it lacks kid, sub or exp.
model::Result<WebToken> read_web_token(std::string_view text);

// Whether the key signed the token. Keys of less than 2048 bits sign nothing.
bool is_signed_by(WebToken const& token, WebKey const& key);

}  // namespace airut::pki
