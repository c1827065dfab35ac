#include "ledger/store/checkpointer.hpp"

#include <chrono>

#include "ledger/store/store.hpp"

namespace airut::ledger {
namespace {

// In pages of 4 KiB. The longer the log, the more often a page in it is written over before it
// must be copied; the shorter, the less there is to read after a crash.
constexpr std::int64_t copy_from = 16384;     // 64 MiB: begin to copy
constexpr std::int64_t renew_from = 32768;    // 128 MiB: begin the log anew
constexpr std::int64_t hold_from = 45056;     // 176 MiB: commits wait for the copying under way
constexpr std::int64_t shrink_from = 131072;  // 512 MiB: give the file's space back
constexpr std::int64_t short_tail = 256;      // what may be copied while commits wait
constexpr int copies_max = 4;

constexpr std::chrono::seconds pause_after_failure{1};

}  // namespace

Checkpointer::Checkpointer(std::filesystem::path const& file, Gate& gate)
    : connection_(file, Access::read_write), gate_(gate), due_at_(copy_from) {
  Query{connection_, "SELECT count(*) FROM sqlite_schema"}.run();  // opens the log
  thread_ = std::thread{[this] { run(); }};
}

Checkpointer::~Checkpointer() {
  {
    std::lock_guard const lock{mutex_};
    closing_ = true;
  }
  grown_.notify_one();
  thread_.join();
}

void Checkpointer::tell(std::int64_t wal_pages) {
  std::lock_guard const lock{mutex_};
  if (wal_pages < pages_) due_at_ = copy_from;  // the log began anew
  pages_ = wal_pages;
  if (pages_ >= due_at_) grown_.notify_one();
  if (working_ && pages_ >= hold_from) gate_.hold();
}

void Checkpointer::run() {
  std::unique_lock lock{mutex_};
  for (;;) {
    grown_.wait(lock, [this] { return closing_ || pages_ >= due_at_; });
    if (closing_) return;
    auto const pages = pages_;
    due_at_ = pages + copy_from;
    working_ = true;
    lock.unlock();
    auto const copied = round(pages);
    lock.lock();
    working_ = false;
    gate_.let_go();
    if (copied) continue;
    due_at_ = copy_from;
    grown_.wait_for(lock, pause_after_failure, [this] { return closing_; });
  }
}

// false when the disk would not: the log keeps everything, and the disk may heal.
bool Checkpointer::round(std::int64_t pages) {
  try {
    auto left = copy();
    for (int i = 1; i < copies_max && left > short_tail; ++i) left = copy();
    if (pages < renew_from) return true;
    Gate::Closure const closure{gate_};
    connection_.checkpoint(pages >= shrink_from ? SqliteConnection::Checkpoint::truncate
                                                : SqliteConnection::Checkpoint::passive);
    return true;
  } catch (std::runtime_error const&) {  // StoreLost, StoreDamaged: told by whoever reads or writes
    return false;
  }
}

std::int64_t Checkpointer::copy() {
  auto const state = connection_.checkpoint(SqliteConnection::Checkpoint::passive);
  return state.pages - state.checkpointed;
}

}  // namespace airut::ledger
