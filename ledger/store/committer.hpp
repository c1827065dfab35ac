#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "ledger/store/gate.hpp"
#include "ledger/store/hash_index.hpp"
#include "ledger/store/heads.hpp"
#include "ledger/store/log_sync.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// The one writer. Its thread takes everything that queues during the last commit's sync into one
// transaction and one sync: batches grow with the load and a lone write waits for nobody.
class Committer {
 public:
  struct Job {
    std::function<void(Transaction&)> work;
    std::function<void(std::exception_ptr)> done;
  };

  // connection and gate must live longer. log: the write-ahead log's file, for its syncs; "" where
  // a commit is on the disk when it ends.
  Committer(Connection& connection, Gate& gate, std::filesystem::path const& log,
            StoreOptions const& options);
  ~Committer();  // as close()
  Committer(Committer const&) = delete;
  Committer& operator=(Committer const&) = delete;

  bool push(Job job);  // false when the queue is full or closed
  void close();        // commits what is queued and ends
  StoreFigures figures() const;
  // Waits until all that a reader may have seen is on disk. Throws StoreLost when it never will be.
  void wait_for_disk() const { log_.wait_for_disk(); }

 private:
  using Batch = std::deque<Job>;
  using Outcomes = std::vector<std::exception_ptr>;

  void run();
  void commit(Batch batch);
  void write(Batch& batch, Outcomes& outcomes);
  bool commit_together(Batch& batch, Outcomes& outcomes);
  void commit_apart(Batch const& batch, Outcomes& outcomes);
  void work_apart(Job const& job, std::exception_ptr& outcome);
  void call(Job const& job);
  bool may_commit(Batch const& batch) const;
  bool gather(Batch& batch);
  void wait_for_log();
  void write_log();
  void count(std::size_t transactions, bool lost);
  void undo();
  void move_places(HashIndex& index);

  Connection& connection_;
  Gate& gate_;
  std::size_t const queue_max_;
  Heads heads_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  Batch queue_;
  bool closing_ = false;
  StoreFigures figures_;
  LogSync log_;
  std::thread thread_;
};

}  // namespace airut::ledger
