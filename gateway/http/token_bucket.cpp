#include "gateway/http/token_bucket.hpp"

#include <algorithm>

namespace airut::gateway::http {

TokenBucket::Standing TokenBucket::take(Moment now) {
  auto const at = std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch());
  auto const most = interval_ * burst_;
  auto seen = full_at_.load(std::memory_order_relaxed);
  for (;;) {
    auto const full = std::max(std::chrono::nanoseconds{seen}, at) + interval_;
    auto const beyond = full - at - most;
    if (beyond > std::chrono::nanoseconds{0}) {
      return {false, 0, std::chrono::ceil<std::chrono::seconds>(beyond),
              std::chrono::ceil<std::chrono::seconds>(full - interval_ - at)};
    }
    if (!full_at_.compare_exchange_weak(seen, full.count(), std::memory_order_relaxed)) continue;
    auto const left = static_cast<std::uint32_t>((most - (full - at)) / interval_);
    return {true, left, {}, std::chrono::ceil<std::chrono::seconds>(full - at)};
  }
}

}  // namespace airut::gateway::http
