#pragma once

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/support/temp_directory.hpp"

namespace airut::tests {

// Programs that are started while it lives have a time of day of their own, which is off by what
// was told last. Stop watches and this process go right.
class ShiftedClock {
 public:
  ShiftedClock() {
    tell(std::chrono::seconds{0});
    ::setenv("AIRUT_CLOCK_SHIFT", file_.c_str(), 1);
    ::setenv("LD_PRELOAD", AIRUT_CLOCK_SHIFT, 1);
  }
  ~ShiftedClock() {
    ::unsetenv("LD_PRELOAD");
    ::unsetenv("AIRUT_CLOCK_SHIFT");
  }
  ShiftedClock(ShiftedClock const&) = delete;
  ShiftedClock& operator=(ShiftedClock const&) = delete;

  void tell(std::chrono::seconds shift) const {
    std::int64_t const seconds = shift.count();
    // In place: the programs look at these eight bytes.
    std::fstream out{file_, std::ios::binary | std::ios::in | std::ios::out};
    if (!out) out.open(file_, std::ios::binary | std::ios::out);
    out.write(reinterpret_cast<char const*>(&seconds), sizeof seconds);
  }

 private:
  TempDirectory folder_;
  std::string file_ = (folder_.path() / "shift").string();
};

}  // namespace airut::tests
