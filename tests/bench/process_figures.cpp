#include "tests/bench/process_figures.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace airut::bench {
namespace {

struct Stat {
  pid_t parent = 0;
  std::int64_t ticks = 0;
};

// Fields 4, 14 and 15 of /proc/<pid>/stat; the name before them may hold anything.
Stat read_stat(std::filesystem::path const& folder) {
  std::ifstream in{folder / "stat"};
  std::string line;
  std::getline(in, line);
  std::istringstream rest{line.substr(std::min(line.rfind(')') + 2, line.size()))};
  Stat stat;
  std::string word;
  std::int64_t user = 0, system = 0;
  rest >> word >> stat.parent;
  for (int field = 5; field < 14; ++field) rest >> word;
  rest >> user >> system;
  stat.ticks = user + system;
  return stat;
}

bool is_number(std::string const& name) {
  return name.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

std::chrono::microseconds cpu_time(pid_t root) {
  std::map<pid_t, Stat> all;
  for (auto const& entry : std::filesystem::directory_iterator{"/proc"}) {
    auto const name = entry.path().filename().string();
    if (is_number(name)) all[static_cast<pid_t>(std::stol(name))] = read_stat(entry.path());
  }
  std::set<pid_t> family{root};
  for (bool grew = true; grew;) {
    grew = false;
    for (auto const& [process, stat] : all)
      if (family.count(stat.parent) != 0) grew |= family.insert(process).second;
  }
  std::int64_t ticks = 0;
  for (auto const process : family) ticks += all[process].ticks;
  return std::chrono::microseconds{ticks * 1'000'000 / ::sysconf(_SC_CLK_TCK)};
}

Cost cost_of(std::function<void()> const& work) {
  auto const own_cpu = [] {
    rusage spent{};
    ::getrusage(RUSAGE_SELF, &spent);
    auto const seconds = [](timeval time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(spent.ru_utime) + seconds(spent.ru_stime);
  };
  auto const begun = std::chrono::steady_clock::now();
  auto const cpu = own_cpu();
  work();
  std::chrono::duration<double> const wall = std::chrono::steady_clock::now() - begun;
  return {wall.count(), own_cpu() - cpu};
}

Memory memory_of(pid_t process) {
  std::ifstream in{std::filesystem::path{"/proc"} / std::to_string(process) / "status"};
  Memory memory;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words{line};
    std::string name;
    double kilobytes = 0;
    words >> name >> kilobytes;
    if (name == "VmRSS:") memory.now_mb = kilobytes * 1024 / 1e6;
    if (name == "VmHWM:") memory.most_mb = kilobytes * 1024 / 1e6;
  }
  return memory;
}

}  // namespace airut::bench
