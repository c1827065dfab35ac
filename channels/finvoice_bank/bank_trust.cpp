#include "channels/finvoice_bank/bank_trust.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "channels/finvoice_bank/client.hpp"

namespace airut::channels {
namespace {

constexpr std::size_t list_bytes = 64u << 20;  // large authorities have large lists

pki::TrustAnchors anchors_of(std::filesystem::path const& file) {
  std::ifstream in{file, std::ios::binary};
  auto anchors =
      pki::TrustAnchors::from_pem(std::string{std::istreambuf_iterator<char>{in}, {}}, {});
  if (!anchors) throw std::runtime_error{file.string() + ": " + anchors.error().text};
  return *std::move(anchors);
}

// A list and a responder want no certificate of ours, and are no bank's server.
HttpOptions asking_options(config::BankWsSettings const& settings) {
  HttpOptions options;
  options.ca_file = settings.ca_file;
  options.connect_time = settings.connect_time;
  options.timeout = settings.timeout;
  options.reply_bytes = list_bytes;
  return options;
}

bool is_root(pki::Certificate const& one) { return one.subject() == one.issuer(); }

// What could not be asked is always told: what follows from it is the caller's matter.
config::Revocation asking(config::Revocation policy) {
  return policy == config::Revocation::off ? policy : config::Revocation::required;
}

}  // namespace

BankTrust::BankTrust(config::BankWsSettings const& settings)
    : policy_(settings.revocation),
      anchors_(anchors_of(settings.trust)),
      http_(asking_options(settings)),
      revocation_(asking(settings.revocation), http_, settings.revocation_lists) {}

// From the certificate up: one that was revoked counts more than another that could not be asked.
// An authority whose own issuer the file has not is where trust begins: the operator put it there.
BankTrust::Doubt BankTrust::doubt_up_from(pki::Certificate one, Issuer issuer, model::Instant now) {
  Doubt unchecked;
  for (std::size_t steps = 0; steps <= anchors_.all().size(); ++steps) {
    if (!issuer) {
      bool const begins =
          steps > 0 && issuer.error().reason == pki::Distrust::Reason::unknown_issuer;
      return begins ? unchecked : issuer.error();
    }
    auto why = revocation_.objection(one, *issuer, now);
    if (why && why->reason != pki::Distrust::Reason::unchecked) return why;
    if (why && !unchecked) unchecked = std::move(why);
    if (is_root(*issuer)) return unchecked;
    one = *issuer;
    issuer = anchors_.issuer_of(one, now);
  }
  return pki::Distrust{pki::Distrust::Reason::unknown_issuer,
                       one.subject() + " stands in a ring of authorities."};
}

BankTrust::Doubt BankTrust::doubt_of_signing(pki::Certificate const& one, model::Instant now) {
  return doubt_up_from(one, anchors_.check(one, now), now);
}

BankTrust::Doubt BankTrust::doubt_of_encryption(pki::Certificate const& one, model::Instant now) {
  return doubt_up_from(one, anchors_.issuer_of(one, now), now);
}

BankTrust::Doubt BankTrust::doubt_of(bank_ws::Signer const& signer, model::Instant now) {
  using Reason = pki::Distrust::Reason;
  if (!signer) return pki::Distrust{Reason::unknown_issuer, signer.error()};
  if (!*signer) return pki::Distrust{Reason::unknown_issuer, "The answer is not signed."};
  return doubt_of_signing(**signer, now);
}

std::string BankTrust::objection(Doubt const& doubt) const {
  bool const passes = !doubt || (doubt->reason == pki::Distrust::Reason::unchecked &&
                                 policy_ != config::Revocation::required);
  return passes ? std::string{} : doubt->text;
}

}  // namespace airut::channels
