#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "ledger/store/gate.hpp"
#include "ledger/store/heads.hpp"
#include "ledger/store/sqlite.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// The one writer. Its thread takes everything that queued during the last sync into one
// transaction and one sync: batches grow with the load and a lone write waits for nobody.
class Committer {
 public:
  struct Job {
    std::function<void(Transaction&)> work;
    std::function<void(std::exception_ptr)> done;
  };

  // connection and gate must live longer; after_commit is told the pages in the log.
  Committer(Connection& connection, Gate& gate, std::size_t queue_max);
  ~Committer();  // commits what is queued
  Committer(Committer const&) = delete;
  Committer& operator=(Committer const&) = delete;

  bool push(Job job);  // false when the queue is full
  StoreFigures figures() const;

 private:
  using Batch = std::deque<Job>;
  using Outcomes = std::vector<std::exception_ptr>;

  void run();
  void commit(Batch& batch);
  bool commit_together(Batch& batch, Outcomes& outcomes);
  void commit_apart(Batch& batch, Outcomes& outcomes);
  void work_apart(Job const& job, std::exception_ptr& outcome);
  void call(Job const& job);
  void undo();

  Connection& connection_;
  Gate& gate_;
  std::size_t const queue_max_;
  Heads heads_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  Batch queue_;
  bool closing_ = false;
  StoreFigures figures_;
  std::thread thread_;
};

}  // namespace airut::ledger
