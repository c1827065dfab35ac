#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

// Whose endpoint is asked next; for the sources of this room.
namespace airut::gateway {

// How many endpoints of each tenant are being asked.
class EndpointTurns {
 public:
  bool take(std::string const& tenant) {
    std::lock_guard const lock{mutex_};
    auto& taken = taken_[tenant];
    if (taken >= at_once) return false;
    ++taken;
    return true;
  }
  void give_back(std::string const& tenant) {
    std::lock_guard const lock{mutex_};
    --taken_[tenant];
  }

 private:
  static constexpr int at_once = 2;
  std::mutex mutex_;
  std::map<std::string, int> taken_;
};

// An endpoint's turn: it begins with the first event that is sent, and is over after a while, so
// that endpoints that answer slowly hold up neither other tenants nor each other for long.
class EndpointTurn {
 public:
  EndpointTurn(EndpointTurns& turns, std::string const& tenant) : turns_(turns), tenant_(tenant) {}
  ~EndpointTurn() {
    if (since_) turns_.give_back(tenant_);
  }
  EndpointTurn(EndpointTurn const&) = delete;
  EndpointTurn& operator=(EndpointTurn const&) = delete;

  bool goes_on() {
    auto const now = std::chrono::steady_clock::now();
    if (since_) return now - *since_ < turn_time;
    if (!turns_.take(tenant_)) return false;
    since_ = now;
    return true;
  }

 private:
  static constexpr std::chrono::seconds turn_time{15};  // then the tenant's others come first
  EndpointTurns& turns_;
  std::string const& tenant_;
  std::optional<std::chrono::steady_clock::time_point> since_;
};

}  // namespace airut::gateway
