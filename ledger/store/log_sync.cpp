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

LogSync::LogSync(std::filesystem::path const& log, bool syncs, std::function<void()> idle)
    : file_(log), syncs_(syncs), idle_(std::move(idle)), thread_([this] { run(); }) {}

LogSync::~LogSync() {
  {
    std::lock_guard const lock{mutex_};
    closing_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool LogSync::is_busy() const {
  std::lock_guard const lock{mutex_};
  return has_commit_;
}

void LogSync::check() const {
  std::lock_guard const lock{mutex_};
  if (lost_) std::rethrow_exception(lost_);
}

void LogSync::begin() {
  std::lock_guard const lock{mutex_};
  ++begun_;
}

void LogSync::take(Answers answers) {
  {
    std::lock_guard const lock{mutex_};
    answers_ = std::move(answers);
    taken_ = begun_;
    has_commit_ = true;
  }
  changed_.notify_all();
}

void LogSync::drop() {
  {
    std::lock_guard const lock{mutex_};
    settled_ = begun_;
  }
  changed_.notify_all();
}

void LogSync::wait_for_disk() const {
  std::unique_lock lock{mutex_};
  auto const seen = begun_;
  changed_.wait(lock, [&] { return settled_ >= seen || lost_; });
  if (lost_) std::rethrow_exception(lost_);
}

std::exception_ptr LogSync::sync() {
  while (::fdatasync(file_.number()) != 0) {
    if (errno == EINTR) continue;
    auto const reason = std::generic_category().message(errno);
    return std::make_exception_ptr(
        StoreLost{fmt::format("the disk refused the write-ahead log: {}; start anew", reason)});
  }
  return nullptr;
}

void LogSync::run() {
  std::unique_lock lock{mutex_};
  for (;;) {
    changed_.wait(lock, [this] { return closing_ || has_commit_; });
    if (!has_commit_) return;
    auto const answers = std::move(answers_);
    answers_.clear();
    bool const is_there = !syncs_ || lost_ || settled_ == taken_;
    auto fault = lost_;  // the kernel tells it once, and calls the next sync good
    lock.unlock();
    if (!is_there) fault = sync();
    lock.lock();
    lost_ = fault;
    settled_ = taken_;
    has_commit_ = false;
    changed_.notify_all();
    lock.unlock();
    idle_();
    for (auto const& answer : answers) answer.done(fault ? fault : answer.fault);
    lock.lock();
  }
}

}  // namespace airut::ledger
