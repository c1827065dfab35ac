#include "channels/http/curl_handles.hpp"

#include <algorithm>
#include <iterator>
#include <new>
#include <stdexcept>

#include <poll.h>

namespace airut::channels {

EasyHandles::EasyHandles() {
  static auto const started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) throw std::runtime_error{"libcurl cannot start"};
}

namespace {

// Nothing unread lies on the kept connection: what the other side said too much, or its end, would
// be taken for the next answer.
bool is_quiet(CURL* handle) {
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket);
  if (socket == CURL_SOCKET_BAD) return true;
  pollfd line{socket, POLLIN, 0};
  return ::poll(&line, 1, 0) == 0;
}

}  // namespace

std::string_view origin_of(std::string_view url) {
  auto const scheme = url.find("://");
  auto const host = scheme == url.npos ? 0 : scheme + 3;
  return url.substr(0, url.find_first_of("/?#", host));
}

EasyHandle EasyHandles::take_idle(std::string_view origin) {
  std::lock_guard const lock{mutex_};
  auto const found = std::find_if(idle_.rbegin(), idle_.rend(),
                                  [&](Idle const& one) { return one.origin == origin; });
  if (found == idle_.rend()) return nullptr;
  auto handle = std::move(found->handle);
  idle_.erase(std::next(found).base());
  return handle;
}

EasyHandle EasyHandles::take(std::string_view origin) {
  while (auto idle = take_idle(origin)) {
    if (is_quiet(idle.get())) return idle;  // the others are closed with their connections
  }
  EasyHandle handle{curl_easy_init()};
  if (!handle) throw std::bad_alloc{};
  return handle;
}

void EasyHandles::give_back(std::string_view origin, EasyHandle handle) {
  curl_easy_reset(handle.get());  // it points to what its user owned; its connection stays
  std::list<Idle> one, oldest;    // closed outside the lock
  one.push_back({std::string{origin}, std::move(handle)});
  std::lock_guard const lock{mutex_};
  idle_.splice(idle_.end(), one);
  if (idle_.size() > idle_most) oldest.splice(oldest.end(), idle_, idle_.begin());
}

void EasyHandles::close_idle() {
  std::list<Idle> closed;
  std::lock_guard const lock{mutex_};
  closed.swap(idle_);
}

void append(StringList& list, char const* text) {
  auto* longer = curl_slist_append(list.get(), text);
  if (longer == nullptr) throw std::bad_alloc{};
  static_cast<void>(list.release());
  list.reset(longer);
}

}  // namespace airut::channels
