#include "gateway/http/keys.hpp"

#include "formats/model/sha256.hpp"

namespace airut::gateway::http {

Keys::Keys(config::Settings const& settings) {
  for (auto const& tenant : settings.tenants)
    for (auto const& key : tenant.keys) {
      Principal principal{tenant.id,  key.id,      key.scopes, key.clients,
                          key.agency, tenant.live, nullptr};
      if (key.requests_per_second > 0)
        principal.bucket = std::make_shared<TokenBucket>(key.requests_per_second, key.burst);
      by_digest_[key.sha256] = std::make_shared<Principal const>(std::move(principal));
    }
}

std::shared_ptr<Principal const> Keys::find(std::string_view authorization) const {
  constexpr std::string_view scheme = "Bearer ";
  if (!authorization.starts_with(scheme)) return nullptr;
  auto const found = by_digest_.find(model::sha256_hex(authorization.substr(scheme.size())));
  return found == by_digest_.end() ? nullptr : found->second;
}

}  // namespace airut::gateway::http
