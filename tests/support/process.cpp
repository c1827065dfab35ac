#include "tests/support/process.hpp"

#include <chrono>
#include <csignal>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace airut::tests {
namespace {

[[noreturn]] void become(std::vector<std::string> const& command,
                         std::filesystem::path const& output) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  int const out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (out >= 0) {
    ::dup2(out, 1);
    ::dup2(out, 2);
  }
  std::vector<char*> words;
  for (auto const& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execvp(words[0], words.data());
  ::_exit(127);
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

Process::Process(std::vector<std::string> const& command, std::filesystem::path const& output) {
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error{"fork failed"};
  if (pid_ == 0) become(command, output);
}

Process::~Process() {
  if (ended_) return;
  ::kill(pid_, SIGTERM);
  for (int i = 0; i < 100 && running(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  if (ended_) return;
  ::kill(pid_, SIGKILL);
  wait();
}

void Process::kill(int signal) {
  if (!ended_) ::kill(pid_, signal);
}

// Whether it has ended; waits for that unless WNOHANG is given.
bool Process::reaped(int options) {
  if (ended_) return true;
  int status = 0;
  rusage used{};
  pid_t got = 0;
  while ((got = ::wait4(pid_, &status, options, &used)) < 0 && errno == EINTR) {
  }
  if (got != pid_) return false;
  ended_ = true;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  peak_kb_ = used.ru_maxrss;
  return true;
}

int Process::wait() {
  reaped(0);
  return status_;
}

bool Process::running() { return !reaped(WNOHANG); }

int run(std::vector<std::string> const& command, std::filesystem::path const& output) {
  return Process{command, output}.wait();
}

bool has_program(std::string const& name) {
  for (auto const folder : {"/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/", "/usr/local/bin/"}) {
    if (::access((folder + name).c_str(), X_OK) == 0) return true;
  }
  return false;
}

namespace {

int port_of_the_system() {
  int const fd = ::socket(AF_INET, SOCK_STREAM, 0);
  auto address = loopback(0);
  socklen_t length = sizeof address;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    ::close(fd);
    throw std::runtime_error{"no free port"};
  }
  ::close(fd);
  return ntohs(address.sin_port);
}

}  // namespace

int free_port() {
  static std::mutex guard;
  static std::set<int> given;
  std::lock_guard const lock{guard};
  auto port = port_of_the_system();
  while (!given.insert(port).second) port = port_of_the_system();
  return port;
}

bool wait_for_port(int port) {
  auto const address = loopback(port);
  for (int i = 0; i < 200; ++i) {
    int const fd = ::socket(AF_INET, SOCK_STREAM, 0);
    bool const there =
        ::connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
    ::close(fd);
    if (there) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  return false;
}

}  // namespace airut::tests
