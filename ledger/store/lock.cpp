#include "ledger/store/lock.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "ledger/store/store.hpp"

namespace airut::ledger {

DirectoryLock::DirectoryLock(std::filesystem::path const& directory)
    : file_(::open((directory / "airut.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640)) {
  if (file_ < 0) {
    throw StoreLost{fmt::format("cannot open {}/airut.lock: {}", directory.string(),
                                std::generic_category().message(errno))};
  }
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    ::close(file_);
    throw StoreLocked{fmt::format("{} is in use by another process", directory.string())};
  }
}

DirectoryLock::~DirectoryLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace airut::ledger
