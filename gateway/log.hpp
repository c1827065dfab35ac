#pragma once

#include <chrono>
#include <exception>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

// What the daemon tells those who run it: one line of JSON an event on the standard error, from
// where the system's journal takes it. Thread-safe.
namespace airut::gateway {

struct LogMember {
  std::string_view name, text;  // left out where the text is empty
};

// The line, without its end; level is "info" or "error".
std::string log_text(std::string_view level, std::string_view event,
                     std::initializer_list<LogMember> members);
void log(std::string_view level, std::string_view event, std::initializer_list<LogMember> members);
// The same line once a minute: for what every request meets while it lasts.
void log_seldom(std::string_view level, std::string_view event,
                std::initializer_list<LogMember> members);

// A failure that no one expected, in a piece of work that goes on by itself: "room" names the work.
// A store that is lost for a while has a line of its own kind; a full queue is told elsewhere (503)
// and gives nullopt and no line. The same line is told once a minute.
std::optional<std::string> fault_text(std::string_view room, std::exception_ptr const& fault);
void log_fault(std::string_view room, std::exception_ptr const& fault);

// Which lines were told a short while ago.
class RecentLines {
 public:
  using Time = std::chrono::steady_clock::time_point;
  bool lately(std::string const& line, Time now);  // false: it is remembered from now on

 private:
  std::map<std::string, Time> lines_;
};

}  // namespace airut::gateway
