#include "ledger/store/committer.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace airut::ledger {
namespace {

// A commit that grows without end would keep its first callers waiting.
constexpr std::size_t batch_most = 1024;
// So many are worth a sync of their own beside one that is under way.
constexpr std::size_t batch_worth = 16;

// Whether work failed because the store did, not by a fault of its own.
bool is_loss(std::exception_ptr const& fault) {
  if (!fault) return false;
  try {
    std::rethrow_exception(fault);
  } catch (StoreLost const&) {
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace

Committer::Committer(Connection& connection, Gate& gate, std::filesystem::path const& log,
                     StoreOptions const& options)
    : connection_(connection),
      gate_(gate),
      queue_max_(options.queue_max),
      log_(log,
           [this] {
             std::lock_guard const lock{mutex_};
             filled_.notify_one();
           }),
      thread_([this] { run(); }) {}

Committer::~Committer() { close(); }

void Committer::close() {
  {
    std::lock_guard const lock{mutex_};
    closing_ = true;
  }
  filled_.notify_one();
  if (thread_.joinable()) thread_.join();
  log_.close();
}

bool Committer::push(Job job) {
  {
    std::lock_guard const lock{mutex_};
    if (closing_ || queue_.size() >= queue_max_) {
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
  figures.must_start_anew = log_.is_lost();
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
    commit(std::move(batch));
  }
}

void Committer::commit(Batch batch) {
  Outcomes outcomes;
  {
    Gate::Passage const passage{gate_};
    try {
      write(batch, outcomes);
    } catch (...) {
      undo();
      heads_.forget();  // whether the disk has the commit nobody knows
      count(batch.size(), true);
      for (auto const& job : batch) job.done(std::current_exception());
      return;
    }
  }
  count(batch.size(), std::any_of(outcomes.begin(), outcomes.end(), is_loss));
  LogSync::Answers answers;
  answers.reserve(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i)
    answers.push_back({std::move(batch[i].done), outcomes.empty() ? nullptr : outcomes[i]});
  log_.take(std::move(answers));
  move_places(connection_.hashes().documents);
  move_places(connection_.hashes().answers);
}

// Where the engine was lost on the way, nobody knows what it has: once it is back it is asked, and
// only what is not there is done again.
void Committer::write(Batch& batch, Outcomes& outcomes) {
  for (bool there = false; !there;) {
    try {
      outcomes.clear();
      log_.check();
      if (!commit_together(batch, outcomes)) commit_apart(batch, outcomes);
      heads_.keep();
      there = true;
    } catch (ConnectionLost const&) {
      undo();
      heads_.forget();
      there = connection_.has_committed();
    }
  }
}

// Puts the index's next slice among the work, when there is one.
void Committer::move_places(HashIndex& index) {
  if (!index.begin_slice()) return;
  bool const queued =
      push({[&index](Transaction& tx) { index.write_slice(tx.connection()); },
            [&index](std::exception_ptr const& fault) { index.end_slice(!fault); }});
  if (!queued) index.end_slice(false);
}

void Committer::count(std::size_t transactions, bool lost) {
  std::lock_guard const lock{mutex_};
  figures_.commits += lost ? 0 : 1;
  figures_.failed_commits += lost ? 1 : 0;
  figures_.lost_newest = lost;
  figures_.transactions += lost ? 0 : transactions;
}

bool Committer::may_commit(Batch const& batch) const {
  return !log_.is_busy() || (batch.size() >= batch_worth && !log_.is_full());
}

// Takes what came in while the log is on its way to the disk; false when it is time to commit.
bool Committer::gather(Batch& batch) {
  std::unique_lock lock{mutex_};
  filled_.wait(lock, [&] { return closing_ || !queue_.empty() || may_commit(batch); });
  if (queue_.empty() || batch.size() >= batch_most || !log_.is_busy()) return false;
  std::move(queue_.begin(), queue_.end(), std::back_inserter(batch));
  queue_.clear();
  return true;
}

void Committer::wait_for_log() {
  std::unique_lock lock{mutex_};
  filled_.wait(lock, [this] { return !log_.is_full(); });
}

void Committer::write_log() {
  heads_.write_waiting(connection_);
  wait_for_log();
  log_.check();  // what stood behind a part that the disk refused would be lost with it
  log_.begin();
  try {
    connection_.commit();
  } catch (...) {
    log_.drop();
    throw;
  }
}

// The common case: nobody throws and no savepoint is paid for. false: somebody did, all is undone.
bool Committer::commit_together(Batch& batch, Outcomes& outcomes) {
  connection_.begin();
  try {
    std::size_t at = 0;
    do {
      for (; at < batch.size(); ++at) call(batch[at]);
    } while (gather(batch));
    connection_.settle();
  } catch (ConnectionLost const&) {
    throw;
  } catch (...) {
    undo();
    if (batch.size() > 1) return false;
    outcomes = {std::current_exception()};
    wait_for_log();  // what made it throw may still be on its way there
    return true;
  }
  write_log();
  return true;
}

// Runs the batch again with each work in a savepoint of its own.
void Committer::commit_apart(Batch const& batch, Outcomes& outcomes) {
  outcomes.resize(batch.size());
  connection_.begin();
  for (std::size_t i = 0; i < batch.size(); ++i) work_apart(batch[i], outcomes[i]);
  write_log();
}

void Committer::work_apart(Job const& job, std::exception_ptr& outcome) {
  auto const mark = heads_.mark();
  connection_.execute("SAVEPOINT work");
  try {
    call(job);
    connection_.settle();
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
  heads_.undo({});
  connection_.tenants().clear();
  if (!connection_.in_transaction()) return;
  try {
    connection_.execute("ROLLBACK");
  } catch (StoreDamaged const&) {
    // As below.
  } catch (StoreLost const&) {
    // The connection forgets the transaction whatever the disk says.
  }
}

}  // namespace airut::ledger
