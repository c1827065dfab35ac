#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "channels/http/client.hpp"
#include "config/settings.hpp"
#include "formats/pki/trust.hpp"

namespace airut::channels {

// Asks whether certificates were revoked: by OCSP, and by the revocation list when no responder
// answers. Answers are kept until they end, for a day at most. Thread-safe; blocks.
class RevocationCheck {
 public:
  RevocationCheck(config::Revocation policy, HttpClient& http) : policy_(policy), http_(http) {}

  // Reason revoked, or unchecked when nobody could be asked and the policy demands an answer.
  std::optional<pki::Distrust> objection(pki::Certificate const& leaf,
                                         pki::Certificate const& issuer, model::Instant now);

 private:
  struct Known {
    bool revoked = false;
    model::Instant until{};
  };
  std::optional<Known> remembered(std::string const& key, model::Instant now);
  model::Result<Known> ask(pki::Certificate const& leaf, pki::Certificate const& issuer,
                           model::Instant now);
  model::Result<std::string> list_at(std::string const& address, model::Instant now);

  config::Revocation policy_;
  HttpClient& http_;
  std::mutex mutex_;
  std::map<std::string, Known> known_;  // by issuer and serial number
  struct List {
    std::string bytes;
    model::Instant fetched{};
  };
  std::map<std::string, List> lists_;  // by address
};

}  // namespace airut::channels
