#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace airut::tests::crash {

// Everything that was answered 202, with its id.
class Promises {
 public:
  void keep(std::string number, std::string id) {
    std::lock_guard const lock{mutex_};
    ids_.emplace(std::move(number), std::move(id));
  }
  std::map<std::string, std::string> ids() const {
    std::lock_guard const lock{mutex_};
    return ids_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> ids_;
};

}  // namespace airut::tests::crash
