#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "tests/bench/http_load.hpp"
#include "tests/bench/submissions.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::bench {

// The real airut binary on its default store, with one Finnish billing client whose documents go to
// a sink on loopback: UBL for businesses, PDF for consumers.
class Daemon {
 public:
  explicit Daemon(int sink_port);

  void start();  // waits until it is ready
  void stop();   // SIGTERM
  void kill();   // SIGKILL

  int port() const { return port_; }
  pid_t pid() const { return process_->pid(); }
  std::filesystem::path data() const { return folder_.path() / "data"; }
  // A figure of /metrics, "airut_store" and "commits" for example; 0 when it is not there.
  double figure(std::string_view family, std::string_view what) const;
  std::string ask(std::string const& path) const;  // GET with the key

  // A submission as a whole request.
  static std::function<void(std::uint64_t, std::string&)> submission(Wish const& wish);

 private:
  tests::TempDirectory folder_;
  int port_, admin_port_;
  std::unique_ptr<tests::Process> process_;
};

}  // namespace airut::bench
