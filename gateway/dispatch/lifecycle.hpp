#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "channels/channel.hpp"
#include "config/codes.hpp"
#include "config/law.hpp"
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
  bool deviation = false;  // a person must act: held, or failed with nobody left to try
  std::string suggested_action;
  bool reroute = false;        // begin the next channel in the same transaction
  bool undeliverable = false;  // no channel is left: the invoice's sender is told
  bool escalate = false;       // raise the priority of the deviation that is open
  std::string resolution;      // how an open deviation was resolved; "" says it by the event
};

// Where a channel takes the files of a parcel one by one, each in an attempt of its own (banks:
// the invoice, then its attachments): how many the other side has, of how many.
struct FileCount {
  std::size_t taken = 0, all = 1;

  bool more_follow() const { return taken + 1 < all; }  // after the one that is offered now
};

// What a delivery's change is called when a file was taken and others are left.
inline constexpr std::string_view file_handed_over = "file_handed_over",
                                  file_found_there = "file_found_there";

struct Rules {
  config::Codes const& codes;
  // What the submission wants when a channel fails; asked only then: it stands in the document.
  std::function<model::OnFailure()> on_failure;
  channels::Repeat repeat = channels::Repeat::never;
  config::Law const* law = nullptr;  // holidays, for silence that counts banking days
  std::string country{};             // whose holidays
  FileCount files{};
};

// The time, a fifth longer or shorter by the text alone: what failed together does not come back
// together, and the spread is the same in every build and after every start.
std::chrono::seconds spread(std::chrono::seconds time, std::string_view text);

// Retry times after the n-th failed attempt (1 ...): 1 m, 5 m, 15 m, 1 h, 3 h, then every 6 h,
// spread by the delivery's id.
std::chrono::seconds retry_delay(int attempt, std::string_view delivery_id);

// min(channel's maximum, due date - 7 days), but at least two days from now.
model::Instant give_up_at(model::Instant now, model::Date due_date,
                          std::chrono::seconds channel_max);

// When somebody is told again that a held delivery waits: daily, and weekly once it is urgent.
model::Instant next_escalation(model::Instant now, int priority);

// After channels::Channel::deliver(). A delivery that may have arrived earlier (doubtful) is never
// taken for undelivered by what a repetition met: it stays unknown, or a person decides.
Step after_attempt(ledger::DeliveryRow const& delivery, channels::Outcome const& outcome,
                   Rules const& rules, model::Instant now);

// An unknown delivery of which neither a question nor a repetition would tell more: by the code of
// what was seen a person must find out.
Step after_dead_end(ledger::DeliveryRow const& delivery, std::string_view code, Rules const& rules,
                    model::Instant now);

// After the process ended, or the lease ran out, with an attempt under way.
Step after_interruption(ledger::DeliveryRow const& delivery, Rules const& rules,
                        model::Instant now);

// After channels::Channel::ask() on an unknown delivery.
Step after_question(ledger::DeliveryRow const& delivery, channels::Arrival arrival,
                    Rules const& rules, model::Instant now);

// A sent delivery heard nothing for the channel's silence time. code: what that is called there.
Step after_silence(ledger::DeliveryRow const& delivery,
                   config::DeviationCode const* code = nullptr);

// give_up_at came while nothing could be offered.
Step after_giving_up(ledger::DeliveryRow const& delivery, Rules const& rules, model::Instant now);

// A held delivery waited for a person in vain. priority: of its deviation, before.
Step after_waiting(ledger::DeliveryRow const& delivery, int priority, model::Instant now);

// The document could not be made (render failed, address incomplete ...): nothing was sent.
Step after_refusal(ledger::DeliveryRow const& delivery, std::string_view code, Rules const& rules,
                   model::Instant now);

// The other side has the document, and a person says that what goes beside it is not sent.
Step after_giving_up_rest(ledger::DeliveryRow const& delivery, Rules const& rules,
                          model::Instant now);

// Somebody put the delivery on hold.
Step after_hold(ledger::DeliveryRow const& delivery, Rules const& rules, model::Instant now);

// Bad news after good: a late bounce or a negative answer (at most 60 days after). A code whose
// action is only a note changes no state.
Step after_feedback(ledger::DeliveryRow const& delivery, std::string_view code, Rules const& rules,
                    model::Instant now);

// A word from outside that changes nothing is told on the timeline.
Step after_note(ledger::DeliveryRow const& delivery);

// Good news: more evidence than before, at "delivered" from delivered_to_recipient on.
Step after_evidence(ledger::DeliveryRow const& delivery, channels::Evidence evidence,
                    Rules const& rules, model::Instant now);

// The words of priorities, 1 to 4: low, normal, high, urgent.
int first_priority(config::CodeClass code_class);
inline constexpr int urgent = 4;

bool is_terminal(std::string_view state);

// Whether a delivery waits here to be sent, or sent again; and one of which no attempt may have
// arrived.
bool is_waiting_state(std::string_view state);
bool is_waiting(ledger::DeliveryRow const& delivery);

// Whether surely nobody outside has the document yet.
bool is_unsent(ledger::DeliveryRow const& delivery);

}  // namespace airut::gateway
