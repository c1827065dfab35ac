#include <array>

#include "config/parts.hpp"

namespace airut::config {

VippsSettings read_vipps(Section& in) {
  VippsSettings vipps;
  in.take("url", vipps.url);
  in.take("token_url", vipps.token_url);
  in.take("jwk_url", vipps.jwk_url);
  in.take_needed("client_id", vipps.client_id);
  if (auto secret = in.secret("client_secret")) vipps.client_secret = *std::move(secret);
  if (vipps.client_secret.value.empty()) in.wrong("client_secret", "client_secret must be given");
  if (auto secret = in.secret("subscription_key")) vipps.subscription_key = *std::move(secret);
  if (vipps.subscription_key.value.empty())
    in.wrong("subscription_key", "subscription_key must be given");
  in.take("issuer_icon_url", vipps.issuer_icon_url);
  std::array<std::pair<std::string_view, std::string const*>, 4> const addresses{
      {{"url", &vipps.url},
       {"token_url", &vipps.token_url},
       {"jwk_url", &vipps.jwk_url},
       {"issuer_icon_url", &vipps.issuer_icon_url}}};
  for (auto const& [key, address] : addresses)
    if (!address->empty() && address->rfind("https://", 0) != 0)
      in.wrong(key, std::string{key} + " must begin with https://");
  in.take("presentation_days", vipps.presentation_days, 1, 3650);
  in.take("ca_file", vipps.ca_file);
  must_be_file(in, "ca_file", vipps.ca_file);
  in.take_seconds("timeout", vipps.timeout, 120);
  return vipps;
}

}  // namespace airut::config
