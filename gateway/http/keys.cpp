#include "gateway/http/keys.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "formats/model/sha256.hpp"

namespace airut::gateway::http {

Keys::Keys(config::Settings const& settings)
    : running_(settings), by_digest_(read(settings, ByDigest{})) {
  for (auto const& tenant : settings.tenants) {
    auto& clients = clients_[tenant.id];
    for (auto const& client : tenant.clients) clients.push_back(client.ref);
  }
}

std::shared_ptr<Keys::ByDigest const> Keys::read(config::Settings const& from,
                                                 ByDigest const& before) const {
  auto all = std::make_shared<ByDigest>();
  for (auto const& tenant : running_.tenants) {
    auto const anew = std::find_if(from.tenants.begin(), from.tenants.end(),
                                   [&](auto const& one) { return one.id == tenant.id; });
    if (anew == from.tenants.end()) continue;
    for (auto const& key : anew->keys) {
      Principal principal{tenant.id,  key.id,      key.scopes, key.clients,
                          key.agency, tenant.live, nullptr};
      Known known{nullptr, key.requests_per_second, key.burst};
      auto const same = before.find(key.sha256);
      if (same != before.end() && same->second.rate == known.rate &&
          same->second.burst == known.burst)
        principal.bucket = same->second.principal->bucket;
      else if (known.rate > 0)
        principal.bucket = std::make_shared<TokenBucket>(known.rate, known.burst);
      known.principal = std::make_shared<Principal const>(std::move(principal));
      all->insert_or_assign(key.sha256, std::move(known));
    }
  }
  return all;
}

std::vector<std::string> const& Keys::clients_of(std::string const& tenant) const {
  static std::vector<std::string> const none;
  auto const found = clients_.find(tenant);
  return found == clients_.end() ? none : found->second;
}

Keys::Change Keys::replace(config::Settings const& anew) {
  auto const before = by_digest_.load();
  auto after = read(anew, *before);
  Change change;
  for (auto const& [digest, known] : *after)
    ++(before->contains(digest) ? change.kept : change.added);
  change.removed = before->size() - change.kept;
  by_digest_ = std::move(after);
  return change;
}

std::shared_ptr<Principal const> Keys::find(std::string_view authorization) const {
  // The scheme is of any case, with blanks behind it (RFC 9110 sections 11.1, 11.4).
  constexpr std::string_view scheme = "bearer ";
  if (lower_case(authorization.substr(0, scheme.size())) != scheme) return nullptr;
  authorization.remove_prefix(scheme.size());
  authorization.remove_prefix(std::min(authorization.find_first_not_of(' '), authorization.size()));
  auto const all = by_digest_.load();
  auto const found = all->find(model::sha256_hex(authorization));
  return found == all->end() ? nullptr : found->second.principal;
}

}  // namespace airut::gateway::http
