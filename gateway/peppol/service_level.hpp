#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "config/codes.hpp"
#include "gateway/billers.hpp"
#include "ledger/store/received.hpp"

namespace airut::gateway {

// Whether the providers who brought documents are told within the network's service level what
// became of them (Message Level Status: 99.5 % within 20 minutes of the reception). Of each that
// waits longer a person is told (peppol.status_late, once a provider), until he has been told; a
// status that never came through is told by itself (peppol.status_not_sent).
class ServiceLevel {
 public:
  struct House {
    ledger::Store& store;
    Billers const& billers;
    config::Codes const& codes;
  };
  ServiceLevel(House house, std::string channel, std::chrono::seconds status_time);

  // What waits too long now; opens and closes deviations. Blocks; for one caller at a time.
  void look(model::Instant now);
  // In the transaction that keeps that a status was not sent, and why.
  void tell(ledger::Transaction& tx, ledger::ReceivedRow const& row, std::string const& why,
            model::Instant now);
  // After the commit; outcome as in StatusTold.
  void count(ledger::ReceivedRow const& row, std::string_view outcome, model::Instant now);
  // statuses_in_time, statuses_late, statuses_not_sent since the start; statuses_overdue now.
  // Thread-safe.
  std::map<std::string, std::uint64_t> figures() const;

 private:
  bool is_late(ledger::ReceivedRow const& row, model::Instant now) const;
  std::string tenant() const;

  House house_;
  std::string channel_;
  std::chrono::seconds status_time_;
  std::atomic<std::uint64_t> in_time_ = 0, late_ = 0, not_sent_ = 0, overdue_ = 0;
};

}  // namespace airut::gateway
