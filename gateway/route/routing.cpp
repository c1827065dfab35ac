#include "gateway/route/routing.hpp"

#include <algorithm>

#include "formats/json/words.hpp"
#include "formats/model/ids.hpp"
#include "formats/model/sha256.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/dispatch/new_deviation.hpp"
#include "gateway/kid/kid.hpp"
#include "gateway/route/dated_address.hpp"
#include "gateway/today.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/mandates.hpp"
#include "ledger/store/suppressions.hpp"

namespace airut::gateway {

namespace {

std::optional<RecipientEntry> register_entry(ledger::Snapshot& view, Travelling const& document,
                                             model::Date day) {
  auto const& number = document.submission->invoice.buyer.customer_number;
  if (number.empty()) return std::nullopt;
  return known_recipient(view, {document.tenant, document.client->ref, number}, day);
}

bool has_mandate(ledger::Snapshot& view, Travelling const& document) {
  auto const& payment = document.submission->invoice.payment;
  if (!payment || payment->reference.empty()) return false;
  auto const payer = payer_of(*document.client, payment->reference);
  return ledger::active_mandate(view, document.tenant, "avtalegiro", document.client->ref, payer)
      .has_value();
}

RouteDecision decision_of(ledger::Snapshot& view, Travelling const& document,
                          std::optional<RecipientEntry> const& recipient, Billers const& billers,
                          model::Instant now) {
  auto const& submission = *document.submission;
  auto distribution = submission.distribution;
  if (!document.only.empty()) distribution.channels = document.only;
  auto const is_suppressed = [&](std::string_view channel, std::string_view address) {
    return ledger::is_suppressed(view, document.tenant, document.client->ref, channel, address);
  };
  // A letter has its own sum and last day: the invoice's terms say nothing of it.
  bool const own_terms = document.document_kind == "invoice";
  auto const day = today_of(billers, document.tenant, now);
  return decide({submission.invoice.buyer, distribution, recipient, *document.client,
                 billers.channels(), is_suppressed, own_terms ? &submission.invoice : nullptr, day,
                 [&] { return has_mandate(view, document); }, duty_of(document, day)});
}

ledger::DeviationOpened deviation_of(Travelling const& document, config::DeviationCode const& code,
                                     model::Instant now) {
  auto opened = new_deviation(code, document.client->ref, now);
  opened.invoice_id = document.invoice_id;
  opened.client = document.client->ref;
  return opened;
}

void open_no_channel(ledger::Transaction& tx, Travelling const& document,
                     RouteDecision const& decision, config::Codes const& codes,
                     model::Instant now) {
  ledger::RouteMissing missing{document.invoice_id, document.document_kind, document.document_id,
                               document.client->ref, decision.skipped};
  tx.append(document.tenant, document.actor, now, missing);
  tx.append(document.tenant, document.actor, now,
            deviation_of(document, codes.find("route.no_channel"), now));
}

void open_held(ledger::Transaction& tx, Travelling const& document,
               ledger::DeliveryRouted const& delivery, config::Codes const& codes,
               model::Instant now) {
  auto const code =
      document.hold_code.empty() ? std::string{"route.held_by_caller"} : document.hold_code;
  auto opened = deviation_of(document, codes.find(code), now);
  opened.delivery_id = delivery.delivery_id;
  opened.channel = delivery.channel;
  tx.append(document.tenant, document.actor, now, opened);
}

// The invoice goes another way for want of half an address: the client is told, once a customer.
void tell_of_half_address(ledger::Transaction& tx, Travelling const& document,
                          RouteDecision const& decision, config::Codes const& codes,
                          model::Instant now) {
  bool const is_half = std::any_of(decision.skipped.begin(), decision.skipped.end(),
                                   [](auto const& one) { return one.reason == "no-intermediary"; });
  if (!is_half || document.document_kind != "invoice" || !document.replaces.empty()) return;
  auto const& buyer = document.submission->invoice.buyer;
  auto opened = deviation_of(document, codes.find("finvoice.intermediary_missing"), now);
  opened.invoice_id.clear();  // the invoice is on its way, and may be reminded of
  opened.channel = "finvoice";
  opened.native_code = buyer.customer_number;
  opened.group_key +=
      "|" + (buyer.customer_number.empty() ? model::sha256_hex(buyer.name) : buyer.customer_number);
  ledger::DeviationFilter filter;
  filter.group_key = opened.group_key;
  if (!ledger::list_deviations(tx, document.tenant, filter, {1, {}}).rows.empty()) return;
  opened.personal_excerpt = buyer.name;
  if (buyer.electronic_address) opened.personal_excerpt += ", " + buyer.electronic_address->value;
  tx.append(document.tenant, document.actor, now, opened);
}

// The claim that a direct debit collects travels beside the invoice that tells of it.
std::optional<Leg> claim_leg(Travelling const& document, RouteDecision const& decision) {
  if (!document.replaces.empty() || document.document_kind != "invoice") return std::nullopt;
  auto const leg_of = [&](std::string_view channel) {
    return std::find_if(decision.legs.begin(), decision.legs.end(),
                        [&](Leg const& leg) { return leg.channel == channel; });
  };
  auto const claim = leg_of("avtalegiro");
  bool const both = claim != decision.legs.end() && leg_of("efaktura") != decision.legs.end();
  return both ? std::optional{*claim} : std::nullopt;
}

// Of two that go together the invoice goes by eFaktura first, then by what else was asked for.
RouteDecision beside_claim(RouteDecision decision) {
  std::erase_if(decision.legs, [](Leg const& leg) { return leg.channel == "avtalegiro"; });
  auto const first = decision.legs.begin();
  auto const shown = std::find_if(first, decision.legs.end(),
                                  [](Leg const& leg) { return leg.channel == "efaktura"; });
  std::rotate(first, shown, shown + 1);
  return decision;
}

ledger::DeliveryRouted claim_fact(ledger::DeliveryRouted const& invoice, Leg const& leg,
                                  config::Codes const& codes, model::Instant now) {
  auto fact = invoice;
  fact.delivery_id = fact.message_id = model::new_id("dlv", now);
  fact.document_kind = "claim";
  fact.document_id = invoice.invoice_id;
  fact.channel = leg.channel;
  fact.format = leg.format;
  fact.reason = "beside-efaktura";
  fact.skipped.clear();
  fact.remaining.clear();
  fact.destination = leg.destination;
  fact.give_up_at = std::min(
      invoice.give_up_at, give_up_at(now, model::day_of(invoice.give_up_at) + std::chrono::days{7},
                                     codes.timers(leg.channel).transient_max));
  fact.personal_address = leg.address;
  fact.personal_intermediary = leg.intermediary;
  return fact;
}

ledger::DeliveryRouted copy_fact(ledger::DeliveryRouted const& invoice, Leg const& leg,
                                 model::Instant now) {
  auto fact = invoice;
  fact.delivery_id = fact.message_id = model::new_id("dlv", now);
  fact.document_kind = copy_kind;
  fact.document_id = invoice.invoice_id;
  fact.channel = leg.channel;
  fact.format = leg.format;
  fact.reason = leg.reason;
  fact.skipped.clear();
  fact.remaining.clear();
  fact.destination = leg.destination;
  fact.personal_address = leg.address;
  fact.personal_intermediary = leg.intermediary;
  return fact;
}

// What goes beside the invoice: the claim that its payer's bank pays, or the copy for it.
void route_beside(ledger::Transaction& tx, Travelling const& document,
                  ledger::DeliveryRouted const& beside, config::Codes const& codes,
                  model::Instant now) {
  tx.append(document.tenant, document.actor, now, beside);
  if (beside.state == "held") open_held(tx, document, beside, codes, now);
}

ledger::DeliveryRouted routed_fact(Travelling const& document, RouteDecision const& decision,
                                   config::Codes const& codes, model::Instant now) {
  auto const& leg = decision.legs.front();
  auto const& submission = *document.submission;
  // What was asked for the invoice's own way says nothing of its letters.
  static model::Distribution const nothing;
  auto const& wish = document.document_kind == "reminder" ? nothing : submission.distribution;
  ledger::DeliveryRouted fact;
  fact.delivery_id = model::new_id("dlv", now);
  fact.invoice_id = document.invoice_id;
  fact.document_kind = document.document_kind;
  fact.document_id = document.document_id;
  fact.client = document.client->ref;
  fact.channel = leg.channel;
  fact.format = leg.format;
  fact.reason = leg.reason;
  fact.skipped = decision.skipped;
  for (auto next = decision.legs.begin() + 1; next != decision.legs.end(); ++next)
    fact.remaining.push_back(next->channel);
  bool const hold = (wish.hold || !document.hold_code.empty()) && document.replaces.empty() &&
                    document.document_kind == "invoice";
  fact.state = hold ? "held" : wish.not_before && *wish.not_before > now ? "scheduled" : "queued";
  fact.handler = hold ? "client" : "system";
  fact.message_id = fact.delivery_id;
  fact.replaces = document.replaces;
  fact.destination = leg.destination;
  fact.next_at = fact.state == "scheduled" ? *wish.not_before
                 : hold                    ? next_escalation(now, 1)
                                           : now;
  fact.give_up_at = wish.give_up_after.value_or(
      give_up_at(now, submission.invoice.due_date.value_or(model::day_of(now)),
                 codes.timers(leg.channel).transient_max));
  fact.urgent = wish.priority_high && document.document_kind == "invoice";
  fact.personal_address = leg.address;
  fact.personal_intermediary = leg.intermediary;
  return fact;
}

}  // namespace

config::EInvoiceDuty const* duty_of(Travelling const& document, model::Date day) {
  if (document.law == nullptr || document.document_kind != "invoice") return nullptr;
  auto const& buyer = document.submission->invoice.buyer;
  return document.law->e_invoice_duty(document.client->seller.address.country,
                                      buyer.address.country, json::words::party_type(buyer.type),
                                      day);
}

RouteDecision preview(ledger::Snapshot& view, Travelling const& document, Billers const& billers,
                      model::Instant now) {
  auto const recipient = register_entry(view, document, today_of(billers, document.tenant, now));
  return decision_of(view, document, recipient, billers, now);
}

namespace {

Routed append_route(ledger::Transaction& tx, Travelling const& document,
                    RouteDecision const& decision, config::Codes const& codes, model::Instant now) {
  Routed routed;
  routed.skipped = decision.skipped;
  if (decision.legs.empty()) {
    open_no_channel(tx, document, decision, codes, now);
    return routed;
  }
  auto const claim = claim_leg(document, decision);
  auto fact = routed_fact(document, claim ? beside_claim(decision) : decision, codes, now);
  if (!document.reason.empty()) fact.reason = document.reason;
  tx.append(document.tenant, document.actor, now, fact);
  tell_of_half_address(tx, document, decision, codes, now);
  if (claim) route_beside(tx, document, claim_fact(fact, *claim, codes, now), codes, now);
  if (decision.copy && document.replaces.empty()) {
    route_beside(tx, document, copy_fact(fact, *decision.copy, now), codes, now);
  }
  if (fact.state == "held") open_held(tx, document, fact, codes, now);
  routed.delivery_id = fact.delivery_id;
  routed.channel = fact.channel;
  routed.state = fact.state;
  routed.reason = fact.reason;
  routed.next_at = fact.next_at;
  routed.give_up_at = fact.give_up_at;
  return routed;
}

}  // namespace

Routed route(ledger::Transaction& tx, Travelling const& document, Billers const& billers,
             config::Codes const& codes, model::Instant now) {
  return append_route(tx, document, preview(tx, document, billers, now), codes, now);
}

Routed route_by(ledger::Transaction& tx, Travelling document, Choice const& choose,
                Billers const& billers, config::Codes const& codes, model::Instant now) {
  auto const recipient = register_entry(tx, document, today_of(billers, document.tenant, now));
  document.only = choose(decision_of(tx, document, recipient, billers, now).legs);
  return append_route(tx, document, decision_of(tx, document, recipient, billers, now), codes, now);
}

}  // namespace airut::gateway
