#pragma once

#include <optional>
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

  using Doubt = std::optional<pki::Distrust>;

  // Why a signer is not known to be the bank. Reason unchecked: all holds, but nobody could be
  // asked whether it was taken back. That is told whether or not the settings let it pass.
  Doubt doubt_of(bank_ws::Signer const& signer, model::Instant now);
  // The same of a certificate that signs, and of one that content is encrypted to.
  Doubt doubt_of_signing(pki::Certificate const& one, model::Instant now);
  Doubt doubt_of_encryption(pki::Certificate const& one, model::Instant now);
  // The sentence of a doubt that the settings do not let pass, else "".
  std::string objection(Doubt const& doubt) const;

  pki::TrustAnchors const& anchors() const { return anchors_; }

 private:
  using Issuer = tl::expected<pki::Certificate, pki::Distrust>;
  Doubt doubt_up_from(pki::Certificate one, Issuer issuer, model::Instant now);

  config::Revocation policy_;
  pki::TrustAnchors anchors_;
  HttpClient http_;
  RevocationCheck revocation_;
};

}  // namespace airut::channels
