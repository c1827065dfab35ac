// How long a delivery waits: pure functions of lifecycle.hpp.
#include <algorithm>
#include <array>

#include "gateway/dispatch/lifecycle.hpp"

namespace airut::gateway {
namespace {

using std::chrono::seconds;

constexpr std::array<std::int64_t, 5> retry_seconds{60, 300, 900, 3600, 10800};
constexpr std::int64_t retry_seconds_later = 21600;

}  // namespace

seconds spread(seconds time, std::string_view text) {
  std::uint64_t hash = 14695981039346656037ull;  // FNV-1a
  for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return time * static_cast<std::int64_t>(80 + hash % 41) / 100;
}

seconds retry_delay(int attempt, std::string_view delivery_id) {
  auto const index = static_cast<std::size_t>(std::max(attempt, 1) - 1);
  auto const base = index < retry_seconds.size() ? retry_seconds.at(index) : retry_seconds_later;
  return spread(seconds{base}, delivery_id);
}

model::Instant give_up_at(model::Instant now, model::Date due_date, seconds channel_max) {
  using namespace std::chrono_literals;
  auto const earliest = now + 48h;
  model::Instant end = model::Instant{due_date} - 7 * 24h;
  if (channel_max.count() > 0) end = std::min<model::Instant>(end, now + channel_max);
  return std::max<model::Instant>(end, earliest);
}

model::Instant next_escalation(model::Instant now, int priority) {
  return now + std::chrono::hours{priority >= urgent ? 7 * 24 : 24};
}

int first_priority(config::CodeClass code_class) {
  using config::CodeClass;
  switch (code_class) {
    case CodeClass::security:
    case CodeClass::internal:
    case CodeClass::outcome_unknown:
      return 3;
    case CodeClass::capacity:
      return 1;
    case CodeClass::transient:
    case CodeClass::permanent:
    case CodeClass::address:
    case CodeClass::consent:
    case CodeClass::content:
    case CodeClass::funds:
      break;
  }
  return 2;
}

bool is_terminal(std::string_view state) {
  return state == "rerouted" || state == "failed" || state == "cancelled";
}

bool is_waiting_state(std::string_view state) {
  return state == "scheduled" || state == "queued" || state == "deferred" || state == "held";
}

bool is_waiting(ledger::DeliveryRow const& delivery) {
  return !delivery.doubtful && is_waiting_state(delivery.state);
}

bool is_unsent(ledger::DeliveryRow const& delivery) {
  return is_waiting(delivery) && delivery.evidence == "none";
}

}  // namespace airut::gateway
