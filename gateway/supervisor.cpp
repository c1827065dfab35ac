#include "gateway/supervisor.hpp"

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <unistd.h>

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

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
  tell("READY=1\nSTATUS=Takes invoices");
  if (!supervision_.socket.empty() && supervision_.sign_within.count() > 0) watch();
}

void Supervisor::stopping() { tell("STOPPING=1\nSTATUS=Ends what is under way"); }

void Supervisor::watch() {
  timer_.expires_after(supervision_.sign_within / 2);
  timer_.async_wait([this](boost::system::error_code fault) {
    if (fault) return;
    tell("WATCHDOG=1");
    watch();
  });
}

void Supervisor::tell(std::string_view lines) const {
  if (supervision_.socket.empty()) return;
  auto place = supervision_.socket;
  if (place.front() == '@') place.front() = '\0';
  asio::io_context unused;
  asio::local::datagram_protocol::socket socket{unused};
  boost::system::error_code fault;
  socket.open({}, fault);
  if (!fault) socket.non_blocking(true, fault);  // a manager that does not read hinders nothing
  if (!fault) socket.send_to(asio::buffer(lines), {place}, 0, fault);
}

}  // namespace airut::gateway
