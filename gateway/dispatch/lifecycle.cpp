#include "gateway/dispatch/lifecycle.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace airut::gateway {

namespace {

using std::chrono::seconds;

constexpr std::array<std::int64_t, 5> retry_seconds{60, 300, 900, 3600, 10800};
constexpr std::int64_t retry_seconds_later = 21600;
constexpr seconds email_wait{600};
constexpr seconds ask_wait{60};

// FNV-1a: the spread must be the same in every build and after every start.
std::uint64_t spread_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ull;
  for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

Step code_step(config::DeviationCode const& code) {
  Step step;
  step.code = code.code;
  step.code_class = std::string{config::code_class_text(code.code_class)};
  step.suggested_action = code.action;
  return step;
}

Step held(Step step, config::DeviationCode const& code) {
  step.to = "held";
  step.handler = code.handler;
  step.deviation = true;
  return step;
}

// The DECIDE row: what becomes of a delivery that this channel will not make.
Step decide_on(ledger::DeliveryRow const& delivery, config::DeviationCode const& code,
               Rules const& rules) {
  auto step = code_step(code);
  using config::CodeClass;
  switch (code.code_class) {
    case CodeClass::content:
    case CodeClass::security:
    case CodeClass::internal:
    case CodeClass::outcome_unknown:
      return held(std::move(step), code);
    case CodeClass::transient:
    case CodeClass::permanent:
    case CodeClass::address:
    case CodeClass::consent:
    case CodeClass::funds:
    case CodeClass::capacity:
      break;
  }
  if (rules.on_failure == model::OnFailure::next_channel && !delivery.remaining.empty()) {
    step.to = "rerouted";
    step.handler = "nobody";
    step.reroute = true;
    return step;
  }
  return held(std::move(step), code);
}

Step deferred(ledger::DeliveryRow const& delivery, config::DeviationCode const& code,
              Rules const& rules, model::Instant next_at) {
  if (next_at >= delivery.give_up_at) {
    auto step = decide_on(delivery, code, rules);
    step.event = "give_up_at";
    return step;
  }
  auto step = code_step(code);
  step.to = "deferred";
  step.event = "failed_before_body";
  step.next_at = next_at;
  return step;
}

// unknown: repeated where that is safe, asked about where it is not.
Step unknown(ledger::DeliveryRow const& delivery, config::DeviationCode const& code,
             Rules const& rules, model::Instant now) {
  auto step = code_step(code);
  step.to = "unknown";
  step.event = "failed_after_body";
  step.evidence = delivery.evidence;
  switch (rules.repeat) {
    case channels::Repeat::safe:
      step.next_at = now + retry_delay(delivery.attempt_count, delivery.id);
      break;
    case channels::Repeat::after_wait:
      step.next_at =
          now + std::max<seconds>(email_wait, retry_delay(delivery.attempt_count, delivery.id));
      break;
    case channels::Repeat::never:
      step.next_at = now + ask_wait;
      break;
  }
  return step;
}

std::string code_or(channels::Trace const& trace, std::string_view fallback) {
  return trace.code.empty() ? std::string{fallback} : trace.code;
}

Step sent(ledger::DeliveryRow const& delivery, channels::Evidence evidence, Rules const& rules,
          model::Instant now) {
  Step step;
  step.event = "handed_over";
  step.evidence = std::string{channels::evidence_text(evidence)};
  step.handler = "nobody";
  step.to = evidence >= channels::Evidence::delivered_to_recipient ? "delivered" : "sent";
  auto const& timers = rules.codes.timers(delivery.channel);
  if (step.to == "sent" && timers.silence.count() > 0) step.next_at = now + timers.silence;
  return step;
}

}  // namespace

seconds retry_delay(int attempt, std::string_view delivery_id) {
  auto const index = static_cast<std::size_t>(std::max(attempt, 1) - 1);
  auto const base = index < retry_seconds.size() ? retry_seconds.at(index) : retry_seconds_later;
  auto const percent = 80 + static_cast<std::int64_t>(spread_of(delivery_id) % 41);
  return seconds{base * percent / 100};
}

model::Instant give_up_at(model::Instant now, model::Date due_date, seconds channel_max) {
  using namespace std::chrono_literals;
  auto const earliest = now + 48h;
  model::Instant end = model::Instant{due_date} - 7 * 24h;
  if (channel_max.count() > 0) end = std::min<model::Instant>(end, now + channel_max);
  return std::max<model::Instant>(end, earliest);
}

Step after_attempt(ledger::DeliveryRow const& delivery, channels::Outcome const& outcome,
                   Rules const& rules, model::Instant now) {
  if (auto const* over = std::get_if<channels::HandedOver>(&outcome))
    return sent(delivery, over->evidence, rules, now);
  if (auto const* wait = std::get_if<channels::Deferred>(&outcome)) {
    auto const& code = rules.codes.find(code_or(wait->trace, "transport.unreachable"));
    auto const own = retry_delay(delivery.attempt_count, delivery.id);
    auto const delay = wait->retry_after ? std::clamp(*wait->retry_after, own, own * 2) : own;
    return deferred(delivery, code, rules, now + delay);
  }
  if (auto const* refused = std::get_if<channels::Refused>(&outcome)) {
    auto const& code = rules.codes.find(code_or(refused->trace, "transport.refused"));
    if (code.code_class == config::CodeClass::transient)
      return deferred(delivery, code, rules,
                      now + retry_delay(delivery.attempt_count, delivery.id));
    auto step = decide_on(delivery, code, rules);
    step.event = "refused";
    return step;
  }
  auto const& trace = channels::trace_of(outcome);
  return unknown(delivery, rules.codes.find(code_or(trace, "transport.no_answer")), rules, now);
}

Step after_interruption(ledger::DeliveryRow const& delivery, Rules const& rules,
                        model::Instant now) {
  auto step = unknown(delivery, rules.codes.find("transport.interrupted"), rules, now);
  step.event = "lease_expired";
  if (rules.repeat == channels::Repeat::safe) step.next_at = now;
  return step;
}

Step after_question(ledger::DeliveryRow const& delivery, channels::Arrival arrival,
                    Rules const& rules, model::Instant now) {
  switch (arrival) {
    case channels::Arrival::arrived: {
      auto step = sent(delivery, channels::Evidence::handed_over, rules, now);
      step.event = "found_there";
      return step;
    }
    case channels::Arrival::not_arrived: {
      Step step;
      step.to = "queued";
      step.event = "not_there";
      step.evidence = delivery.evidence;
      step.next_at = now;
      return step;
    }
    case channels::Arrival::cannot_tell:
      break;
  }
  auto step = code_step(rules.codes.find("transport.unresolved"));
  step.to = "unknown";
  step.event = "cannot_tell";
  step.evidence = delivery.evidence;
  step.handler = "operator";
  step.deviation = true;
  return step;
}

Step after_silence(ledger::DeliveryRow const& delivery) {
  Step step;
  step.to = "delivered";
  step.event = "silence_timer";
  step.evidence = delivery.evidence;
  step.assumed = true;
  step.handler = "nobody";
  return step;
}

Step after_refusal(ledger::DeliveryRow const& delivery, std::string_view code, Rules const& rules) {
  auto step = decide_on(delivery, rules.codes.find(code), rules);
  step.event = "refused";
  return step;
}

Step after_feedback(ledger::DeliveryRow const& delivery, std::string_view code,
                    Rules const& rules) {
  auto step = decide_on(delivery, rules.codes.find(code), rules);
  step.event = "negative_feedback";
  return step;
}

bool is_terminal(std::string_view state) {
  return state == "rerouted" || state == "failed" || state == "cancelled";
}

}  // namespace airut::gateway
