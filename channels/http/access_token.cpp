#include "channels/http/access_token.hpp"

#include <algorithm>
#include <charconv>

#include "formats/json/tree.hpp"

namespace airut::channels {
namespace {

struct Granted {
  std::string value;
  std::chrono::seconds lasts{0};
};

// Without a lifetime it is used once.
Granted granted_by(std::string const& body) {
  Granted granted;
  auto const tree = json::Tree::parse(body);
  if (!tree || tree->root().kind != json::Kind::object) return granted;
  for (auto const* one = tree->first_child(tree->root()); one; one = tree->next(*one)) {
    if (one->key == "access_token" && one->kind == json::Kind::string) granted.value = one->text;
    if (one->key != "expires_in") continue;
    std::int64_t seconds = 0;
    auto const* end = one->text.data() + one->text.size();
    if (std::from_chars(one->text.data(), end, seconds).ec == std::errc{}) {
      granted.lasts = std::chrono::seconds{std::clamp<std::int64_t>(seconds, 0, 86400)};
    }
  }
  // It goes into a header: nothing may end the line.
  auto const plain = [](char c) { return c > ' ' && c < 0x7f; };
  if (!std::all_of(granted.value.begin(), granted.value.end(), plain)) granted.value.clear();
  return granted;
}

}  // namespace

AccessToken::AccessToken(HttpClient& client, HttpRequest request)
    : client_(client), request_(std::move(request)) {}

tl::expected<std::string, HttpReply> AccessToken::value() {
  std::lock_guard const lock{mutex_};
  constexpr std::chrono::seconds margin{60};
  if (!value_.empty() && Clock::now() < until_) return value_;
  auto reply = client_.perform(request_);
  auto granted = reply.status == 200 ? granted_by(reply.body) : Granted{};
  if (granted.value.empty()) return tl::unexpected{std::move(reply)};
  value_ = std::move(granted.value);
  until_ = Clock::now() + granted.lasts - margin;
  return value_;
}

void AccessToken::forget(std::string const& refused) {
  std::lock_guard const lock{mutex_};
  if (value_ == refused) value_.clear();
}

}  // namespace airut::channels
