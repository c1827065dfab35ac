#include "tests/bench/sink.hpp"

#include <array>
#include <charconv>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace airut::bench {
namespace {

constexpr std::string_view taken_answer = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";
constexpr std::string_view closed_answer =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

// Length of the request at the front once its header is there, else 0.
std::size_t request_length(std::string_view bytes) {
  auto const end = bytes.find("\r\n\r\n");
  if (end == bytes.npos) return 0;
  constexpr std::string_view name = "Content-Length: ";
  auto const at = bytes.find(name);
  std::size_t body = 0;
  if (at < end) std::from_chars(bytes.data() + at + name.size(), bytes.data() + bytes.size(), body);
  return end + 4 + body;
}

void say(int fd, std::string_view bytes) {
  if (::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) return;  // they went away
}

}  // namespace

Sink::Sink(bool open) : open_(open) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  poll_ = ::epoll_create1(EPOLL_CLOEXEC);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof at;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 ||
      ::listen(listener_, 1024) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &length) != 0)
    throw std::runtime_error{"the sink cannot listen"};
  port_ = ntohs(at.sin_port);
  thread_ = std::thread{[this] { run(); }};
}

Sink::~Sink() {
  ending_ = true;
  thread_.join();
  ::close(listener_);
  ::close(poll_);
}

void Sink::run() {
  std::map<int, std::string> heard;  // by connection
  std::array<epoll_event, 64> events{};
  epoll_event wish{EPOLLIN, {.fd = listener_}};
  ::epoll_ctl(poll_, EPOLL_CTL_ADD, listener_, &wish);
  std::string bytes(1 << 18, '\0');
  while (!ending_) {
    auto const count = ::epoll_wait(poll_, events.data(), events.size(), 50);
    for (int i = 0; i < count; ++i) {
      int const fd = events.at(static_cast<std::size_t>(i)).data.fd;
      if (fd == listener_) {
        int const caller = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        int const on = 1;
        ::setsockopt(caller, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_event one{EPOLLIN, {.fd = caller}};
        ::epoll_ctl(poll_, EPOLL_CTL_ADD, caller, &one);
        continue;
      }
      auto const got = ::recv(fd, bytes.data(), bytes.size(), 0);
      if (got <= 0) {
        heard.erase(fd);
        ::close(fd);
        continue;
      }
      auto& text = heard[fd];
      text.append(bytes.data(), static_cast<std::size_t>(got));
      auto const length = request_length(text);
      if (length == 0) continue;
      if (text.size() < length) {
        if (text.find("Expect: 100-continue") < text.find("\r\n\r\n") && text.back() == '\n')
          say(fd, go_on);
        continue;
      }
      bytes_ += length;
      if (open_) ++taken_;
      say(fd, open_ ? taken_answer : closed_answer);
      text.clear();
    }
  }
  for (auto const& [fd, text] : heard) ::close(fd);
}

}  // namespace airut::bench
