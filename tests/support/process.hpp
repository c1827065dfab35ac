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

 private:
  pid_t pid_ = -1;
  bool ended_ = false;
  int status_ = 0;
};

// Runs a command to its end; exit status, output kept in the file.
int run(std::vector<std::string> const& command, std::filesystem::path const& output);

bool has_program(std::string const& name);
int free_port();
// Waits until something listens there; false after ten seconds.
bool wait_for_port(int port);

}  // namespace airut::tests
