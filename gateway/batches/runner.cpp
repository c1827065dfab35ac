#include "gateway/batches/runner.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

#include <boost/asio/post.hpp>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "gateway/batches/commit_and_wait.hpp"
#include "gateway/batches/run.hpp"
#include "gateway/deviations/trouble.hpp"

namespace airut::gateway {
namespace {

constexpr std::size_t threads_count = 2;
constexpr int nice_value = 10;  // requests come first
constexpr std::chrono::milliseconds store_pause{1000};
constexpr std::chrono::hours waits_for_body{72};
constexpr std::chrono::seconds between_looks{5};  // at the batches that wait for theirs

ChannelTrouble trouble_of(ledger::BatchRow const& row) {
  return {row.tenant,        "", row.id,
          "batch.body_lost", "", fmt::format("{} of {} documents are taken.", row.done, row.items)};
}

}  // namespace

BatchRunner::BatchRunner(House house, std::filesystem::path spool_directory)
    : house_(std::move(house)),
      spool_(std::move(spool_directory)),
      threads_(threads_count),
      timer_(threads_) {}

BatchRunner::~BatchRunner() { stop(); }

void BatchRunner::start() {
  auto const left =
      house_.store.look([](ledger::Snapshot& view) { return ledger::unfinished_batches(view); });
  std::set<std::string, std::less<>> ids;
  for (auto const& row : left) ids.insert(row.id);
  spool_.keep_only(ids);
  for (auto const& row : left) enqueue(row.tenant, row.id);
}

bool BatchRunner::take(std::string const& batch_id) {
  std::lock_guard const lock{mutex_};
  return at_work_.insert(batch_id).second;
}

void BatchRunner::enqueue(std::string tenant, std::string batch_id) {
  if (!take(batch_id)) return;
  boost::asio::post(threads_, [this, tenant = std::move(tenant), batch_id = std::move(batch_id)] {
    work(tenant, batch_id);
    std::lock_guard const lock{mutex_};
    at_work_.erase(batch_id);
  });
}

void BatchRunner::stop() {
  stopping_ = true;
  {
    std::lock_guard const lock{mutex_};
    timer_.cancel();
  }
  threads_.join();
}

// Again and again while the store is away; what else fails waits for a repeat of the request or the
// next start.
void BatchRunner::work(std::string const& tenant, std::string const& batch_id) {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), nice_value);
  while (!stopping_) {
    try {
      return run(tenant, batch_id);
    } catch (ledger::StoreLost const& fault) {
      log_failure(batch_id, fault.what());
      std::this_thread::sleep_for(store_pause);
    } catch (std::exception const& fault) {
      return log_failure(batch_id, fault.what());
    }
  }
}

void BatchRunner::give_body(std::string const& tenant, std::string const& batch_id,
                            std::string_view bytes, std::string_view head) {
  std::lock_guard const lock{mutex_};
  if (spool_.has(batch_id)) return;
  // Asked after the spool: a batch that is done lets its body go after it has said so.
  auto const row = house_.store.look(
      [&](ledger::Snapshot& view) { return ledger::find_batch(view, tenant, batch_id); });
  if (row && row->status == "processing") spool_.keep_again(batch_id, bytes, head);
}

// The second host of a failover, or a database that was restored alone, has no spool.
void BatchRunner::wait_for_body(ledger::BatchRow row) {
  log_failure(row.id, "its body is not in the spool");
  auto const batch_id = row.id, tenant = row.tenant;
  if (house_.clock.now() >= lost_since(row) + waits_for_body) {
    end_without_body(house_, std::move(row));
    return;
  }
  std::lock_guard const lock{mutex_};
  if (stopping_) return;
  lost_[batch_id] = tenant;
  timer_.expires_after(between_looks);
  timer_.async_wait([this](boost::system::error_code ended) {
    if (!ended) look_again();
  });
}

// Told once: who closes it by hand has read it.
model::Instant BatchRunner::lost_since(ledger::BatchRow const& row) {
  {
    std::lock_guard const lock{mutex_};
    if (auto const told = told_.find(row.id); told != told_.end()) return told->second;
  }
  tell_of_body(row, true);
  auto const since =
      house_.store.look([&](ledger::Snapshot& view) { return open_since(view, trouble_of(row)); });
  std::lock_guard const lock{mutex_};
  return told_.emplace(row.id, since.value_or(house_.clock.now())).first->second;
}

void BatchRunner::look_again() {
  std::map<std::string, std::string> lost;
  {
    std::lock_guard const lock{mutex_};
    lost.swap(lost_);
  }
  for (auto const& [batch_id, tenant] : lost) enqueue(tenant, batch_id);
}

// Opens the deviation of a batch without its body, or closes it. Most have none to close, and cost
// no commit.
void BatchRunner::tell_of_body(ledger::BatchRow const& row, bool is_lost) {
  auto const trouble = trouble_of(row);
  auto const since =
      house_.store.look([&](ledger::Snapshot& view) { return open_since(view, trouble); });
  if (since.has_value() == is_lost) return;
  auto const now = house_.clock.now();
  commit_and_wait(house_.store, [&](ledger::Transaction& tx) {
    is_lost ? raise(tx, trouble, house_.codes, now) : settle(tx, trouble, "close_no_action", now);
  });
}

void BatchRunner::run(std::string const& tenant, std::string const& batch_id) {
  auto row = house_.store.look(
      [&](ledger::Snapshot& view) { return ledger::find_batch(view, tenant, batch_id); });
  if (!row || row->status != "processing") return;
  if (!spool_.has(batch_id)) return wait_for_body(*std::move(row));
  tell_of_body(*row, false);
  {
    std::lock_guard const lock{mutex_};
    told_.erase(batch_id);
  }
  bool finished = false;
  {
    Spool::Mapped const body{spool_, batch_id};
    finished = run_batch(house_, *std::move(row), body.bytes(), stopping_);
  }
  if (finished) spool_.drop(batch_id);
}

}  // namespace airut::gateway
