#pragma once

#include <chrono>
#include <optional>

namespace airut::gateway {

// How often what takes long is counted: what took longer than a quarter of a second not again for
// half a minute, all else whenever somebody asks.
class CountingPace {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  bool is_due(Moment now) const { return !rests_until_ || now >= *rests_until_; }
  void counted(Moment begin, Moment end) {
    rests_until_.reset();
    if (end - begin > short_count) rests_until_ = end + rest;
  }
  // What was counted is lost: the next to ask counts.
  void forget() { rests_until_.reset(); }

 private:
  static constexpr std::chrono::milliseconds short_count{250};
  static constexpr std::chrono::seconds rest{30};
  std::optional<Moment> rests_until_;
};

}  // namespace airut::gateway
