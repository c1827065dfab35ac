#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "channels/channel.hpp"
#include "config/codes.hpp"
#include "formats/model/submission.hpp"
#include "ledger/store/deliveries.hpp"

// The delivery state machine as pure functions: (delivery, what happened, rules, now) -> step.
// States and rows are those of the design's table; the dispatcher commits what a step says.
namespace airut::gateway {

// What follows from one thing that happened to a delivery.
struct Step {
  std::string to;     // next state
  std::string event;  // handed_over, failed_before_body, refused, lease_expired ...
  std::string evidence;
  bool assumed = false;
  std::string handler = "system";
  std::optional<model::Instant> next_at;
  std::string code, code_class;
  bool deviation = false;  // a person must know
  std::string suggested_action;
  bool reroute = false;  // begin the next channel in the same transaction
};

struct Rules {
  config::Codes const& codes;
  model::OnFailure on_failure = model::OnFailure::next_channel;
  channels::Repeat repeat = channels::Repeat::never;
};

// Retry times after the n-th failed attempt (1 ...): 1 m, 5 m, 15 m, 1 h, 3 h, then every 6 h,
// spread by up to 20 % either way so that one outage does not come back as one wave. The spread
// depends on the delivery id alone.
std::chrono::seconds retry_delay(int attempt, std::string_view delivery_id);

// min(channel's maximum, due date - 7 days), but at least two days from now.
model::Instant give_up_at(model::Instant now, model::Date due_date,
                          std::chrono::seconds channel_max);

// After channels::Channel::deliver().
Step after_attempt(ledger::DeliveryRow const& delivery, channels::Outcome const& outcome,
                   Rules const& rules, model::Instant now);

// After the process ended, or the lease ran out, with an attempt under way.
Step after_interruption(ledger::DeliveryRow const& delivery, Rules const& rules,
                        model::Instant now);

// After channels::Channel::ask() on an unknown delivery.
Step after_question(ledger::DeliveryRow const& delivery, channels::Arrival arrival,
                    Rules const& rules, model::Instant now);

// A sent delivery heard nothing for the channel's silence time.
Step after_silence(ledger::DeliveryRow const& delivery);

// The document could not be made (render failed, address incomplete ...): nothing was sent.
Step after_refusal(ledger::DeliveryRow const& delivery, std::string_view code, Rules const& rules);

// Bad news after good: a late bounce or a negative answer (at most 60 days after).
Step after_feedback(ledger::DeliveryRow const& delivery, std::string_view code, Rules const& rules);

bool is_terminal(std::string_view state);

}  // namespace airut::gateway
