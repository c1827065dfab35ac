#pragma once

#include <filesystem>

namespace airut::ledger {

// The directory's lock: one process writes a store. The kernel lets it go when the process ends,
// however it ends.
class DirectoryLock {
 public:
  // Throws StoreLocked when another process holds it, StoreLost when the file cannot be made.
  explicit DirectoryLock(std::filesystem::path const& directory);
  ~DirectoryLock();
  DirectoryLock(DirectoryLock const&) = delete;
  DirectoryLock& operator=(DirectoryLock const&) = delete;

 private:
  int file_;
};

}  // namespace airut::ledger
