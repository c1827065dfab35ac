#include "gateway/portal/guard.hpp"

#include <algorithm>

#include "formats/model/sha256.hpp"

namespace airut::gateway {
namespace {

using std::chrono::seconds;

// An unknown kid is what a change of keys looks like, and what a guess looks like.
constexpr seconds between_fetches{10};
constexpr seconds leeway{60};          // of clocks that differ
constexpr seconds longest_life{3600};  // such tokens last half a minute
constexpr std::size_t used_most = 100'000;

channels::HttpOptions options_of(std::filesystem::path ca_file) {
  channels::HttpOptions options;
  options.ca_file = std::move(ca_file);
  options.connect_time = seconds{3};
  options.timeout = seconds{5};
  return options;
}

}  // namespace

TokenGuard::TokenGuard(std::string keys_url, std::filesystem::path ca_file)
    : keys_url_(std::move(keys_url)), client_(options_of(std::move(ca_file))) {}

void TokenGuard::fetch_keys() {
  has_asked_ = true;
  fetched_ = std::chrono::steady_clock::now();
  channels::HttpRequest request;
  request.url = keys_url_;
  auto const reply = client_.perform(request);
  auto keys = reply.status == 200 ? pki::read_web_keys(reply.body)
                                  : model::Result<std::vector<pki::WebKey>>{};
  if (keys && !keys->empty()) keys_ = *std::move(keys);
}

bool TokenGuard::is_signed(pki::WebToken const& token) {
  auto const known = [&] {
    return std::find_if(keys_.begin(), keys_.end(),
                        [&](pki::WebKey const& key) { return key.id == token.key_id; });
  };
  auto const now = std::chrono::steady_clock::now();
  bool const may_ask = !has_asked_ || now - fetched_ >= between_fetches;
  if (known() == keys_.end() && may_ask) fetch_keys();
  auto const key = known();
  return key != keys_.end() && pki::is_signed_by(token, *key);
}

bool TokenGuard::is_used(pki::WebToken const& token, model::Instant now) {
  std::erase_if(used_, [&](auto const& one) { return one.second < now; });
  if (used_.size() >= used_most) return true;
  return !used_.emplace(model::sha256_hex(token.signed_text), token.expires + leeway).second;
}

std::string TokenGuard::objection(std::string_view text, std::string_view address,
                                  model::Instant now) {
  auto const token = pki::read_web_token(text);
  if (!token) return token.error().text;
  if (token->expires < now) return "The token has ended.";
  if (token->expires > now + longest_life) return "The token lasts too long.";
  if (token->not_before > now + leeway) return "The token is not valid yet.";
  if (token->subject != address) return "The token is for another document.";
  std::lock_guard const lock{mutex_};
  if (!is_signed(*token)) return "The token is not signed by a known key.";
  return is_used(*token, now) ? "The token was used before." : "";
}

}  // namespace airut::gateway
