#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "config/settings.hpp"
#include "gateway/http/message.hpp"

namespace airut::gateway::http {

// The API keys of airut.toml by the SHA-256 of their text; the keys themselves are nowhere. May be
// asked and replaced from any thread.
class Keys {
 public:
  // The settings are those that the daemon runs with, and outlive this.
  explicit Keys(config::Settings const& settings);

  // Who presents "Bearer <key>"; empty when the header is none or the key unknown.
  std::shared_ptr<Principal const> find(std::string_view authorization) const;
  // Refs of the billing clients of a tenant that runs.
  std::vector<std::string> const& clients_of(std::string const& tenant) const;

  // From now on the keys of a file that was read anew, of the tenants that run; requests under way
  // go on. A key that stays as it was keeps the standing of its rate.
  struct Change {
    std::size_t added = 0, removed = 0, kept = 0;
  };
  Change replace(config::Settings const& anew);

 private:
  struct Known {
    std::shared_ptr<Principal const> principal;
    std::uint32_t rate = 0, burst = 0;  // requests a second, 0: no limit; at once
  };
  using ByDigest = std::unordered_map<std::string, Known>;
  std::shared_ptr<ByDigest const> read(config::Settings const& from, ByDigest const& before) const;

  config::Settings const& running_;
  std::unordered_map<std::string, std::vector<std::string>> clients_;  // by tenant
  std::atomic<std::shared_ptr<ByDigest const>> by_digest_;
};

}  // namespace airut::gateway::http
