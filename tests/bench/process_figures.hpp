#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include <sys/types.h>

namespace airut::bench {

// User and system time of a process and all its descendants that are alive, to 10 ms.
std::chrono::microseconds cpu_time(pid_t root);

// What a piece of this process's work took, in seconds.
struct Cost {
  double seconds = 0, cpu = 0;
};
Cost cost_of(std::function<void()> const& work);

struct Memory {
  double now_mb = 0, most_mb = 0;  // resident, in 10^6 bytes
};
Memory memory_of(pid_t process);

}  // namespace airut::bench
