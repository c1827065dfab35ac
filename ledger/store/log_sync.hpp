#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

namespace airut::ledger {

// Brings a commit's part of the write-ahead log to the disk, while the committer works on the next
// one, and only then tells those who wait for it. Two commits at most are on their way: a sync
// brings all that was written before it, so none is told before the one in front of it is there.
// When the disk refuses a sync nobody knows what it has of the log: from then on every commit is
// answered with StoreLost, until the process starts anew and reads what is there.
class LogSync {
 public:
  struct Answer {
    std::function<void(std::exception_ptr)> done;
    std::exception_ptr fault;  // of the work itself
  };
  using Answers = std::vector<Answer>;

  // log: the file, already there; "" where a commit is on the disk when it ends: then it is told at
  // once. idle is called on a thread of the log's each time that a commit was told. Throws
  // StoreLost when the file cannot be opened.
  LogSync(std::filesystem::path const& log, std::function<void()> idle);
  ~LogSync();  // as close()
  // Answers what was taken, and ends. Nothing may be taken after.
  void close();
  LogSync(LogSync const&) = delete;
  LogSync& operator=(LogSync const&) = delete;

  bool is_busy() const;  // a commit is on its way
  bool is_full() const;  // so many that no other may begin
  void check() const;    // throws StoreLost when a sync failed
  bool is_lost() const;  // one did

  void begin();                // a commit comes: readers may see it from now on
  void take(Answers answers);  // it is in the file; only while the log is not full
  void drop();                 // it is not

  // Waits until all that a reader may have seen is on disk. Throws StoreLost when it never will be.
  void wait_for_disk() const;

 private:
  // Answers, and the last commit that they may have seen: their own, or one before it where nothing
  // was written.
  struct Written {
    std::uint64_t number = 0;
    Answers answers;
  };

  class File {
   public:
    explicit File(std::filesystem::path const& path);
    ~File();
    File(File const&) = delete;
    File& operator=(File const&) = delete;
    int number() const { return number_; }

   private:
    int number_;
  };

  // Each thread has the file open for itself: the kernel tells a failed write once to each.
  void run(std::optional<File> const& file);
  bool is_there(std::uint64_t number) const;  // under the lock
  static std::exception_ptr sync(File const& file);

  static constexpr std::size_t most = 2;
  std::array<std::optional<File>, most> files_;
  std::function<void()> const idle_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<Written> waiting_;
  std::size_t on_the_way_ = 0;  // those that wait for a thread among them
  bool closing_ = false;
  std::uint64_t begun_ = 0;       // commits, counted
  std::set<std::uint64_t> open_;  // those that readers may see and the disk may not have
  std::exception_ptr lost_;
  std::array<std::thread, most> threads_;
};

}  // namespace airut::ledger
