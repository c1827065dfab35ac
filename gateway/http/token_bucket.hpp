#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace airut::gateway::http {

// How many requests a key may send: so many a second on average, and a burst at once after a rest.
// Lock-free: the whole state is the moment at which the bucket will be full again (the "virtual
// scheduling" form of the leaky bucket, ITU-T I.371).
class TokenBucket {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  TokenBucket(std::uint32_t per_second, std::uint32_t burst)
      : interval_(std::chrono::nanoseconds{1'000'000'000} / per_second), burst_(burst) {}

  struct Standing {
    bool allowed = true;
    std::uint32_t remaining = 0;        // requests that may follow at once
    std::chrono::seconds wait{};        // until the next is allowed, rounded up; 0 when it is
    std::chrono::seconds full_after{};  // until the whole burst is free again, rounded up
  };
  Standing take(Moment now);

  std::uint32_t burst() const { return burst_; }

 private:
  std::chrono::nanoseconds interval_;
  std::uint32_t burst_;
  std::atomic<std::int64_t> full_at_{0};  // nanoseconds of the steady clock
};

}  // namespace airut::gateway::http
