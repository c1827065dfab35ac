#include "gateway/dispatch/lifecycle.hpp"

#include <algorithm>
#include <functional>

namespace airut::gateway {

namespace {

using std::chrono::seconds;

constexpr seconds email_wait{600};
constexpr seconds shortest_ask{60}, longest_ask{3600};
constexpr seconds longest_wish{86400};  // of a Retry-After
constexpr int longest_silence_days = 30;

Step code_step(config::DeviationCode const& code) {
  Step step;
  step.code = code.code;
  step.code_class = std::string{config::code_class_text(code.code_class)};
  step.suggested_action = code.action;
  return step;
}

// Somebody must act whoever the code names.
std::string person_of(config::DeviationCode const& code) {
  return code.handler.empty() || code.handler == "nobody" ? "operator" : code.handler;
}

Step held(Step step, config::DeviationCode const& code, model::Instant now) {
  step.to = "held";
  step.handler = person_of(code);
  step.deviation = true;
  step.next_at = next_escalation(now, first_priority(code.code_class));
  return step;
}

// Whether a person can mend what this class says: another address, a consent, the document itself.
bool mendable(config::CodeClass code_class) {
  using config::CodeClass;
  switch (code_class) {
    case CodeClass::content:
    case CodeClass::security:
    case CodeClass::internal:
    case CodeClass::outcome_unknown:
    case CodeClass::address:
    case CodeClass::consent:
      return true;
    case CodeClass::transient:
    case CodeClass::permanent:
    case CodeClass::funds:
    case CodeClass::capacity:
      break;
  }
  return false;
}

bool may_go_on(config::CodeClass code_class) {
  using config::CodeClass;
  return code_class != CodeClass::content && code_class != CodeClass::security &&
         code_class != CodeClass::internal && code_class != CodeClass::outcome_unknown;
}

// Codes whose table says so, whatever their class: a letter to the dead goes by no other channel.
bool asks_for_a_person(config::DeviationCode const& code) {
  return code.action == "hold" || code.action == "return_to_client" || code.action == "pause";
}

// The DECIDE row: what becomes of a delivery that this channel will not make.
Step decide_on(ledger::DeliveryRow const& delivery, config::DeviationCode const& code,
               Rules const& rules, model::Instant now) {
  auto step = code_step(code);
  if (asks_for_a_person(code)) return held(std::move(step), code, now);
  auto const wish = rules.on_failure();
  bool const further = !delivery.remaining.empty() && wish == model::OnFailure::next_channel;
  if (may_go_on(code.code_class) && further) {
    step.to = "rerouted";
    step.handler = "nobody";
    step.reroute = true;
    return step;
  }
  // A claim beside an invoice has no other way: the invoice goes on without it.
  if (delivery.document_kind == "claim" && may_go_on(code.code_class)) {
    step.to = "failed";
    step.handler = "nobody";
    return step;
  }
  if (delivery.document_kind == "invoice" && wish == model::OnFailure::return_to_sender) {
    auto returned = held(std::move(step), code, now);
    returned.handler = "client";
    return returned;
  }
  // A channel that is left is a way out that a person may take.
  if (mendable(code.code_class) || !delivery.remaining.empty()) {
    return held(std::move(step), code, now);
  }
  step.to = "failed";
  step.handler = person_of(code);
  step.deviation = true;
  step.undeliverable = delivery.document_kind == "invoice";
  return step;
}

// What becomes of a delivery that this channel will not make, or not to its end: the other side
// has the document when one of its files was taken, and then it goes by no other channel.
Step stopped(ledger::DeliveryRow const& delivery, config::DeviationCode const& code,
             Rules const& rules, model::Instant now) {
  if (rules.files.taken == 0) return decide_on(delivery, code, rules, now);
  auto const& without = rules.codes.find("bank.attachments_missing");
  return held(code_step(without), without, now);
}

// Nobody here can find out whether it arrived: never offered again, by no channel, until a person
// has said so.
Step unresolved(Rules const& rules, model::Instant now) {
  auto const& code = rules.codes.find(rules.files.taken == 0 ? "transport.unresolved"
                                                             : "bank.attachments_unresolved");
  return held(code_step(code), code, now);
}

Step deferred(ledger::DeliveryRow const& delivery, config::DeviationCode const& code,
              Rules const& rules, model::Instant now, seconds delay) {
  if (now >= delivery.give_up_at) {
    auto step = stopped(delivery, code, rules, now);
    step.event = "give_up_at";
    return step;
  }
  auto step = code_step(code);
  step.to = "deferred";
  step.event = "failed_before_body";
  step.next_at = std::min<model::Instant>(now + delay, delivery.give_up_at);
  return step;
}

// The longer nobody answers, the rarer the question.
seconds ask_delay(ledger::DeliveryRow const& delivery, model::Instant now) {
  auto const age = std::chrono::duration_cast<seconds>(now - delivery.created);
  return std::clamp(age / 4, shortest_ask, longest_ask);
}

// unknown: repeated where that is safe, asked about where it is not.
Step unknown(ledger::DeliveryRow const& delivery, config::DeviationCode const& code,
             Rules const& rules, model::Instant now) {
  if (now >= delivery.give_up_at && rules.repeat != channels::Repeat::never) {
    auto step = unresolved(rules, now);
    step.event = "give_up_at";
    return step;
  }
  auto step = code_step(code);
  step.to = "unknown";
  step.event = "failed_after_body";
  step.evidence = delivery.evidence;
  auto const delay = retry_delay(delivery.attempt_count, delivery.id);
  switch (rules.repeat) {
    case channels::Repeat::safe:
      step.next_at = now + delay;
      break;
    case channels::Repeat::after_wait:
      step.next_at = now + std::max<seconds>(email_wait, delay);
      break;
    case channels::Repeat::never:
      step.next_at = now + ask_delay(delivery, now);
      break;
  }
  return step;
}

// What a repetition met says nothing about the attempt that may have arrived.
Step still_unknown(ledger::DeliveryRow const& delivery, channels::Outcome const& outcome,
                   Rules const& rules, model::Instant now) {
  if (std::holds_alternative<channels::Refused>(outcome)) {
    auto step = unresolved(rules, now);
    step.event = "refused";
    return step;
  }
  auto step = unknown(delivery, rules.codes.find("transport.no_answer"), rules, now);
  if (step.to == "unknown" && std::holds_alternative<channels::Deferred>(outcome)) {
    step.event = "failed_before_body";
  }
  return step;
}

// The moment of day stays; days that no table knows are not counted, but a month is enough.
model::Instant silence_end(config::ChannelTimers const& timers, Rules const& rules,
                           model::Instant now) {
  if (!timers.silence_in_banking_days || rules.law == nullptr) return now + timers.silence;
  auto left = timers.silence / std::chrono::hours{24};
  auto end = now;
  for (int i = 0; i < longest_silence_days && left > 0; ++i) {
    end += std::chrono::hours{24};
    left -= rules.law->is_banking_day(rules.country, model::day_of(end)).value_or(false) ? 1 : 0;
  }
  return end;
}

std::string code_or(channels::Trace const& trace, std::string_view fallback) {
  return trace.code.empty() ? std::string{fallback} : trace.code;
}

Step sent(ledger::DeliveryRow const& delivery, channels::Evidence evidence, Rules const& rules,
          model::Instant now) {
  Step step;
  step.event = "handed_over";
  step.evidence = std::string{channels::evidence_text(evidence)};
  if (rules.files.more_follow()) {
    step.to = "queued";
    step.event = file_handed_over;
    step.next_at = delivery.created;  // before all that was decided later: it travels right behind
    return step;
  }
  step.handler = "nobody";
  step.to = evidence >= channels::Evidence::delivered_to_recipient ? "delivered" : "sent";
  auto const& timers = rules.codes.timers(delivery.channel);
  if (step.to == "sent" && timers.silence.count() > 0) {
    step.next_at = silence_end(timers, rules, now);
  }
  return step;
}

}  // namespace

Step after_attempt(ledger::DeliveryRow const& delivery, channels::Outcome const& outcome,
                   Rules const& rules, model::Instant now) {
  if (auto const* over = std::get_if<channels::HandedOver>(&outcome))
    return sent(delivery, over->evidence, rules, now);
  if (delivery.doubtful) return still_unknown(delivery, outcome, rules, now);
  auto const own = retry_delay(delivery.attempt_count, delivery.id);
  if (auto const* wait = std::get_if<channels::Deferred>(&outcome)) {
    auto const& code = rules.codes.find(code_or(wait->trace, "transport.unreachable"));
    auto const wish = std::min(wait->retry_after.value_or(own), longest_wish);
    return deferred(delivery, code, rules, now, std::max(own, wish));
  }
  if (auto const* refused = std::get_if<channels::Refused>(&outcome)) {
    auto const& code = rules.codes.find(code_or(refused->trace, "transport.refused"));
    if (code.code_class == config::CodeClass::transient)
      return deferred(delivery, code, rules, now, own);
    auto step = stopped(delivery, code, rules, now);
    step.event = "refused";
    return step;
  }
  auto const& trace = channels::trace_of(outcome);
  return unknown(delivery, rules.codes.find(code_or(trace, "transport.no_answer")), rules, now);
}

Step after_dead_end(ledger::DeliveryRow const& delivery, std::string_view code, Rules const& rules,
                    model::Instant now) {
  auto const& known = rules.codes.find(code);
  auto step = held(code_step(known), known, now);
  step.event = "cannot_tell";
  step.evidence = delivery.evidence;
  return step;
}

Step after_interruption(ledger::DeliveryRow const& delivery, Rules const& rules,
                        model::Instant now) {
  auto step = unknown(delivery, rules.codes.find("transport.interrupted"), rules, now);
  step.event = "lease_expired";
  // Whoever waited for the answer is gone: nothing is gained by waiting, except with mail.
  if (step.to == "unknown" && rules.repeat != channels::Repeat::after_wait) step.next_at = now;
  return step;
}

Step after_question(ledger::DeliveryRow const& delivery, channels::Arrival arrival,
                    Rules const& rules, model::Instant now) {
  switch (arrival) {
    case channels::Arrival::arrived: {
      auto step = sent(delivery, channels::Evidence::handed_over, rules, now);
      step.event = step.to == "queued" ? file_found_there : "found_there";
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
    case channels::Arrival::no_answer: {
      if (now >= delivery.give_up_at) break;
      auto step = unknown(delivery, rules.codes.find("transport.no_answer"), rules, now);
      step.event = "no_answer";
      return step;
    }
    case channels::Arrival::cannot_tell:
      break;
  }
  auto step = unresolved(rules, now);
  step.event = "cannot_tell";
  step.evidence = delivery.evidence;
  return step;
}

Step after_silence(ledger::DeliveryRow const& delivery, config::DeviationCode const* code) {
  auto step = code == nullptr ? Step{} : code_step(*code);
  step.code_class.clear();  // it went well: nobody looks for it among what did not
  step.to = "delivered";
  step.event = "silence_timer";
  step.evidence = delivery.evidence;
  step.assumed = true;
  step.handler = "nobody";
  return step;
}

Step after_giving_up(ledger::DeliveryRow const& delivery, Rules const& rules, model::Instant now) {
  auto const code = delivery.last_code.empty() ? "transport.unreachable" : delivery.last_code;
  auto step = delivery.doubtful ? unresolved(rules, now)
                                : stopped(delivery, rules.codes.find(code), rules, now);
  step.event = "give_up_at";
  return step;
}

Step after_waiting(ledger::DeliveryRow const& delivery, int priority, model::Instant now) {
  Step step;
  step.to = "held";
  step.event = "escalation_timer";
  step.evidence = delivery.evidence;
  auto const raised = std::min(priority + 1, urgent);
  step.handler = raised == urgent ? "operator" : delivery.handler;
  step.next_at = next_escalation(now, raised);
  step.deviation = true;
  step.escalate = true;
  return step;
}

Step after_refusal(ledger::DeliveryRow const& delivery, std::string_view code, Rules const& rules,
                   model::Instant now) {
  auto step = delivery.doubtful ? unresolved(rules, now)
                                : stopped(delivery, rules.codes.find(code), rules, now);
  step.event = "refused";
  return step;
}

Step after_giving_up_rest(ledger::DeliveryRow const& delivery, Rules const& rules,
                          model::Instant now) {
  auto const known = channels::parse_evidence(delivery.evidence);
  auto whole = rules;
  whole.files = {};
  auto step = sent(delivery, known.value_or(channels::Evidence::none), whole, now);
  step.event = "rest_given_up";
  return step;
}

Step after_hold(ledger::DeliveryRow const& delivery, Rules const& rules, model::Instant now) {
  auto const& code = rules.codes.find("route.held_by_caller");
  auto step = held(code_step(code), code, now);
  step.event = "hold";
  step.evidence = delivery.evidence;
  return step;
}

Step after_note(ledger::DeliveryRow const& delivery) {
  Step step;
  step.to = delivery.state;
  step.event = "noted";
  step.evidence = delivery.evidence;
  step.assumed = delivery.assumed;
  step.handler = delivery.handler;
  step.next_at = delivery.next_at;
  return step;
}

Step after_feedback(ledger::DeliveryRow const& delivery, std::string_view code, Rules const& rules,
                    model::Instant now) {
  auto const& known = rules.codes.find(code);
  if (known.action == "note" || known.code_class == config::CodeClass::transient) {
    auto step = after_note(delivery);
    step.code = known.code;
    step.code_class = std::string{config::code_class_text(known.code_class)};
    step.suggested_action = known.action;
    return step;
  }
  auto step = decide_on(delivery, known, rules, now);
  step.event = "negative_feedback";
  return step;
}

Step after_evidence(ledger::DeliveryRow const& delivery, channels::Evidence evidence,
                    Rules const& rules, model::Instant now) {
  auto step = sent(delivery, evidence, rules, now);
  if (step.to == "queued") {
    step.event = file_found_there;
    return step;
  }
  step.event = "positive_feedback";
  if (delivery.state == "delivered") {
    step.to = "delivered";
    step.next_at.reset();
  }
  return step;
}

}  // namespace airut::gateway
