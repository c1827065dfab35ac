#include "ledger/store/lock.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "ledger/store/store.hpp"

namespace airut::ledger {

DirectoryLock::DirectoryLock(std::filesystem::path const& directory, Kind kind)
    : file_(::open((directory / "airut.lock").c_str(),
                   (kind == Kind::writer ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC, 0640)) {
  if (file_ < 0) {
    if (kind == Kind::reader && errno == ENOENT) return;  // nobody ever wrote: a copy of a store
    throw StoreLost{fmt::format("cannot open {}/airut.lock: {}", directory.string(),
                                std::generic_category().message(errno))};
  }
  if (::flock(file_, (kind == Kind::writer ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
    ::close(file_);
    throw StoreLocked{fmt::format("{} is in use by another process", directory.string())};
  }
}

DirectoryLock::~DirectoryLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace airut::ledger
