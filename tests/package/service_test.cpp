// What the service manager hears of the daemon, over the socket that systemd would give it.

#include <cerrno>
#include <cstdlib>
#include <string>

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/support/gateway.hpp"

using namespace airut;

namespace {

// The socket of a service manager: hears datagrams, waits a minute for the next.
class Listener {
 public:
  explicit Listener(std::filesystem::path const& path) : socket_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    timeval const wait{60, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  }
  ~Listener() { ::close(socket_); }
  Listener(Listener const&) = delete;
  Listener& operator=(Listener const&) = delete;

  // Nothing more can be told it until it is read.
  void fill(std::filesystem::path const& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    auto const teller = ::socket(AF_UNIX, SOCK_DGRAM, 0);
    while (::sendto(teller, "other", 5, MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&address),
                    sizeof address) == 5)
      ++others_;
    CHECK(errno == EAGAIN);
    ::close(teller);
  }
  // What comes behind that.
  std::string after_others() {
    while (others_-- > 0) CHECK(next() == "other");
    return next();
  }

  std::string next() {
    char text[512];
    auto const size = ::recv(socket_, text, sizeof text, 0);
    return size < 0 ? "nothing" : std::string{text, static_cast<std::size_t>(size)};
  }

 private:
  int socket_;
  int others_ = 0;
};

}  // namespace

TEST_SUITE("service") {
  TEST_CASE("the service manager hears of readiness, of life and of stopping") {
    tests::TempDirectory folder;
    auto const path = folder.path() / "notify";
    Listener manager{path};
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    ::setenv("WATCHDOG_USEC", "200000", 1);
    tests::Gateway gateway{tests::sample_toml()};
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
    CHECK(manager.next().starts_with("READY=1\n"));
    CHECK(gateway.get("/v1/invoices").status == 200);
    CHECK(manager.next() == "WATCHDOG=1");
    gateway.stop();
    auto last = manager.next();
    while (last == "WATCHDOG=1") last = manager.next();
    CHECK(last.starts_with("STOPPING=1\n"));
  }

  TEST_CASE("a service manager that was busy when the daemon was ready hears of it later") {
    tests::TempDirectory folder;
    auto const path = folder.path() / "notify";
    Listener manager{path};
    manager.fill(path);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    tests::Gateway gateway{tests::sample_toml()};
    ::unsetenv("NOTIFY_SOCKET");
    CHECK(gateway.get("/v1/invoices").status == 200);
    CHECK(manager.after_others().starts_with("READY=1\n"));
  }
}
