#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace airut::tests {

// A program that runs beside the test; ended with the test.
class Process {
 public:
  // Output goes to the file. Throws std::runtime_error when it cannot start.
  Process(std::vector<std::string> const& command, std::filesystem::path const& output);
  ~Process();
  Process(Process const&) = delete;
  Process& operator=(Process const&) = delete;

  pid_t pid() const { return pid_; }
  void kill(int signal);
  int wait();      // exit status; -signal when killed
  bool running();  // has it not ended yet
  // The most memory that it had (VmHWM), once it has ended.
  long peak_kb() const { return peak_kb_; }

 private:
  pid_t pid_ = -1;
  bool reaped(int options);

  bool ended_ = false;
  int status_ = 0;
  long peak_kb_ = 0;
};

// Runs a command to its end; exit status, output added to the file.
int run(std::vector<std::string> const& command, std::filesystem::path const& output);

bool has_program(std::string const& name);
int free_port();  // another one at each call
// Waits until something listens there; false after ten seconds.
bool wait_for_port(int port);

}  // namespace airut::tests
