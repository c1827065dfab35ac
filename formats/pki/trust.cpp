#include "formats/pki/trust.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <openssl/err.h>

#include "formats/pki/handles.hpp"

namespace airut::pki {
namespace {

using Reason = Distrust::Reason;

// The extended key usage is clientAuth though it signs messages, so the purpose is judged by hand:
// a leaf whose key may sign.
bool may_sign(X509* leaf) {
  return X509_check_ca(leaf) == 0 && (X509_get_key_usage(leaf) & KU_DIGITAL_SIGNATURE) != 0;
}

bool issued(X509* issuer, X509* leaf) {
  bool const good = X509_check_issued(issuer, leaf) == X509_V_OK && X509_check_ca(issuer) != 0 &&
                    X509_verify(leaf, X509_get0_pubkey(issuer)) == 1;
  ERR_clear_error();
  return good;
}

bool is_valid_at(Certificate const& one, model::Instant now) {
  return one.not_before() <= now && now <= one.not_after();
}

Distrust outside(Certificate const& one) {
  return {Reason::outside_validity,
          fmt::format("{} is valid from {} to {} only.", one.subject(),
                      model::instant_text(one.not_before()), model::instant_text(one.not_after()))};
}

}  // namespace

model::Result<TrustAnchors> TrustAnchors::from_pem(std::string_view pem, std::string issuer_name) {
  auto all = certificates_in(pem);
  if (!all) return tl::unexpected{all.error()};
  return TrustAnchors{*std::move(all), std::move(issuer_name)};
}

tl::expected<Certificate, Distrust> TrustAnchors::issuer_of(Certificate const& leaf,
                                                            model::Instant now) const {
  auto const issuer = std::find_if(all_.begin(), all_.end(), [&](Certificate const& one) {
    return issued(one.get(), leaf.get());
  });
  if (issuer == all_.end()) {
    return tl::unexpected{Distrust{Reason::unknown_issuer,
                                   fmt::format("{} was issued by {}, which is not trusted here.",
                                               leaf.subject(), leaf.issuer())}};
  }
  if (issuer->common_name().find(issuer_name_) == std::string::npos) {
    return tl::unexpected{Distrust{
        Reason::wrong_issuer,
        fmt::format("{} was issued by {} for another role.", leaf.subject(), leaf.issuer())}};
  }
  for (auto const* one : {&leaf, &*issuer}) {
    if (!is_valid_at(*one, now)) return tl::unexpected{outside(*one)};
  }
  return *issuer;
}

tl::expected<Certificate, Distrust> TrustAnchors::check(Certificate const& leaf,
                                                        model::Instant now) const {
  auto issuer = issuer_of(leaf, now);
  if (!issuer || may_sign(leaf.get())) return issuer;
  return tl::unexpected{Distrust{
      Reason::purpose, fmt::format("{} is no certificate to sign messages with.", leaf.subject())}};
}

}  // namespace airut::pki
