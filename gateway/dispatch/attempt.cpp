#include "gateway/dispatch/attempt.hpp"

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/commit.hpp"
#include "gateway/dispatch/render.hpp"
#include "gateway/dispatch/seal.hpp"
#include "gateway/letters/letter_document.hpp"
#include "gateway/portal/token.hpp"

namespace airut::gateway {
namespace {

namespace asio = boost::asio;

// What is offered: sealed before, or made now.
struct Offer {
  channels::Parcel parcel;
  PackedParcel packed;  // unless it was sealed before
  bool sealed = false;
  std::optional<ledger::LinkIssued> link;
  std::optional<model::Problem> problem;
};

config::PortalSettings const* portal_of(Billers const& billers) {
  for (auto const& channel : billers.channels()) {
    if (auto const* portal = std::get_if<config::PortalSettings>(&channel.transport)) {
      return portal;
    }
  }
  return nullptr;
}

// The page's address for this delivery; the fact is committed with the attempt.
std::string issue_link(Dispatcher::House const& house, ledger::DeliveryRow const& delivery,
                       Offer& offer) {
  auto const* portal = portal_of(house.billers);
  if (portal == nullptr) return {};
  auto const expires = house.clock.now() + std::chrono::hours{24} * portal->link_days;
  auto const seconds = std::chrono::floor<std::chrono::seconds>(expires);
  offer.link = ledger::LinkIssued{delivery.invoice_id, model::new_id("lnk", house.clock.now()),
                                  model::Instant{seconds}};
  return portal->base_url + "/h/" +
         sign_link({offer.link->link_id, offer.link->expires}, portal->signing_key.value);
}

Offer prepare(Dispatcher::House const& house, ledger::DeliveryRow const& delivery) {
  Offer offer;
  if (!delivery.payload_digest.empty()) {
    offer.sealed = true;
    offer.parcel =
        house.store.read([&](ledger::Snapshot& view) { return sealed_parcel(view, delivery); });
    return offer;
  }
  auto const* client = house.billers.client(delivery.tenant, delivery.client);
  auto const* channel = house.billers.channel(delivery.channel);
  if (client == nullptr || channel == nullptr) {
    offer.problem = model::Problem{model::Fault::missing,
                                   "The billing client or the channel is not configured any more."};
    return offer;
  }
  auto const submission = house.store.read([&](ledger::Snapshot& view) {
    return stored_submission(view, delivery.tenant, delivery.invoice_id);
  });
  auto const link = issue_link(house, delivery, offer);
  std::optional<model::Letter> letter;
  if (delivery.document_kind != "invoice") {
    auto const* policy = house.billers.policy(delivery.tenant, submission.receivable.policy);
    letter = house.store.read([&](ledger::Snapshot& view) {
      return letter_document(view, delivery, submission, *client, policy);
    });
  }
  auto parcel = make_parcel({delivery, submission, *client, *channel, link, house.render, letter});
  if (!parcel) {
    offer.problem = parcel.error();
  } else {
    offer.parcel = *std::move(parcel);
    offer.packed = pack_parcel(offer.parcel);
  }
  return offer;
}

// The delivery as it stands in the transaction, if nobody changed it since it was read.
std::optional<ledger::DeliveryRow> unchanged(ledger::Transaction& tx,
                                             ledger::DeliveryRow const& seen) {
  auto now = ledger::find_delivery(tx, seen.tenant, seen.id);
  if (!now || now->version != seen.version) return std::nullopt;
  return now;
}

StepContext context_of(Dispatcher::House const& house) {
  return {house.billers, house.codes, "system", house.clock.now()};
}

// Commits the lease: false when somebody else was faster.
asio::awaitable<bool> begin(Dispatcher::House house, ledger::DeliveryRow const& delivery,
                            Offer const& offer, std::string attempt_id) {
  auto const now = house.clock.now();
  auto const lease = now + house.codes.timers(delivery.channel).dispatch_time;
  auto work = [&delivery, &offer, attempt_id, now, lease](ledger::Transaction& tx) {
    if (!unchanged(tx, delivery)) return false;
    ledger::AttemptStarted fact;
    fact.delivery_id = delivery.id;
    fact.invoice_id = delivery.invoice_id;
    fact.attempt_id = attempt_id;
    fact.number = delivery.attempt_count + 1;
    fact.payload_digest = offer.sealed ? delivery.payload_digest : keep_parcel(tx, offer.packed);
    fact.lease_until = lease;
    if (offer.link) tx.append(delivery.tenant, "system", now, *offer.link);
    tx.append(delivery.tenant, "system", now, fact);
    return true;
  };
  std::function<bool(ledger::Transaction&)> const job = work;
  co_return co_await commit<bool>(house.store, job);
}

asio::awaitable<void> finish(Dispatcher::House house, ledger::DeliveryRow const& delivery,
                             std::string attempt_id, channels::Repeat repeat,
                             channels::Outcome const& outcome) {
  auto const context = context_of(house);
  auto work = [&, attempt_id, context](ledger::Transaction& tx) {
    auto const row = ledger::find_delivery(tx, delivery.tenant, delivery.id);
    if (!row || row->state != "dispatching") return false;
    Rules const rules{house.codes, on_failure_of(tx, *row), repeat};
    auto const step = after_attempt(*row, outcome, rules, context.now);
    Seen seen{attempt_id, channels::trace_of(outcome), {}, {}};
    if (auto const* over = std::get_if<channels::HandedOver>(&outcome))
      seen.receipt = over->receipt;
    return apply_step(tx, *row, step, seen, context);
  };
  std::function<bool(ledger::Transaction&)> const job = work;
  co_await commit<bool>(house.store, job);
}

asio::awaitable<TurnEnd> refuse(Dispatcher::House house, ledger::DeliveryRow const& delivery,
                                model::Problem const& problem) {
  auto const context = context_of(house);
  auto work = [&, context](ledger::Transaction& tx) {
    auto const row = unchanged(tx, delivery);
    if (!row) return false;
    Rules const rules{house.codes, on_failure_of(tx, *row), channels::Repeat::never};
    auto const step = after_refusal(*row, "internal.render_failed", rules);
    Seen seen;
    seen.trace.excerpt = problem.text;
    return apply_step(tx, *row, step, seen, context);
  };
  std::function<bool(ledger::Transaction&)> const job = work;
  co_await commit<bool>(house.store, job);
  co_return TurnEnd::refused;
}

TurnEnd end_of(channels::Outcome const& outcome) {
  if (std::holds_alternative<channels::HandedOver>(outcome)) return TurnEnd::handed_over;
  if (std::holds_alternative<channels::Deferred>(outcome)) return TurnEnd::deferred;
  if (std::holds_alternative<channels::Refused>(outcome)) return TurnEnd::refused;
  return TurnEnd::unsure;
}

asio::awaitable<TurnEnd> offer_it(Dispatcher::House house, channels::Channel& channel,
                                  ledger::DeliveryRow const& delivery) {
  auto const offer = prepare(house, delivery);
  if (offer.problem) co_return co_await refuse(house, delivery, *offer.problem);
  auto const attempt_id = model::new_id("att", house.clock.now());
  bool const leased = co_await begin(house, delivery, offer, attempt_id);
  if (!leased) co_return TurnEnd::nothing;
  auto const outcome = co_await channel.deliver(offer.parcel);
  co_await finish(house, delivery, attempt_id, channel.repeat(), outcome);
  co_return end_of(outcome);
}

// One step without an attempt: silence, or the answer to a question.
asio::awaitable<void> settle(Dispatcher::House house, ledger::DeliveryRow const& delivery,
                             std::optional<channels::Arrival> arrival) {
  auto const context = context_of(house);
  auto work = [&, arrival, context](ledger::Transaction& tx) {
    auto const row = unchanged(tx, delivery);
    if (!row) return false;
    Rules const rules{house.codes, on_failure_of(tx, *row), channels::Repeat::never};
    auto const step =
        arrival ? after_question(*row, *arrival, rules, context.now) : after_silence(*row);
    return apply_step(tx, *row, step, {}, context);
  };
  std::function<bool(ledger::Transaction&)> const job = work;
  co_await commit<bool>(house.store, job);
}

asio::awaitable<TurnEnd> ask_about(Dispatcher::House house, channels::Channel& channel,
                                   ledger::DeliveryRow const& delivery) {
  auto const offer = prepare(house, delivery);
  auto const arrival = co_await channel.ask(offer.parcel);
  co_await settle(house, delivery, arrival);
  co_return arrival == channels::Arrival::arrived ? TurnEnd::handed_over : TurnEnd::unsure;
}

}  // namespace

asio::awaitable<TurnEnd> take_turn(Dispatcher::House house, channels::Channel& channel,
                                   ledger::DeliveryRow delivery) {
  if (delivery.state == "sent") {
    co_await settle(house, delivery, std::nullopt);
    co_return TurnEnd::nothing;
  }
  if (delivery.state == "unknown" && channel.repeat() == channels::Repeat::never) {
    co_return co_await ask_about(house, channel, delivery);
  }
  co_return co_await offer_it(house, channel, delivery);
}

}  // namespace airut::gateway
