#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/support/process.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::tests {

struct Received {
  std::string id, timestamp, signature, body;
};

// Takes webhooks and keeps them; how it answers is in tests/support/receiver.py.
class WebhookReceiver {
 public:
  WebhookReceiver() : port_(free_port()) {
    answer(204);
    process_ = std::make_unique<Process>(
        std::vector<std::string>{"python3", AIRUT_SOURCE "/tests/support/receiver.py",
                                 std::to_string(port_), folder_.path().string()},
        folder_.path() / "log");
    if (!wait_for_port(port_)) throw std::runtime_error{"the receiver did not start"};
  }
  std::string url() const { return fmt::format("http://127.0.0.1:{}/hook", port_); }
  void answer(int status) { std::ofstream{folder_.path() / "status"} << status; }
  void hold() { std::ofstream{folder_.path() / "hold"}; }
  void let_go() { std::filesystem::remove(folder_.path() / "hold"); }
  std::vector<Received> received() const {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(folder_.path())) {
      auto const name = entry.path().filename().string();
      if (name.size() == 6 && name[0] == '0') files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Received> list;
    for (auto const& file : files) {
      std::ifstream in{file};
      Received one;
      std::getline(in, one.id);
      std::getline(in, one.timestamp);
      std::getline(in, one.signature);
      std::getline(in, one.body);
      list.push_back(one);
    }
    return list;
  }

 private:
  TempDirectory folder_;
  int port_;
  std::unique_ptr<Process> process_;
};

}  // namespace airut::tests
