#include "tests/bench/http_load.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <ctime>
#include <memory>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace airut::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {
    if (fd < 0) throw std::runtime_error{"no descriptor"};
  }
  ~Descriptor() { ::close(fd_); }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

int connected(int port) {
  int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || ::connect(fd, reinterpret_cast<sockaddr const*>(&to), sizeof to) != 0) {
    if (fd >= 0) ::close(fd);
    throw std::runtime_error{"nothing listens on port " + std::to_string(port)};
  }
  int const on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

// Loopback takes a request whole; a full buffer means that the server reads no more.
void send_all(int fd, std::string const& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    auto const count = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return;  // seen as a broken connection when the answer is read
    sent += static_cast<std::size_t>(count);
  }
}

std::size_t number_after(std::string_view text, std::string_view name) {
  auto const at = text.find(name);
  std::size_t value = 0;
  if (at != text.npos)
    std::from_chars(text.data() + at + name.size(), text.data() + text.size(), value);
  return value;
}

// The answer's length once its header is there, else 0. The servers here write Content-Length in
// either spelling.
std::size_t answer_length(std::string_view bytes) {
  auto const end = bytes.find("\r\n\r\n");
  if (end == bytes.npos) return 0;
  auto const head = bytes.substr(0, end);
  return end + 4 +
         std::max(number_after(head, "Content-Length: "), number_after(head, "content-length: "));
}

struct Connection {
  explicit Connection(int port) : socket(connected(port)) {}
  Descriptor socket;
  std::string answer;
  SteadyClock::time_point begun;
};

std::chrono::microseconds own_cpu_time() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds{now.tv_sec} + std::chrono::microseconds{now.tv_nsec / 1000};
}

class Loop {
 public:
  explicit Loop(Load const& load) : load_(load), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    for (int i = 0; i < load.connections; ++i) {
      all_.push_back(std::make_unique<Connection>(load.port));
      epoll_event wish{EPOLLIN, {.ptr = all_.back().get()}};
      ::epoll_ctl(poll_.get(), EPOLL_CTL_ADD, all_.back()->socket.get(), &wish);
    }
  }

  Seen run() {
    begun_ = SteadyClock::now();
    auto const cpu = own_cpu_time();
    for (auto& one : all_) ask(*one);
    std::array<epoll_event, 256> events{};
    while (under_way_ > 0) {
      auto const count = ::epoll_wait(poll_.get(), events.data(), events.size(), 60000);
      if (count == 0) throw std::runtime_error{"the server does not answer any more"};
      for (int i = 0; i < count; ++i)
        hear(*static_cast<Connection*>(events.at(static_cast<std::size_t>(i)).data.ptr));
    }
    seen_.took = SteadyClock::now() - begun_;
    seen_.own_cpu = own_cpu_time() - cpu;
    std::sort(seen_.waits_us.begin(), seen_.waits_us.end());
    return std::move(seen_);
  }

 private:
  void ask(Connection& on) {
    if (asked_ == load_.requests || SteadyClock::now() - begun_ > load_.time) return;
    load_.request(load_.first + asked_++, text_);
    ++under_way_;
    on.begun = SteadyClock::now();
    send_all(on.socket.get(), text_);
  }

  void hear(Connection& on) {
    std::array<char, 16384> bytes;
    auto const count = ::recv(on.socket.get(), bytes.data(), bytes.size(), 0);
    if (count <= 0) {
      ::epoll_ctl(poll_.get(), EPOLL_CTL_DEL, on.socket.get(), nullptr);
      ++seen_.statuses[0];
      --under_way_;
      return;
    }
    on.answer.append(bytes.data(), static_cast<std::size_t>(count));
    auto const length = answer_length(on.answer);
    if (length == 0 || on.answer.size() < length) return;
    took(on);
    on.answer.clear();
    ask(on);
  }

  void took(Connection const& on) {
    auto const wait = SteadyClock::now() - on.begun;
    seen_.waits_us.push_back(static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(wait).count()));
    ++seen_.answers;
    ++seen_.statuses[static_cast<int>(number_after(on.answer, "HTTP/1.1 "))];
    --under_way_;
  }

  Load const& load_;
  Descriptor poll_;
  std::vector<std::unique_ptr<Connection>> all_;
  std::string text_;
  std::uint64_t asked_ = 0;
  int under_way_ = 0;
  SteadyClock::time_point begun_;
  Seen seen_;
};

}  // namespace

double Seen::percentile_ms(double share) const {
  if (waits_us.empty()) return 0;
  auto const at = static_cast<std::size_t>(static_cast<double>(waits_us.size() - 1) * share);
  return waits_us[at] / 1000.0;
}

Seen run_load(Load const& load) { return Loop{load}.run(); }

std::string fetch(int port, std::string const& path, std::string const& key) {
  Connection on{port};
  auto const authorization = key.empty() ? key : "Authorization: Bearer " + key + "\r\n";
  send_all(on.socket.get(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + authorization +
                                "Connection: close\r\n\r\n");
  std::array<char, 16384> bytes;
  for (;;) {
    auto const count = ::recv(on.socket.get(), bytes.data(), bytes.size(), 0);
    if (count <= 0) break;
    on.answer.append(bytes.data(), static_cast<std::size_t>(count));
  }
  auto const end = on.answer.find("\r\n\r\n");
  return end == std::string::npos ? std::string{} : on.answer.substr(end + 4);
}

}  // namespace airut::bench
