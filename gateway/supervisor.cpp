#include "gateway/supervisor.hpp"

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <poll.h>
#include <unistd.h>

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::milliseconds until_it_reads{500}, last_word{2000};

std::string_view variable(char const* name) {
  auto const* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc{} && end == text.data() + text.size() ? value : 0;
}

}  // namespace

Supervision supervision_of_process() {
  Supervision found{std::string{variable("NOTIFY_SOCKET")}, {}};
  auto const owner = variable("WATCHDOG_PID");
  if (owner.empty() || number(owner) == ::getpid()) {
    found.sign_within = std::chrono::microseconds{number(variable("WATCHDOG_USEC"))};
  }
  return found;
}

Supervisor::Supervisor(asio::io_context& context, Supervision supervision)
    : supervision_(std::move(supervision)), timer_(context) {}

void Supervisor::ready() {
  if (supervision_.socket.empty() || is_stopping_) return;
  if (!tell("READY=1\nSTATUS=Takes invoices", std::chrono::milliseconds{0})) {
    timer_.expires_after(until_it_reads);
    timer_.async_wait([this](boost::system::error_code fault) {
      if (!fault) ready();
    });
    return;
  }
  if (supervision_.sign_within.count() > 0) watch();
}

void Supervisor::stopping() {
  is_stopping_ = true;
  if (!supervision_.socket.empty()) tell("STOPPING=1\nSTATUS=Ends what is under way", last_word);
}

void Supervisor::watch() {
  timer_.expires_after(supervision_.sign_within / 2);
  timer_.async_wait([this](boost::system::error_code fault) {
    if (fault) return;
    tell("WATCHDOG=1", std::chrono::milliseconds{0});
    watch();
  });
}

bool Supervisor::tell(std::string_view lines, std::chrono::milliseconds patience) const {
  auto place = supervision_.socket;
  if (place.front() == '@') place.front() = '\0';
  asio::io_context unused;
  asio::local::datagram_protocol::socket socket{unused};
  boost::system::error_code fault;
  socket.open({}, fault);
  if (!fault) socket.connect({place}, fault);
  if (!fault) socket.non_blocking(true, fault);
  if (!fault) socket.send(asio::buffer(lines), 0, fault);
  if (fault != asio::error::would_block) return true;
  pollfd room{socket.native_handle(), POLLOUT, 0};
  if (patience.count() == 0 || ::poll(&room, 1, static_cast<int>(patience.count())) != 1)
    return false;
  socket.send(asio::buffer(lines), 0, fault);
  return !fault;
}

}  // namespace airut::gateway
