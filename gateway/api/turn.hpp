#pragma once

#include <atomic>
#include <memory>
#include <string_view>
#include <utility>

#include "gateway/http/problem.hpp"

namespace airut::gateway::api {

// What takes a worker for long is done for one caller at a time: others have workers left, and who
// comes meanwhile is asked to come again.
using UnderWay = std::shared_ptr<std::atomic<bool>>;

class Turn {
 public:
  explicit Turn(UnderWay under_way)
      : under_way_(std::move(under_way)), is_first_(!under_way_->exchange(true)) {}
  ~Turn() {
    if (is_first_) *under_way_ = false;
  }
  Turn(Turn const&) = delete;
  Turn& operator=(Turn const&) = delete;
  bool is_first() const { return is_first_; }

 private:
  UnderWay under_way_;
  bool is_first_;
};

// The answer to whoever is not the first.
inline http::Response come_again(std::string_view why) {
  auto wait = http::problem(429, "rate-limited", why, true);
  wait.headers.emplace_back("Retry-After", "5");
  return wait;
}

}  // namespace airut::gateway::api
