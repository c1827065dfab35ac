#pragma once

#include <string>

#include "channels/http/client.hpp"
#include "channels/revocation/revocation.hpp"
#include "config/bank_ws_settings.hpp"
#include "formats/bank_ws/signature.hpp"
#include "formats/pki/trust.hpp"

namespace airut::channels {

// Whether a certificate is the bank's: an authority of the trust file issued it, all dates hold up
// to the root (or the topmost authority that the file has), and nothing of that was revoked. What
// came out of the network is kept as RevocationCheck does. Thread-safe; blocks.
class BankTrust {
 public:
  // Throws std::runtime_error when the trust file cannot be read.
  explicit BankTrust(config::BankWsSettings const& settings);

  // Why a signer is not the bank, "" when it is.
  std::string objection_to(bank_ws::Signer const& signer, model::Instant now);
  // The same of a certificate that signs, and of one that content is encrypted to.
  std::string objection_to_signing(pki::Certificate const& one, model::Instant now);
  std::string objection_to_encryption(pki::Certificate const& one, model::Instant now);

  pki::TrustAnchors const& anchors() const { return anchors_; }

 private:
  using Issuer = tl::expected<pki::Certificate, pki::Distrust>;
  std::string objection_to(pki::Certificate one, Issuer issuer, model::Instant now);

  pki::TrustAnchors anchors_;
  HttpClient http_;
  RevocationCheck revocation_;
};

}  // namespace airut::channels
