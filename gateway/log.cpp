#include "gateway/log.hpp"

#include <cstdio>
#include <mutex>
#include <tuple>
#include <utility>

#include "formats/json/writer.hpp"
#include "gateway/http/failure.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {
namespace {

constexpr std::chrono::minutes between_same{1};

// A line that cannot be written (a full disk, a reader that is gone) is lost: it must not end the
// work that it tells of.
void write_line(std::string line) {
  line += '\n';
  std::ignore = std::fwrite(line.data(), 1, line.size(), stderr);
}

void write_seldom(std::string line) {
  static std::mutex mutex;
  static RecentLines told;
  std::lock_guard const lock{mutex};
  if (!told.lately(line, std::chrono::steady_clock::now())) write_line(std::move(line));
}

}  // namespace

std::string log_text(std::string_view level, std::string_view event,
                     std::initializer_list<LogMember> members) {
  json::Writer line;
  line.begin_object();
  line.member("level", level);
  line.member("event", event);
  for (auto const& member : members) line.member_if(member.name, member.text);
  line.end_object();
  return std::move(line).text();
}

void log(std::string_view level, std::string_view event, std::initializer_list<LogMember> members) {
  write_line(log_text(level, event, members));
}

void log_seldom(std::string_view level, std::string_view event,
                std::initializer_list<LogMember> members) {
  write_seldom(log_text(level, event, members));
}

std::optional<std::string> fault_text(std::string_view room, std::exception_ptr const& fault) {
  if (!fault) return std::nullopt;
  try {
    std::rethrow_exception(fault);
  } catch (ledger::StoreLost const& lost) {
    return log_text("error", "store.lost", {{"room", room}, {"detail", lost.what()}});
  } catch (http::Unavailable const&) {
    return std::nullopt;
  } catch (std::exception const& known) {
    return log_text("error", "internal.fault", {{"room", room}, {"detail", known.what()}});
  } catch (...) {
    return log_text("error", "internal.fault", {{"room", room}});
  }
}

void log_fault(std::string_view room, std::exception_ptr const& fault) {
  if (auto line = fault_text(room, fault)) write_seldom(*std::move(line));
}

bool RecentLines::lately(std::string const& line, Time now) {
  std::erase_if(lines_, [&](auto const& one) { return one.second + between_same <= now; });
  return !lines_.try_emplace(line, now).second;
}

}  // namespace airut::gateway
