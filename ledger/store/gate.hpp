#pragma once

#include <condition_variable>
#include <mutex>

namespace airut::ledger {

// Lets the checkpointer hold off the committer for a moment. Whoever asks to close it comes next,
// however busy the committer is.
class Gate {
 public:
  // The committer's way through: waits while closed.
  class Passage {
   public:
    explicit Passage(Gate& gate) : gate_(gate) {
      std::unique_lock lock{gate_.mutex_};
      gate_.changed_.wait(lock, [&] { return !gate_.closed_ && !gate_.held_; });
      gate_.inside_ = true;
    }
    ~Passage() {
      std::lock_guard const lock{gate_.mutex_};
      gate_.inside_ = false;
      gate_.changed_.notify_all();
    }
    Passage(Passage const&) = delete;
    Passage& operator=(Passage const&) = delete;

   private:
    Gate& gate_;
  };

  // Closed as long as it lives; waits until the committer is out.
  class Closure {
   public:
    explicit Closure(Gate& gate) : gate_(gate) {
      std::unique_lock lock{gate_.mutex_};
      gate_.closed_ = true;
      gate_.changed_.wait(lock, [&] { return !gate_.inside_; });
    }
    ~Closure() {
      std::lock_guard const lock{gate_.mutex_};
      gate_.closed_ = false;
      gate_.changed_.notify_all();
    }
    Closure(Closure const&) = delete;
    Closure& operator=(Closure const&) = delete;

   private:
    Gate& gate_;
  };

  // The next passage waits, until it is let go. Never waits itself.
  void hold() {
    std::lock_guard const lock{mutex_};
    held_ = true;
  }
  void let_go() {
    std::lock_guard const lock{mutex_};
    held_ = false;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false, held_ = false, inside_ = false;
};

}  // namespace airut::ledger
