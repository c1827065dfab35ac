#pragma once

#include <memory>
#include <mutex>
#include <vector>

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

// Idle handles with their open connections.
class EasyHandles {
 public:
  EasyHandles();
  EasyHandle take();
  void give_back(EasyHandle handle);

 private:
  EasyHandle take_idle();  // nullptr when there is none
  std::mutex mutex_;
  std::vector<EasyHandle> idle_;
};

// Appends to a list; throws std::bad_alloc.
void append(StringList& list, char const* text);

}  // namespace airut::channels
