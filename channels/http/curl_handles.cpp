#include "channels/http/curl_handles.hpp"

#include <new>
#include <stdexcept>

namespace airut::channels {

EasyHandles::EasyHandles() {
  static auto const started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) throw std::runtime_error{"libcurl cannot start"};
}

EasyHandle EasyHandles::take() {
  {
    std::lock_guard const lock{mutex_};
    if (!idle_.empty()) {
      auto handle = std::move(idle_.back());
      idle_.pop_back();
      curl_easy_reset(handle.get());  // keeps its connections
      return handle;
    }
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
