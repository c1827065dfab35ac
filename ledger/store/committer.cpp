#include "ledger/store/committer.hpp"

#include <stdexcept>
#include <utility>

namespace airut::ledger {

Committer::Committer(Connection& connection, Gate& gate, std::size_t queue_max)
    : connection_(connection), gate_(gate), queue_max_(queue_max), thread_([this] { run(); }) {}

Committer::~Committer() {
  {
    std::lock_guard const lock{mutex_};
    closing_ = true;
  }
  filled_.notify_one();
  thread_.join();
}

bool Committer::push(Job job) {
  {
    std::lock_guard const lock{mutex_};
    if (queue_.size() >= queue_max_) {
      ++figures_.refused;
      return false;
    }
    queue_.push_back(std::move(job));
  }
  filled_.notify_one();
  return true;
}

StoreFigures Committer::figures() const {
  std::lock_guard const lock{mutex_};
  auto figures = figures_;
  figures.queue = queue_.size();
  return figures;
}

void Committer::run() {
  for (;;) {
    Batch batch;
    {
      std::unique_lock lock{mutex_};
      filled_.wait(lock, [this] { return closing_ || !queue_.empty(); });
      if (queue_.empty()) return;
      batch.swap(queue_);
    }
    commit(batch);
  }
}

void Committer::commit(Batch& batch) {
  Outcomes outcomes(batch.size());
  bool lost = false;
  {
    Gate::Passage const passage{gate_};
    try {
      if (!commit_together(batch, outcomes)) commit_apart(batch, outcomes);
      heads_.keep();
    } catch (...) {
      lost = true;
      undo();
      outcomes.assign(batch.size(), std::current_exception());
    }
  }
  {
    std::lock_guard const lock{mutex_};
    figures_.commits += lost ? 0 : 1;
    figures_.failed_commits += lost ? 1 : 0;
    figures_.transactions += lost ? 0 : batch.size();
  }
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(outcomes[i]);
}

// The common case: nobody throws and no savepoint is paid for. false: somebody did, all is undone.
bool Committer::commit_together(Batch& batch, Outcomes& outcomes) {
  connection_.execute("BEGIN IMMEDIATE");
  try {
    for (auto const& job : batch) call(job);
  } catch (...) {
    undo();
    if (batch.size() > 1) return false;
    outcomes.front() = std::current_exception();
    return true;
  }
  connection_.execute("COMMIT");
  return true;
}

// Runs the batch again with each work in a savepoint of its own.
void Committer::commit_apart(Batch& batch, Outcomes& outcomes) {
  connection_.execute("BEGIN IMMEDIATE");
  for (std::size_t i = 0; i < batch.size(); ++i) work_apart(batch[i], outcomes[i]);
  connection_.execute("COMMIT");
}

void Committer::work_apart(Job const& job, std::exception_ptr& outcome) {
  auto const mark = heads_.mark();
  connection_.execute("SAVEPOINT work");
  try {
    call(job);
  } catch (...) {
    // A full disk ends the whole transaction: then nobody's rows are left.
    if (!connection_.in_transaction()) throw;
    outcome = std::current_exception();
    connection_.execute("ROLLBACK TO work");
    connection_.tenants().clear();
    heads_.undo(mark);
  }
  connection_.execute("RELEASE work");
}

void Committer::call(Job const& job) {
  Transaction tx{connection_};
  tx.heads_ = &heads_;
  job.work(tx);
  if (heads_.broken) throw std::logic_error{"work went on after a fact that was refused"};
}

void Committer::undo() {
  heads_.undo(0);
  connection_.tenants().clear();
  if (!connection_.in_transaction()) return;
  try {
    connection_.execute("ROLLBACK");
  } catch (StoreLost const&) {
    // The connection forgets the transaction whatever the disk says.
  }
}

}  // namespace airut::ledger
