#include "tests/ledger/disk.hpp"

#include <cerrno>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>

#include <sys/syscall.h>
#include <unistd.h>

namespace {

struct Wishes {
  std::mutex mutex;
  std::condition_variable changed;
  bool holds = false, waits = false, refuses = false;
  std::function<void()> before;
};

Wishes& wishes() {
  static Wishes all;
  return all;
}

bool is_log(int file) {
  std::error_code fault;
  auto const name = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(file), fault);
  return !fault && name.string().ends_with("-wal");
}

}  // namespace

extern "C" int fdatasync(int file) {
  auto& disk = wishes();
  std::unique_lock lock{disk.mutex};
  bool const is_wished = disk.before || disk.holds || disk.refuses;
  if (is_wished && is_log(file)) {
    if (disk.before) disk.before();
    disk.waits = true;
    disk.changed.notify_all();
    disk.changed.wait(lock, [&] { return !disk.holds; });
    disk.waits = false;
    if (disk.refuses) {
      disk.refuses = false;
      errno = EIO;
      return -1;
    }
  }
  lock.unlock();
  return static_cast<int>(::syscall(SYS_fdatasync, file));
}

namespace airut::tests {

Disk::Disk() = default;

Disk::~Disk() {
  std::lock_guard const lock{wishes().mutex};
  wishes().holds = wishes().refuses = false;
  wishes().before = nullptr;
  wishes().changed.notify_all();
}

void Disk::hold() {
  std::lock_guard const lock{wishes().mutex};
  wishes().holds = true;
}

void Disk::wait_for_it() {
  std::unique_lock lock{wishes().mutex};
  wishes().changed.wait(lock, [] { return wishes().waits; });
}

void Disk::let_go() {
  std::lock_guard const lock{wishes().mutex};
  wishes().holds = false;
  wishes().changed.notify_all();
}

void Disk::watch(std::function<void()> before) {
  std::lock_guard const lock{wishes().mutex};
  wishes().before = std::move(before);
}

void Disk::refuse_once() {
  std::lock_guard const lock{wishes().mutex};
  wishes().refuses = true;
}

}  // namespace airut::tests
