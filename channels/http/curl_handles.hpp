#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <curl/curl.h>

namespace airut::channels {

struct FreeEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using EasyHandle = std::unique_ptr<CURL, FreeEasy>;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using StringList = std::unique_ptr<curl_slist, FreeList>;

// "https://host:port" of an address: what one connection can serve.
std::string_view origin_of(std::string_view url);

// Idle handles, each with the one connection that it has open. At most idle_most rest; the one that
// rested longest is closed for a new one.
class EasyHandles {
 public:
  static constexpr std::size_t idle_most = 64;

  EasyHandles();
  // With a connection to the origin, or with none.
  EasyHandle take(std::string_view origin);
  void give_back(std::string_view origin, EasyHandle handle);
  void close_idle();

 private:
  struct Idle {
    std::string origin;
    EasyHandle handle;
  };
  EasyHandle take_idle(std::string_view origin);  // nullptr when there is none
  std::mutex mutex_;
  std::list<Idle> idle_;  // the one that rested longest first
};

// Appends to a list; throws std::bad_alloc.
void append(StringList& list, char const* text);

}  // namespace airut::channels
