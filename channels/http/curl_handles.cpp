#include "channels/http/curl_handles.hpp"

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

EasyHandle EasyHandles::take_idle() {
  std::lock_guard const lock{mutex_};
  if (idle_.empty()) return nullptr;
  auto handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

EasyHandle EasyHandles::take() {
  while (auto idle = take_idle()) {
    if (!is_quiet(idle.get())) continue;  // closed with its connections
    curl_easy_reset(idle.get());          // keeps them
    return idle;
  }
  EasyHandle handle{curl_easy_init()};
  if (!handle) throw std::bad_alloc{};
  return handle;
}

void EasyHandles::give_back(EasyHandle handle) {
  std::lock_guard const lock{mutex_};
  idle_.push_back(std::move(handle));
}

void append(StringList& list, char const* text) {
  auto* longer = curl_slist_append(list.get(), text);
  if (longer == nullptr) throw std::bad_alloc{};
  static_cast<void>(list.release());
  list.reset(longer);
}

}  // namespace airut::channels
