#pragma once

#include <atomic>
#include <chrono>

#include "formats/model/date.hpp"

namespace airut::gateway {

// The computer's, which nothing else reads: for what others check by their own clocks.
inline model::Instant real_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// The time that the house goes by. Tests move it forward with advance().
class Clock {
 public:
  model::Instant now() const {
    return real_now() + std::chrono::milliseconds{offset_.load(std::memory_order_relaxed)};
  }
  // Tests and demonstrations only, before anything runs.
  void set(model::Instant moment) { advance(moment - now()); }
  void advance(std::chrono::milliseconds by) {
    offset_.fetch_add(by.count(), std::memory_order_relaxed);
  }

 private:
  std::atomic<std::int64_t> offset_{0};
};

}  // namespace airut::gateway
