#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <utility>

namespace airut::gateway::http {

// Connections on which nobody asks for anything now, longest first: where there is no room for
// another they give place. Thread-safe.
class Waiting {
 public:
  // One of them for as long as it lives. end is called at most once, from any thread, and must only
  // see to it that the connection ends soon.
  class Place {
   public:
    Place(Waiting& waiting, std::function<void()> end) : waiting_(waiting) {
      std::lock_guard const lock{waiting_.mutex_};
      at_ = waiting_.ends_.insert(waiting_.ends_.end(), std::move(end));
    }
    ~Place() {
      std::lock_guard const lock{waiting_.mutex_};
      waiting_.ends_.erase(at_);
    }
    Place(Place const&) = delete;
    Place& operator=(Place const&) = delete;

   private:
    Waiting& waiting_;
    std::list<std::function<void()>>::iterator at_;
  };

  // Ends the one that has waited longest; false when none waits.
  bool end_longest() {
    std::lock_guard const lock{mutex_};
    for (auto& end : ends_) {
      if (!end) continue;  // ends already
      std::exchange(end, nullptr)();
      return true;
    }
    return false;
  }

 private:
  std::mutex mutex_;
  std::list<std::function<void()>> ends_;
};

}  // namespace airut::gateway::http
