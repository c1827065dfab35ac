#include "gateway/dispatch/attempt.hpp"

#include <algorithm>
#include <exception>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "formats/model/ids.hpp"
#include "gateway/commit.hpp"
#include "gateway/dispatch/claim_turn.hpp"
#include "gateway/dispatch/keep.hpp"
#include "gateway/dispatch/late_letter.hpp"
#include "gateway/dispatch/missed_cut_off.hpp"
#include "gateway/dispatch/offer.hpp"
#include "gateway/dispatch/said.hpp"
#include "gateway/dispatch/unopened.hpp"
#include "gateway/log.hpp"
#include "ledger/store/deviations.hpp"

namespace airut::gateway {
namespace {

namespace asio = boost::asio;

// The delivery as it stands in the transaction, if nobody changed it since it was read.
std::optional<ledger::DeliveryRow> unchanged(ledger::Transaction& tx,
                                             ledger::DeliveryRow const& seen) {
  auto now = ledger::find_delivery(tx, seen.tenant, seen.id);
  if (!now || now->version != seen.version) return std::nullopt;
  return now;
}

StepContext context_of(Dispatcher::House const& house) {
  return {house.billers, house.codes, "system", house.clock.now(), &house.law};
}

// Each sentence once, and of many no more than anyone reads.
std::string left_out_text(std::vector<std::string> const& left_out) {
  constexpr std::size_t most = 20;
  std::vector<std::string_view> told;
  for (auto const& one : left_out) {
    if (std::find(told.begin(), told.end(), one) == told.end()) told.push_back(one);
  }
  auto const shown = std::min(told.size(), most);
  auto text = fmt::format("{}", fmt::join(std::span{told}.first(shown), " "));
  if (shown < told.size()) text += fmt::format(" And {} more.", told.size() - shown);
  return text;
}

// What the document that is sealed now does not say of its invoice is told on the timeline.
void tell_left_out(ledger::Transaction& tx, Dispatcher::House const& house,
                   ledger::DeliveryRow const& delivery, Offer const& offer) {
  if (offer.sealed || offer.left_out.empty()) return;
  Seen seen;
  seen.note = left_out_text(offer.left_out);
  apply_step(tx, delivery, after_note(delivery), seen, context_of(house));
}

void append_attempt(ledger::Transaction& tx, Dispatcher::House const& house,
                    ledger::DeliveryRow const& delivery, Offer const& offer,
                    std::string const& attempt_id, model::Instant now) {
  ledger::AttemptStarted fact;
  fact.delivery_id = delivery.id;
  fact.invoice_id = delivery.invoice_id;
  fact.attempt_id = attempt_id;
  fact.number = delivery.attempt_count + 1;
  fact.payload_digest = offer.sealed ? delivery.payload_digest : keep_parcel(tx, offer.packed);
  fact.lease_until = now + house.codes.timers(delivery.channel).dispatch_time;
  if (offer.link) tx.append(delivery.tenant, "system", now, *offer.link);
  tell_left_out(tx, house, delivery, offer);
  tx.append(delivery.tenant, "system", now, fact);
}

// Commits the lease: false when somebody else was faster.
asio::awaitable<bool> begin(Dispatcher::House house, ledger::DeliveryRow const& delivery,
                            Offer const& offer, std::string attempt_id) {
  auto const now = house.clock.now();
  auto work = [&, attempt_id, now](ledger::Transaction& tx) {
    if (!unchanged(tx, delivery)) return false;
    append_attempt(tx, house, delivery, offer, attempt_id, now);
    return true;
  };
  std::function<bool(ledger::Transaction&)> const job = work;
  co_return co_await commit<bool>(house.store, job);
}

// What a person must find out is held at once, after it was noted that it may have arrived.
bool hold_dead_end(ledger::Transaction& tx, ledger::DeliveryRow const& before,
                   channels::Outcome const& outcome, channels::Repeat repeat,
                   StepContext const& context) {
  auto const* unsure = std::get_if<channels::Unsure>(&outcome);
  if (unsure == nullptr || !unsure->for_person) return false;
  auto const row = ledger::find_delivery(tx, before.tenant, before.id);
  if (!row || row->state != "unknown") return false;
  auto const rules = rules_of(tx, *row, repeat, context);
  auto const step = after_dead_end(*row, unsure->trace.code, rules, context.now);
  return apply_step(tx, *row, step, {{}, unsure->trace, {}, {}}, context);
}

asio::awaitable<void> finish(Dispatcher::House house, ledger::DeliveryRow const& delivery,
                             std::string attempt_id, channels::Repeat repeat,
                             channels::Outcome const& outcome) {
  auto const context = context_of(house);
  auto work = [&, attempt_id, context](ledger::Transaction& tx) {
    auto const row = ledger::find_delivery(tx, delivery.tenant, delivery.id);
    if (!row || row->state != "dispatching") return false;
    auto const rules = rules_of(tx, *row, repeat, context);
    auto const step = after_attempt(*row, outcome, rules, context.now);
    Seen seen{attempt_id, channels::trace_of(outcome), {}, {}};
    if (auto const* over = std::get_if<channels::HandedOver>(&outcome))
      seen.receipt = over->receipt;
    bool const queued = apply_step(tx, *row, step, seen, context);
    if (step.event == "handed_over") tell_missed_cut_off(tx, delivery, context);
    return hold_dead_end(tx, *row, outcome, repeat, context) || queued;
  };
  std::function<bool(ledger::Transaction&)> const job = work;
  auto const until = context.now + house.codes.timers(delivery.channel).dispatch_time;
  co_await keep(house.store, house.clock, job, until);
}

// One step that no channel is asked for: made of the row as it stands, when nobody changed it.
using MakeStep = std::function<Step(ledger::Transaction&, ledger::DeliveryRow const&, Rules const&,
                                    StepContext const&)>;

asio::awaitable<void> settle(Dispatcher::House house, ledger::DeliveryRow const& delivery,
                             channels::Repeat repeat, MakeStep make, std::string excerpt = {}) {
  auto const context = context_of(house);
  auto work = [&, repeat, make, excerpt, context](ledger::Transaction& tx) {
    auto const row = unchanged(tx, delivery);
    if (!row) return false;
    auto const rules = rules_of(tx, *row, repeat, context);
    Seen seen;
    seen.trace.excerpt = excerpt;
    return apply_step(tx, *row, make(tx, *row, rules, context), seen, context);
  };
  std::function<bool(ledger::Transaction&)> const job = work;
  co_await commit<bool>(house.store, job);
}

asio::awaitable<TurnEnd> refuse(Dispatcher::House house, ledger::DeliveryRow const& delivery,
                                std::string code, std::string text) {
  MakeStep const make = [code](auto&, auto const& row, auto const& rules, auto const& context) {
    return after_refusal(row, code, rules, context.now);
  };
  co_await settle(house, delivery, channels::Repeat::never, make, std::move(text));
  co_return TurnEnd::nothing;
}

// What an outcome says about the destination: a mailbox that is full or a greylisting server does
// answer.
TurnEnd end_of(channels::Outcome const& outcome) {
  if (std::holds_alternative<channels::HandedOver>(outcome)) return TurnEnd::handed_over;
  if (std::holds_alternative<channels::Refused>(outcome)) return TurnEnd::refused;
  if (std::holds_alternative<channels::Unsure>(outcome)) return TurnEnd::unsure;
  auto const& code = channels::trace_of(outcome).code;
  return code.empty() || code.rfind("transport.", 0) == 0 ? TurnEnd::deferred : TurnEnd::put_off;
}

// An attempt that ended before anything could leave: begun and ended in one transaction.
asio::awaitable<TurnEnd> note_hindered(Dispatcher::House house, channels::Channel& channel,
                                       ledger::DeliveryRow const& delivery, Offer const& offer,
                                       channels::Outcome const& outcome) {
  auto const context = context_of(house);
  auto const attempt_id = model::new_id("att", context.now);
  auto work = [&, attempt_id, context](ledger::Transaction& tx) {
    if (!unchanged(tx, delivery)) return false;
    append_attempt(tx, house, delivery, offer, attempt_id, context.now);
    auto const row = ledger::find_delivery(tx, delivery.tenant, delivery.id).value();
    auto const rules = rules_of(tx, row, channel.repeat(), context);
    Seen const seen{attempt_id, channels::trace_of(outcome), {}, {}};
    return apply_step(tx, row, after_attempt(row, outcome, rules, context.now), seen, context);
  };
  std::function<bool(ledger::Transaction&)> const job = work;
  co_await commit<bool>(house.store, job);
  co_return end_of(outcome);
}

// The lease, or what was made ready undone.
asio::awaitable<bool> begin_or_discard(Dispatcher::House house, channels::Channel& channel,
                                       ledger::DeliveryRow const& delivery, Offer const& offer,
                                       std::string attempt_id) {
  std::exception_ptr fault;
  try {
    bool const leased = co_await begin(house, delivery, offer, attempt_id);
    if (leased) co_return true;
  } catch (...) {
    fault = std::current_exception();
  }
  co_await channel.discard(offer.parcel);
  if (fault) std::rethrow_exception(fault);
  co_return false;
}

// Letters wait for company: what was made of them is let go meanwhile and made again after.
bool waits_for_company(Billers const& billers, std::string_view channel) {
  auto const* known = billers.channel(channel);
  return known != nullptr && std::holds_alternative<config::PrintSettings>(known->transport);
}

asio::awaitable<std::optional<channels::Outcome>> made_ready(Dispatcher::House house,
                                                             channels::Channel& channel,
                                                             ledger::DeliveryRow const& delivery,
                                                             Offer& offer) {
  if (!waits_for_company(house.billers, delivery.channel)) {
    co_return co_await channel.prepare(offer.parcel);
  }
  auto light = std::move(offer.parcel);
  light.files.clear();
  offer = {};
  auto hindered = co_await channel.prepare(light);
  std::exception_ptr fault;
  try {
    offer = make_offer(house, delivery);
  } catch (...) {
    fault = std::current_exception();
  }
  if (fault && !hindered) co_await channel.discard(light);
  if (fault) std::rethrow_exception(fault);
  co_return hindered;
}

channels::Parcel parcel_of(ledger::DeliveryRow const& delivery) {
  channels::Parcel parcel;
  parcel.delivery_id = delivery.id;
  parcel.message_id = delivery.message_id;
  return parcel;
}

asio::awaitable<TurnEnd> refuse_offer(Dispatcher::House house, ledger::DeliveryRow const& delivery,
                                      model::Problem problem, std::string own_code) {
  // Only the official rules call a document that was made malformed: its content is at fault.
  bool const content = problem.fault == model::Fault::malformed;
  std::string const usual = content ? "internal.rules_refused" : "internal.render_failed";
  co_return co_await refuse(house, delivery, own_code.empty() ? usual : own_code, problem.text);
}

void log_fault(ledger::DeliveryRow const& delivery, std::string const& text) {
  log_seldom("error", "delivery.fault",
             {{"channel", delivery.channel}, {"delivery", delivery.id}, {"detail", text}});
}

// What a channel throws is a bug of ours, and tells nothing of whether the document arrived.
asio::awaitable<channels::Outcome> delivered(channels::Channel& channel,
                                             ledger::DeliveryRow const& delivery,
                                             channels::Parcel parcel) {
  channels::Unsure unsure;
  try {
    co_return co_await channel.deliver(std::move(parcel));
  } catch (std::exception const& fault) {
    unsure.trace.code = "transport.interrupted";
    unsure.trace.excerpt = fault.what();
  }
  log_fault(delivery, unsure.trace.excerpt);
  co_return unsure;
}

asio::awaitable<TurnEnd> offer_it(Dispatcher::House house, channels::Channel& channel,
                                  ledger::DeliveryRow const& delivery) {
  auto offer = make_offer(house, delivery);
  if (offer.problem) {
    co_return co_await refuse_offer(house, delivery, *offer.problem, offer.problem_code);
  }
  auto const hindered = co_await made_ready(house, channel, delivery, offer);
  if (offer.problem) {
    auto const problem = *offer.problem;
    if (!hindered) co_await channel.discard(parcel_of(delivery));
    co_return co_await refuse_offer(house, delivery, problem, offer.problem_code);
  }
  if (hindered) co_return co_await note_hindered(house, channel, delivery, offer, *hindered);
  auto const attempt_id = model::new_id("att", house.clock.now());
  bool const leased = co_await begin_or_discard(house, channel, delivery, offer, attempt_id);
  if (!leased) co_return TurnEnd::nothing;
  auto parcel = std::move(offer.parcel);
  offer = {};
  auto const outcome = co_await delivered(channel, delivery, std::move(parcel));
  co_await finish(house, delivery, attempt_id, channel.repeat(), outcome);
  co_return end_of(outcome);
}

asio::awaitable<TurnEnd> ask_about(Dispatcher::House house, channels::Channel& channel,
                                   ledger::DeliveryRow const& delivery) {
  auto const offer = make_offer(house, delivery);
  auto const arrival = co_await channel.ask(offer.parcel);
  MakeStep const make = [arrival](auto&, auto const& row, auto const& rules, auto const& context) {
    return after_question(row, arrival, rules, context.now);
  };
  co_await settle(house, delivery, channel.repeat(), make);
  co_return arrival == channels::Arrival::no_answer ? TurnEnd::deferred : TurnEnd::handed_over;
}

Step escalation(ledger::Transaction& tx, ledger::DeliveryRow const& row, model::Instant now) {
  auto const open = ledger::open_deviation_of(tx, row.tenant, row.id);
  return after_waiting(row, open ? open->priority : urgent, now);
}

// What it is called when nothing was heard; none: nothing more was to be expected.
config::DeviationCode const* code_of_silence(ledger::Transaction& tx,
                                             ledger::DeliveryRow const& row,
                                             StepContext const& context) {
  auto const* channel = context.billers.channel(row.channel);
  if (channel == nullptr) return nullptr;
  auto const* peppol = std::get_if<config::PeppolSettings>(&channel->transport);
  bool const asked = peppol != nullptr && peppol->mls_always && !peppol->mls_to.empty();
  if (asked && !was_said(tx, row, provider_took_it))
    return &context.codes.find("peppol.mls_missing");
  if (channel->format.starts_with("finvoice")) return &context.codes.find("finvoice.silence");
  return nullptr;
}

// The timers of deliveries that nothing is offered for.
MakeStep timer_step(std::string const& state) {
  if (state == "sent") {
    return [](auto& tx, auto const& row, auto const& rules, auto const& context) {
      if (waits_for_reader(row, context)) return after_unopened(tx, row, rules, context);
      return after_silence(row, code_of_silence(tx, row, context));
    };
  }
  if (state == "held") {
    return [](auto& tx, auto const& row, auto const&, auto const& context) {
      return escalation(tx, row, context.now);
    };
  }
  return [](auto&, auto const& row, auto const& rules, auto const& context) {
    return after_interruption(row, rules, context.now);  // the lease ran out
  };
}

asio::awaitable<TurnEnd> turn(Dispatcher::House house, Turn how, ledger::DeliveryRow delivery) {
  auto const& state = delivery.state;
  auto const repeat = how.channel ? how.channel->repeat() : channels::Repeat::never;
  if (state == "sent" || state == "held" || state == "dispatching") {
    MakeStep const make = timer_step(state);
    co_await settle(house, delivery, repeat, make);
    co_return TurnEnd::nothing;
  }
  if (claims_settings(house.billers, delivery.channel) != nullptr) {
    co_return co_await take_claim_turn(house, delivery);
  }
  if (is_late_letter(house, delivery)) {
    MakeStep const make = withdraw_late;
    co_await settle(house, delivery, repeat, make, "late");
    co_return TurnEnd::nothing;
  }
  if (how.channel == nullptr) {
    co_return co_await refuse(house, delivery, "route.channel_gone",
                              "The channel is not configured any more.");
  }
  if (how.rests) {
    MakeStep const make = [](auto&, auto const& row, auto const& rules, auto const& context) {
      return after_giving_up(row, rules, context.now);
    };
    co_await settle(house, delivery, repeat, make);
    co_return TurnEnd::nothing;
  }
  if (state == "unknown" && repeat == channels::Repeat::never) {
    co_return co_await ask_about(house, *how.channel, delivery);
  }
  co_return co_await offer_it(house, *how.channel, delivery);
}

}  // namespace

asio::awaitable<TurnEnd> take_turn(Dispatcher::House house, Turn how,
                                   ledger::DeliveryRow delivery) {
  std::string broken;
  try {
    co_return co_await turn(house, how, delivery);
  } catch (ledger::StoreLost const&) {
    throw;
  } catch (http::Unavailable const&) {
    throw;
  } catch (std::exception const& fault) {
    broken = fault.what();
  }
  // A bug of ours must not come back every second: a person sees it. An attempt that had begun
  // stays leased, and is unknown when the lease ends: then the log alone says what it met.
  log_fault(delivery, broken);
  co_return co_await refuse(house, delivery, "internal.fault", broken);
}

}  // namespace airut::gateway
