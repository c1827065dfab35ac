#include "tests/support/raw.hpp"

#include <charconv>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace airut::tests {

Raw::Raw(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(static_cast<std::uint16_t>(port));
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  timeval const patience{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0)
    throw std::runtime_error{"nobody listens"};
}

Raw::~Raw() { ::close(socket_); }

bool Raw::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    auto const put = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

std::string Raw::rest() const {
  std::string all;
  char buffer[4096];
  for (;;) {
    auto const got = ::recv(socket_, buffer, sizeof buffer, 0);
    if (got <= 0) return all;
    all.append(buffer, static_cast<std::size_t>(got));
  }
}

std::string Raw::some(std::size_t most) const {
  std::string bytes(most, '\0');
  auto const got = ::recv(socket_, bytes.data(), most, 0);
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return bytes;
}

std::string Raw::until(std::string_view text) const {
  std::string all;
  char one = 0;
  while (!all.ends_with(text) && ::recv(socket_, &one, 1, 0) == 1) all += one;
  return all;
}

std::string talk(int port, std::string_view bytes) {
  Raw const raw{port};
  raw.send(bytes);
  return raw.rest();
}

int status_of(std::string_view answer) {
  constexpr std::string_view version = "HTTP/1.1 ";
  if (answer.substr(0, 5) != "HTTP/" || answer.size() < version.size() + 3) return 0;
  int status = 0;
  std::from_chars(answer.data() + version.size(), answer.data() + version.size() + 3, status);
  return status;
}

}  // namespace airut::tests
