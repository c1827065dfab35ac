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

}  // namespace

BankTrust::BankTrust(config::BankWsSettings const& settings)
    : anchors_(anchors_of(settings.trust)),
      http_(asking_options(settings)),
      revocation_(settings.revocation, http_, settings.revocation_lists) {}

// From the certificate up. An authority whose own issuer the file has not is where trust begins:
// the operator put it there.
std::string BankTrust::objection_to(pki::Certificate one, Issuer issuer, model::Instant now) {
  for (std::size_t steps = 0; steps <= anchors_.all().size(); ++steps) {
    if (!issuer) {
      bool const begins =
          steps > 0 && issuer.error().reason == pki::Distrust::Reason::unknown_issuer;
      return begins ? std::string{} : issuer.error().text;
    }
    if (auto const why = revocation_.objection(one, *issuer, now)) return why->text;
    if (is_root(*issuer)) return {};
    one = *issuer;
    issuer = anchors_.issuer_of(one, now);
  }
  return one.subject() + " stands in a ring of authorities.";
}

std::string BankTrust::objection_to_signing(pki::Certificate const& one, model::Instant now) {
  return objection_to(one, anchors_.check(one, now), now);
}

std::string BankTrust::objection_to_encryption(pki::Certificate const& one, model::Instant now) {
  return objection_to(one, anchors_.issuer_of(one, now), now);
}

std::string BankTrust::objection_to(bank_ws::Signer const& signer, model::Instant now) {
  if (!signer) return signer.error();
  if (!*signer) return "The answer is not signed.";
  return objection_to_signing(**signer, now);
}

}  // namespace airut::channels
