#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace airut::bench {

// A closed loop over loopback: so many kept connections, each with one request under way. One
// thread, so that the server beside it has the rest of the machine.
struct Load {
  int port = 0;
  int connections = 1;
  std::uint64_t first = 0;                  // number of the first request
  std::uint64_t requests = UINT64_MAX;      // ends after these,
  std::chrono::milliseconds time{3600000};  // or after this time
  // The whole request n, header and body, into the text.
  std::function<void(std::uint64_t n, std::string& to)> request;
};

struct Seen {
  std::uint64_t answers = 0;
  std::chrono::duration<double> took{};
  std::chrono::microseconds own_cpu{};    // of the load maker itself
  std::map<int, std::uint64_t> statuses;  // 0: the connection broke
  std::vector<std::uint32_t> waits_us;    // sorted
  double rate() const { return static_cast<double>(answers) / took.count(); }
  double percentile_ms(double share) const;
};

// Throws std::runtime_error when nothing listens there.
Seen run_load(Load const& load);

// One GET and its body, for metrics and questions; Authorization when a key is given.
std::string fetch(int port, std::string const& path, std::string const& key = {});

}  // namespace airut::bench
