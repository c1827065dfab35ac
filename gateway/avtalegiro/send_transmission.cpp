#include "gateway/avtalegiro/send_transmission.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include <fmt/format.h>

#include "gateway/avtalegiro/change_claims.hpp"
#include "gateway/avtalegiro/make_transmission.hpp"
#include "gateway/avtalegiro/tell.hpp"
#include "gateway/commit.hpp"
#include "gateway/dispatch/keep.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/mandates.hpp"

namespace airut::gateway {
namespace {

namespace asio = boost::asio;

constexpr auto until_mended = std::chrono::minutes{15};  // a transport that refuses us
constexpr auto until_asked = std::chrono::minutes{1};

ledger::TransmissionChanged change(ledger::TransmissionRow const& row, std::string to,
                                   std::string event) {
  ledger::TransmissionChanged fact;
  fact.transmission_id = row.id;
  fact.from = row.state;
  fact.to = std::move(to);
  fact.event = std::move(event);
  return fact;
}

void note_trace(ledger::TransmissionChanged& fact, channels::Trace const& trace) {
  fact.code = trace.code;
  fact.native_code = trace.native_code;
  fact.endpoint = trace.endpoint;
  fact.personal_excerpt = trace.excerpt;
}

// What happens to a transmission, with its claims, in one transaction.
class Sender {
 public:
  Sender(ledger::Transaction& tx, ClearingContext const& context,
         ledger::TransmissionRow const& row)
      : tx_(tx), context_(context), row_(row) {}

  void append(ledger::TransmissionChanged const& fact) {
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
  }

  // A mandate that ended while its claim was under way, and sums that are withdrawn now.
  void what_changed_meanwhile() {
    for (auto const& claim : ledger::claims_of_transmission(tx_, context_.tenant, row_.id)) {
      auto const mandate = ledger::find_mandate(tx_, context_.tenant, claim.mandate_id);
      if (mandate && mandate->state != "active") lose_mandate(tx_, context_, claim);
    }
    claim_rests(tx_, context_, row_.id);
  }

  // Each claim's delivery that still goes with it takes the step.
  void claims_step(std::function<Step(ledger::DeliveryRow const&, Rules const&)> const& step_of,
                   channels::Trace const& trace, std::string const& receipt) {
    auto const context = context_.step();
    for (auto const& claim : ledger::claims_of_transmission(tx_, context_.tenant, row_.id)) {
      auto const delivery = ledger::find_delivery(tx_, context_.tenant, claim.id);
      bool const goes = delivery && claim.state == "placed" &&
                        (delivery->state == "dispatching" || delivery->state == "unknown");
      if (!goes) continue;
      auto const rules = rules_of(tx_, *delivery, channels::Repeat::never, context);
      Seen seen{attempt_of(row_.id), trace, receipt, {}};
      apply_step(tx_, *delivery, step_of(*delivery, rules), seen, context);
    }
  }

  void sent(std::string event, channels::HandedOver const& over) {
    claims_step(
        [&](auto const& delivery, auto const& rules) {
          return after_attempt(delivery, over, rules, context_.now);
        },
        over.trace, over.receipt);
    auto fact = change(row_, "sent", std::move(event));
    note_trace(fact, over.trace);
    append(fact);
    close_trouble(tx_, context_, "avtalegiro.transmission_not_sent", row_.id);
    close_trouble(tx_, context_, "transport.unresolved", row_.id);
    what_changed_meanwhile();
  }

  void not_sent(channels::Trace const& trace, std::string event, model::Instant next) {
    auto fact = change(row_, "made", std::move(event));
    note_trace(fact, trace);
    fact.next_at = next;
    append(fact);
    constexpr int attempts_in_silence = 3;
    if (row_.attempts < attempts_in_silence) return;
    tell("avtalegiro.transmission_not_sent", trace);
  }

  void tell(std::string_view code, channels::Trace const& trace) {
    open_trouble(tx_, context_,
                 {code, row_.id,
                  fmt::format("{}: {} {}", row_.number, trace.native_code, trace.excerpt), "", ""});
  }

  // Nobody can tell whether it arrived: its number is used up, and a person finds out.
  void unsure(channels::Trace const& trace, std::string event) {
    claims_step(
        [](auto const& delivery, auto const&) {
          Step step;
          step.to = "unknown";
          step.event = "failed_after_body";
          step.evidence = delivery.evidence;
          step.handler = "operator";
          return step;
        },
        trace, {});
    auto fact = change(row_, "unknown", std::move(event));
    note_trace(fact, trace);
    append(fact);
    tell("transport.unresolved", trace);
  }

  void outcome(channels::Outcome const& outcome) {
    auto const& trace = channels::trace_of(outcome);
    if (auto const* over = std::get_if<channels::HandedOver>(&outcome)) {
      return sent("handed_over", *over);
    }
    if (std::holds_alternative<channels::Unsure>(outcome))
      return unsure(trace, "failed_after_body");
    if (std::holds_alternative<channels::Refused>(outcome)) {
      tell("avtalegiro.transmission_not_sent", trace);
      return not_sent(trace, "refused", context_.now + until_mended);
    }
    not_sent(trace, "failed_before_body", context_.now + retry_delay(row_.attempts + 1, row_.id));
  }

  // It never left: its claims wait again, and its numbers are free.
  void dissolve() {
    claims_step(
        [&](auto const& delivery, auto const&) {
          Step step;
          step.to = "queued";
          step.event = "not_sent";
          step.evidence = delivery.evidence;
          step.next_at = context_.now;
          return step;
        },
        {}, {});
    append(change(row_, "dissolved", "not_sent"));
    close_trouble(tx_, context_, "avtalegiro.transmission_not_sent", row_.id);
  }

  // A claim that must not go any more: too late, or its delivery went another way. Bytes that may
  // have been seen outside stay what they are.
  bool is_to_be_dissolved() {
    bool stale = context_.now >= row_.latest, seen = false;
    for (auto const& claim : ledger::claims_of_transmission(tx_, context_.tenant, row_.id)) {
      auto const delivery = ledger::find_delivery(tx_, context_.tenant, claim.id);
      stale = stale || !delivery || delivery->state != "dispatching";
      seen = seen || (delivery && delivery->doubtful);
    }
    return stale && !seen;
  }

 private:
  ledger::Transaction& tx_;
  ClearingContext const& context_;
  ledger::TransmissionRow const& row_;
};

using Work = std::function<bool(Sender&)>;

// Runs the work when the transmission is still in the state in which it was seen.
bool settled(ledger::Transaction& tx, ClearingContext const& context,
             ledger::TransmissionRow const& row, Work const& work) {
  auto const now = ledger::find_transmission(tx, context.tenant, row.id);
  if (!now || now->state != row.state) return false;
  Sender sender{tx, context, *now};
  return work(sender);
}

asio::awaitable<bool> settle(ClearingHouse const& house, ledger::TransmissionRow const& row,
                             Work const& work) {
  auto const context = house.context();
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    return settled(tx, context, row, work);
  };
  co_return co_await commit<bool>(house.store, job);
}

// The same with what the clearing house's place answered: it is not lost while the store takes
// nothing for a while.
asio::awaitable<void> keep_answer(ClearingHouse const& house, ledger::TransmissionRow const& row,
                                  Work const& work) {
  auto const context = house.context();
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    return settled(tx, context, row, work);
  };
  auto const until = context.now + house.codes.timers(house.name).dispatch_time;
  co_await keep(house.store, house.clock, job, until);
}

channels::Parcel parcel_of(ClearingHouse const& house, ledger::TransmissionRow const& row) {
  auto const document = house.store.look(
      [&](ledger::Snapshot& view) { return ledger::needed_document(view, row.digest); });
  channels::Parcel parcel;
  parcel.delivery_id = row.id;
  parcel.message_id = row.id;
  parcel.created = row.made;
  parcel.address = "00008080";
  parcel.files = {{fmt::format("{}-{:07}.txt", house.settings.customer_unit, row.number),
                   document.media_type, document.bytes}};
  return parcel;
}

asio::awaitable<void> offer(ClearingHouse const& house, ledger::TransmissionRow row) {
  Work const dissolved = [](Sender& sender) {
    if (!sender.is_to_be_dissolved()) return false;
    sender.dissolve();
    return true;
  };
  bool const gone = co_await settle(house, row, dissolved);
  if (gone) co_return;
  auto const parcel = parcel_of(house, row);
  auto const hindered = co_await house.channel.prepare(parcel);
  if (hindered) {
    Work const kept = [&](Sender& sender) {
      sender.outcome(*hindered);
      return true;
    };
    co_await settle(house, row, kept);
    co_return;
  }
  Work const begun = [&](Sender& sender) {
    sender.append(change(row, "sending", "attempt"));
    return true;
  };
  bool const leased = co_await settle(house, row, begun);
  if (!leased) {
    co_await house.channel.discard(parcel);
    co_return;
  }
  row.state = "sending";
  auto const outcome = co_await house.channel.deliver(parcel);
  Work const ended = [&](Sender& sender) {
    sender.outcome(outcome);
    return true;
  };
  co_await keep_answer(house, row, ended);
}

// An earlier process began to send it.
asio::awaitable<void> ask(ClearingHouse const& house, ledger::TransmissionRow const& row) {
  auto const parcel = parcel_of(house, row);
  auto const arrival = co_await house.channel.ask(parcel);
  Work const known = [&](Sender& sender) {
    channels::Trace const trace{"", "transport.interrupted", "", ""};
    switch (arrival) {
      case channels::Arrival::arrived:
        sender.sent("found_there", channels::HandedOver{});
        break;
      case channels::Arrival::not_arrived:
        sender.append(change(row, "made", "not_there"));
        break;
      case channels::Arrival::cannot_tell:
        sender.unsure(trace, "cannot_tell");
        break;
      case channels::Arrival::no_answer: {
        auto fact = change(row, "sending", "no_answer");
        fact.next_at = house.clock.now() + until_asked;
        sender.append(fact);
        break;
      }
    }
    return true;
  };
  co_await settle(house, row, known);
}

}  // namespace

asio::awaitable<void> send_transmission(ClearingHouse house, ledger::TransmissionRow row) {
  if (row.state == "sending") {
    co_await ask(house, row);
  } else {
    co_await offer(house, std::move(row));
  }
}

bool resolve_transmission(ledger::Transaction& tx, ClearingContext const& context,
                          ledger::TransmissionRow const& row, bool arrived,
                          std::string const& note) {
  if (row.state != "unknown") return false;
  Sender sender{tx, context, row};
  if (arrived) {
    sender.sent("found_there", channels::HandedOver{});
    return true;
  }
  // Its number belongs to its bytes for ever: the same leave again.
  auto fact = change(row, "made", "not_there");
  fact.note = note;
  fact.next_at = context.now;
  sender.append(fact);
  close_trouble(tx, context, "transport.unresolved", row.id);
  return true;
}

}  // namespace airut::gateway
