#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace airut::gateway {

// Where the service manager listens and how often it wants a sign of life; an empty socket: nobody.
struct Supervision {
  std::string socket;                        // path, or "@name" of an abstract socket
  std::chrono::microseconds sign_within{0};  // 0: none is awaited
};

// As the process was started: NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID of sd_notify(3) and
// sd_watchdog_enabled(3).
Supervision supervision_of_process();

// Tells the service manager how the daemon stands. The protocol is one datagram of lines that
// systemd promises to keep, so it is spoken here: libsystemd would bring four compressors and a
// cipher library into the process. What nobody hears is no fault.
class Supervisor {
 public:
  Supervisor(boost::asio::io_context& context, Supervision supervision);

  // Invoices are taken from now on: told until the manager has room for it, since it waits for
  // that. Gives signs of life from the context's threads: a daemon whose threads all stand still is
  // started anew.
  void ready();
  // Waits two seconds at most for a manager that reads nothing.
  void stopping();

 private:
  // false: he who listens has no room. patience: how long it is waited for.
  bool tell(std::string_view lines, std::chrono::milliseconds patience) const;
  void watch();

  Supervision supervision_;
  std::atomic<bool> is_stopping_ = false;
  boost::asio::steady_timer timer_;
};

}  // namespace airut::gateway
