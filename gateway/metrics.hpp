#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "gateway/billers.hpp"
#include "gateway/disk_floor.hpp"
#include "gateway/dispatch/dispatcher.hpp"
#include "gateway/http/server.hpp"

namespace airut::gateway {

// Figures for Prometheus: what happened is counted when it happens, what stands is looked up when
// somebody asks, or once in half a minute where that takes long.
class Metrics {
 public:
  Metrics(ledger::Store& store, Dispatcher const& dispatcher, DiskFloor const& disk,
          Billers const& billers);
  ~Metrics();
  Metrics(Metrics const&) = delete;
  Metrics& operator=(Metrics const&) = delete;

  void answered(http::Server::Told const& told);  // thread-safe
  // A certificate that the gateway shows to others, by the channel that does.
  void certificate(std::string const& channel, model::Instant not_after);
  // What else stands, looked up at each text(): airut_returned{channel,figure}.
  void returned(std::string const& channel,
                std::function<std::map<std::string, std::uint64_t>()> figures);
  // A bank from which everything that waited was fetched.
  void bank_fetched(std::string const& channel, model::Instant at);
  // Runs of the day that began since the start and did not come to their end, by tenant.
  void day_runs(std::function<std::map<std::string, std::uint64_t>()> failed);
  std::string text();  // exposition format 0.0.4

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace airut::gateway
