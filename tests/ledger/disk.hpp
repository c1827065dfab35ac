#pragma once

#include <functional>

namespace airut::tests {

// The disk under this process's write-ahead logs: every fdatasync() goes through it (disk.cpp), so
// that a test can hold one up or have it fail. A kernel tells a failed write once and then calls
// the next sync good: so does this disk.
class Disk {
 public:
  Disk();
  ~Disk();  // syncs again
  Disk(Disk const&) = delete;
  Disk& operator=(Disk const&) = delete;

  void hold();         // the next sync of a log waits
  void wait_for_it();  // until it has begun
  void let_go();
  void refuse_once();  // the sync that waits, or the next one
  // Called before each sync of a log from now on, by whoever syncs, one at a time.
  void watch(std::function<void()> before);
};

}  // namespace airut::tests
