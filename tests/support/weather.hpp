#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::tests {

// What lies between the gateway and its other sides: connections are carried, or refused, hung,
// delayed and cut by chance under a seed (tests/support/weather.py), until it is calm.
class Weather {
 public:
  Weather(int seed, std::vector<int> const& targets) {
    std::vector<std::string> command{"python3", AIRUT_SOURCE "/tests/support/weather.py",
                                     std::to_string(seed), folder_.path().string()};
    for (int const target : targets) {
      auto const door = doors_.emplace(target, free_port()).first->second;
      command.push_back(fmt::format("{}:{}", door, target));
    }
    process_ = std::make_unique<Process>(command, folder_.path() / "log");
    for (auto const& [target, door] : doors_) {
      if (!wait_for_port(door)) throw std::runtime_error{slurp(folder_.path() / "log")};
    }
  }

  // The text with every ":TARGET" in it led through the weather.
  std::string through(std::string text) const {
    for (auto const& [target, door] : doors_) {
      auto const from = fmt::format(":{}", target), to = fmt::format(":{}", door);
      for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
      }
    }
    return text;
  }
  int through(int target) const { return doors_.at(target); }

  void calm() const { std::ofstream{folder_.path() / "calm"}; }
  void rise() const { std::filesystem::remove(folder_.path() / "calm"); }
  // How many connections had which lot: "cut_in:3 fair:20".
  std::string lots() const { return slurp(folder_.path() / "lots"); }

 private:
  TempDirectory folder_;
  std::map<int, int> doors_;
  std::unique_ptr<Process> process_;
};

// The port in "https://localhost:1234/path".
inline int port_in(std::string const& url) {
  return std::stoi(url.substr(url.find(':', url.find("//")) + 1));
}

}  // namespace airut::tests
