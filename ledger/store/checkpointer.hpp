#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <thread>

#include "ledger/store/gate.hpp"
#include "ledger/store/sqlite.hpp"

namespace airut::ledger {

// Copies the write-ahead log into the database beside the commits, never inside one: a checkpoint
// in a commit is what makes the slowest answers slow. Only when the log has grown for long are the
// commits held off, for the short tail that is left, so that the log begins anew; and when it grows
// faster than it is copied, until the copying is over. A reader of an old moment may keep the log
// from beginning anew: it grows then, and commits go on.
class Checkpointer {
 public:
  Checkpointer(std::filesystem::path const& file, Gate& gate);
  ~Checkpointer();
  Checkpointer(Checkpointer const&) = delete;
  Checkpointer& operator=(Checkpointer const&) = delete;

  void tell(std::int64_t wal_pages);  // after each commit

 private:
  void run();
  bool round(std::int64_t pages);
  std::int64_t copy();  // pages that are not yet in the database

  SqliteConnection connection_;
  Gate& gate_;
  std::mutex mutex_;
  std::condition_variable grown_;
  std::int64_t pages_ = 0;  // in the log
  std::int64_t due_at_;     // pages at which the next copying begins
  bool working_ = false, closing_ = false;
  std::thread thread_;
};

}  // namespace airut::ledger
