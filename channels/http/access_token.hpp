#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>

#include <tl/expected.hpp>

#include "channels/http/client.hpp"

namespace airut::channels {

// A bearer token of OAuth 2.0 (RFC 6749, client credentials): asked for once, used until a minute
// before it ends, asked for anew when the other side no longer takes it. Thread-safe; blocks.
class AccessToken {
 public:
  // The request that gives one; its answer is JSON with access_token and expires_in (seconds, as a
  // number or as text).
  AccessToken(HttpClient& client, HttpRequest request);

  // The error is the answer that gave none: nothing else has left then.
  tl::expected<std::string, HttpReply> value();
  // The other side refused this one.
  void forget(std::string const& refused);

 private:
  using Clock = std::chrono::steady_clock;
  HttpClient& client_;
  HttpRequest request_;
  std::mutex mutex_;
  std::string value_;
  Clock::time_point until_{};
};

}  // namespace airut::channels
