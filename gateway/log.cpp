#include "gateway/log.hpp"

#include <cstdio>
#include <mutex>

#include <fmt/format.h>

#include "formats/json/writer.hpp"
#include "gateway/http/failure.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {
namespace {

constexpr std::chrono::minutes between_same{1};

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
  fmt::print(stderr, "{}\n", log_text(level, event, members));
}

std::optional<std::string> fault_text(std::string_view room, std::exception_ptr const& fault) {
  if (!fault) return std::nullopt;
  try {
    std::rethrow_exception(fault);
  } catch (ledger::StoreLost const&) {
    return std::nullopt;
  } catch (http::Unavailable const&) {
    return std::nullopt;
  } catch (std::exception const& known) {
    return log_text("error", "internal.fault", {{"room", room}, {"detail", known.what()}});
  } catch (...) {
    return log_text("error", "internal.fault", {{"room", room}});
  }
}

void log_fault(std::string_view room, std::exception_ptr const& fault) {
  static std::mutex mutex;
  static Told told;
  auto const line = fault_text(room, fault);
  if (!line) return;
  std::lock_guard const lock{mutex};
  if (!told.lately(*line, std::chrono::steady_clock::now())) fmt::print(stderr, "{}\n", *line);
}

bool Told::lately(std::string const& line, Time now) {
  std::erase_if(lines_, [&](auto const& one) { return one.second + between_same <= now; });
  return !lines_.try_emplace(line, now).second;
}

}  // namespace airut::gateway
