#pragma once

#include <filesystem>

namespace airut::ledger {

// The directory's lock: one process writes a store, or any number read it while none writes. The
// kernel lets it go when the process ends, however it ends.
class DirectoryLock {
 public:
  enum class Kind { writer, reader };
  // Throws StoreLocked when another process holds it, StoreLost when the file cannot be made.
  DirectoryLock(std::filesystem::path const& directory, Kind kind);
  ~DirectoryLock();
  DirectoryLock(DirectoryLock const&) = delete;
  DirectoryLock& operator=(DirectoryLock const&) = delete;

 private:
  int file_;
};

}  // namespace airut::ledger
