#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "channels/http/client.hpp"
#include "formats/model/date.hpp"
#include "formats/pki/json_web_token.hpp"

namespace airut::gateway {

// Whether whoever asks for a document was sent by the app or bank that shows it: the token that
// they append to its address is signed by one of their keys (RS256, by kid), is about this address
// (sub), is in its time (nbf, exp), and was not used before. Thread-safe; blocks while keys are
// fetched.
class TokenGuard {
 public:
  TokenGuard(std::string keys_url, std::filesystem::path ca_file);

  // Why the token does not open the address; "" when it does, and then it is used up.
  std::string objection(std::string_view token, std::string_view address, model::Instant now);

 private:
  bool is_signed(pki::WebToken const& token);
  bool is_used(pki::WebToken const& token, model::Instant now);
  void fetch_keys();

  std::string keys_url_;
  channels::HttpClient client_;
  std::mutex mutex_;
  std::vector<pki::WebKey> keys_;
  std::chrono::steady_clock::time_point fetched_{};
  bool has_asked_ = false;
  std::map<std::string, model::Instant> used_;  // digest of a token, until it ends
};

}  // namespace airut::gateway
