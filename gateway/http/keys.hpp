#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "config/settings.hpp"
#include "gateway/http/message.hpp"

namespace airut::gateway::http {

// The API keys of airut.toml by the SHA-256 of their text; the keys themselves are nowhere.
class Keys {
 public:
  explicit Keys(config::Settings const& settings);

  // Who presents "Bearer <key>"; empty when the header is none or the key unknown.
  std::shared_ptr<Principal const> find(std::string_view authorization) const;

 private:
  std::unordered_map<std::string, std::shared_ptr<Principal const>> by_digest_;
};

}  // namespace airut::gateway::http
