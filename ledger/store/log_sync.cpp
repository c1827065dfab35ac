#include "ledger/store/log_sync.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "ledger/store/store.hpp"

namespace airut::ledger {

LogSync::File::File(std::filesystem::path const& path)
    : number_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {
  if (number_ < 0) {
    throw StoreLost{
        fmt::format("cannot open {}: {}", path.string(), std::generic_category().message(errno))};
  }
}

LogSync::File::~File() { ::close(number_); }

LogSync::LogSync(std::filesystem::path const& log, std::function<void()> idle)
    : idle_(std::move(idle)) {
  if (!log.empty()) {
    for (auto& file : files_) file.emplace(log);
  }
  for (std::size_t i = 0; i < most; ++i) threads_[i] = std::thread{[this, i] { run(files_[i]); }};
}

LogSync::~LogSync() { close(); }

void LogSync::close() {
  {
    std::lock_guard const lock{mutex_};
    closing_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

bool LogSync::is_busy() const {
  std::lock_guard const lock{mutex_};
  return on_the_way_ > 0;
}

bool LogSync::is_full() const {
  std::lock_guard const lock{mutex_};
  return on_the_way_ == most;
}

void LogSync::check() const {
  std::lock_guard const lock{mutex_};
  if (lost_) std::rethrow_exception(lost_);
}

bool LogSync::is_lost() const {
  std::lock_guard const lock{mutex_};
  return lost_ != nullptr;
}

void LogSync::begin() {
  std::lock_guard const lock{mutex_};
  open_.insert(++begun_);
}

void LogSync::take(Answers answers) {
  {
    std::lock_guard const lock{mutex_};
    waiting_.push_back({begun_, std::move(answers)});
    ++on_the_way_;
  }
  changed_.notify_all();
}

void LogSync::drop() {
  {
    std::lock_guard const lock{mutex_};
    open_.erase(begun_);
  }
  changed_.notify_all();
}

bool LogSync::is_there(std::uint64_t number) const {
  return open_.empty() || *open_.begin() > number;
}

void LogSync::wait_for_disk() const {
  if (!files_.front()) return;  // readers see nothing before it is there
  std::unique_lock lock{mutex_};
  auto const seen = begun_;
  changed_.wait(lock, [&] { return is_there(seen) || lost_; });
  if (lost_) std::rethrow_exception(lost_);
}

std::exception_ptr LogSync::sync(File const& file) {
  while (::fdatasync(file.number()) != 0) {
    if (errno == EINTR) continue;
    auto const reason = std::generic_category().message(errno);
    return std::make_exception_ptr(
        StoreLost{fmt::format("the disk refused the write-ahead log: {}; start anew", reason)});
  }
  return nullptr;
}

void LogSync::run(std::optional<File> const& file) {
  std::unique_lock lock{mutex_};
  for (;;) {
    changed_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    auto const commit = std::move(waiting_.front());
    waiting_.pop_front();
    if (file && !lost_ && !is_there(commit.number)) {
      lock.unlock();
      auto const fault = sync(*file);
      lock.lock();
      if (fault && !lost_) lost_ = fault;
    }
    // A failed write is told once to each, and then the next sync is called good: who was lost with
    // it stays lost.
    auto const fault = lost_;
    open_.erase(open_.begin(), open_.upper_bound(commit.number));
    --on_the_way_;
    changed_.notify_all();
    lock.unlock();
    idle_();
    for (auto const& answer : commit.answers) answer.done(fault ? fault : answer.fault);
    lock.lock();
  }
}

}  // namespace airut::ledger
