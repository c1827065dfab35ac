#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "channels/http/client.hpp"
#include "config/revocation.hpp"
#include "formats/pki/trust.hpp"

namespace airut::channels {

// Asks whether certificates were revoked: in the lists that lie here, read at each question; by
// OCSP, and by the revocation list when no responder answers. Answers that were fetched are kept
// until they end, for a day at most; an address that did not answer is left alone for some minutes.
// Thread-safe; blocks.
class RevocationCheck {
 public:
  using Lists = std::vector<std::filesystem::path>;  // PEM or DER, one list a file

  RevocationCheck(config::Revocation policy, HttpClient& http, Lists lists = {})
      : policy_(policy), http_(http), own_lists_(std::move(lists)) {}

  // Reason revoked, or unchecked when nobody could be asked and the policy demands an answer.
  std::optional<pki::Distrust> objection(pki::Certificate const& leaf,
                                         pki::Certificate const& issuer, model::Instant now);

 private:
  struct Known {
    bool revoked = false;
    model::Instant until{};
  };
  // By the lists that lie here; the error is why none of them tells.
  model::Result<Known> looked_up(pki::Certificate const& leaf, pki::Certificate const& issuer,
                                 model::Instant now) const;
  model::Result<Known> asked_or_remembered(pki::Certificate const& leaf,
                                           pki::Certificate const& issuer, model::Instant now);
  std::optional<Known> remembered(std::string const& key, model::Instant now);
  model::Result<Known> ask(pki::Certificate const& leaf, pki::Certificate const& issuer,
                           model::Instant now);
  model::Result<std::string> list_at(std::string const& address, model::Instant now);
  // Its answer, or why it did not give one a moment ago.
  HttpReply asked(HttpRequest const& request, model::Instant now);

  config::Revocation policy_;
  HttpClient& http_;
  Lists own_lists_;
  std::mutex mutex_;
  std::map<std::string, Known> known_;  // by issuer and serial number
  struct List {
    std::string bytes;
    model::Instant fetched{};
  };
  std::map<std::string, List> lists_;  // by address
  struct Silence {
    HttpReply reply;
    model::Instant since{};
  };
  std::map<std::string, Silence> silent_;  // by address
};

}  // namespace airut::channels
