#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace airut::ledger {

// Brings a commit's part of the write-ahead log to the disk, while the committer works on the next
// one, and only then tells those who wait for it. One commit at a time.
// When the disk refuses a sync nobody knows what it has of the log: from then on every commit is
// answered with StoreLost, until the process starts anew and reads what is there.
class LogSync {
 public:
  struct Answer {
    std::function<void(std::exception_ptr)> done;
    std::exception_ptr fault;  // of the work itself
  };
  using Answers = std::vector<Answer>;

  // log: the file, already there. syncs false: tells at once. idle is called on this thread each
  // time that a commit was told. Throws StoreLost when the file cannot be opened.
  LogSync(std::filesystem::path const& log, bool syncs, std::function<void()> idle);
  ~LogSync();  // tells what it has
  LogSync(LogSync const&) = delete;
  LogSync& operator=(LogSync const&) = delete;

  bool is_busy() const;
  void check() const;  // throws StoreLost when a sync failed

  void begin();                // a commit comes: readers may see it from now on
  void take(Answers answers);  // it is in the file; only while the log is not busy
  void drop();                 // it is not

  // Waits until all that a reader may have seen is on disk. Throws StoreLost when it never will be.
  void wait_for_disk() const;

 private:
  void run();
  std::exception_ptr sync();

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

  File const file_;
  bool const syncs_;
  std::function<void()> const idle_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Answers answers_;
  bool has_commit_ = false, closing_ = false;
  std::uint64_t begun_ = 0, taken_ = 0, settled_ = 0;  // counts of commits
  std::exception_ptr lost_;
  std::thread thread_;
};

}  // namespace airut::ledger
