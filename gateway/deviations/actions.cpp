#include "gateway/deviations/actions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/claim/letter_delivery.hpp"
#include "gateway/deviations/unrouted.hpp"
#include "gateway/dispatch/one_by_one.hpp"

namespace airut::gateway {
namespace {

using Done = tl::expected<bool, std::string>;

tl::unexpected<std::string> refused(std::string reason) {
  return tl::unexpected<std::string>{std::move(reason)};
}

std::string const no_document = "It is about no document that waits for a channel.";
std::string const only_attachments = "The bank has the invoice; only its attachments wait.";

std::string why_not_sent_again(ledger::DeliveryRow const& delivery) {
  if (delivery.doubtful) return "Say first whether the document arrived.";
  if (is_waiting(delivery)) return {};
  if (delivery.state == "dispatching") return "The delivery is under way.";
  return fmt::format("The delivery is {} and over.", delivery.state);
}

// Failed, and a person still has to say what becomes of the document.
bool waits_after_failing(ledger::DeliveryRow const& delivery) {
  return delivery.state == "failed" && delivery.handler != "nobody";
}

std::string why_not_rerouted(ledger::DeliveryRow const& delivery) {
  return waits_after_failing(delivery) ? std::string{} : why_not_sent_again(delivery);
}

std::string why_not_closed(ledger::DeliveryRow const& delivery) {
  if (delivery.state == "dispatching") return "The delivery is under way.";
  if (is_waiting_state(delivery.state) || delivery.state == "unknown") return {};
  if (waits_after_failing(delivery)) return {};
  return fmt::format("The delivery is {} and over.", delivery.state);
}

Step person_step(std::string to, std::string event, ledger::DeliveryRow const& delivery) {
  Step step;
  step.to = std::move(to);
  step.event = std::move(event);
  step.evidence = delivery.evidence;
  step.handler = "nobody";
  return step;
}

bool append_step(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Step const& step,
                 std::string_view note, StepContext const& context) {
  Seen seen;
  seen.note = note;
  return apply_step(tx, delivery, step, seen, context);
}

// The file that may have arrived has arrived, a person says: those that are left go now.
Done send_rest(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, std::string_view note,
               StepContext const& context) {
  auto step = person_step("queued", std::string{file_found_there}, delivery);
  step.handler = "system";
  step.next_at = context.now;
  step.resolution = "arrived";
  append_step(tx, delivery, step, note, context);
  return true;
}

// The document is there, whatever becomes of what was to go beside it.
Done give_up_rest(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                  std::string_view action, std::string_view note, StepContext const& context) {
  auto const rules = rules_of(tx, delivery, channels::Repeat::never, context);
  auto step = after_giving_up_rest(delivery, rules, context.now);
  step.resolution = action;
  append_step(tx, delivery, step, note, context);
  return false;
}

Done close(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, std::string to,
           std::string event, std::string_view note, StepContext const& context) {
  if (auto reason = why_not_closed(delivery); !reason.empty()) return tl::unexpected{reason};
  auto const files = count_files(tx, context.billers, delivery);
  bool const arrived = to == "delivered";
  if (arrived && delivery.doubtful && files.more_follow())
    return send_rest(tx, delivery, note, context);
  if (!arrived && files.taken > 0) return give_up_rest(tx, delivery, event, note, context);
  auto step = person_step(std::move(to), std::move(event), delivery);
  if (step.event == "closed_as_delivered") step.resolution = "close_as_delivered";
  append_step(tx, delivery, step, note, context);
  return false;
}

void name_channel(Travelling& document, std::string_view channel) {
  document.only = {std::string{channel}};
  document.reason = "chosen-by-person";
}

Done route_invoice(ledger::Transaction& tx, ledger::DeviationRow const& deviation,
                   std::string_view channel, StepContext const& context) {
  auto const submission = stored_submission(tx, deviation.tenant, deviation.invoice_id);
  Travelling document;
  document.tenant = deviation.tenant;
  document.actor = std::string{context.actor};
  document.invoice_id = document.document_id = deviation.invoice_id;
  document.document_kind = "invoice";
  document.client = context.billers.client(deviation.tenant, deviation.client);
  document.submission = &submission;
  document.law = context.law;
  if (!channel.empty()) name_channel(document, channel);
  if (document.client == nullptr) return refused("The billing client is not configured.");
  auto const decision = preview(tx, document, context.billers, context.now);
  if (decision.legs.empty()) return refused("No channel can take the document yet.");
  return route(tx, document, context.billers, context.codes, context.now).state == "queued";
}

Done route_reminder(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                    std::string_view channel, DayContext const& context) {
  auto const submission = stored_submission(tx, context.tenant, letter.invoice_id);
  Travelling document;
  document.tenant = context.tenant;
  document.invoice_id = letter.invoice_id;
  document.document_kind = "reminder";
  document.document_id = letter.letter_id;
  document.client = context.billers.client(context.tenant, letter.client);
  document.submission = &submission;
  document.only = step_channels(letter, context);
  if (!channel.empty()) name_channel(document, channel);
  if (document.client == nullptr) return refused("The billing client is not configured.");
  auto const legs = preview(tx, document, context.billers, context.now).legs;
  if (letter_channels(legs, letter, context, submission.invoice.buyer).empty())
    return refused("No channel can take the document yet.");
  LetterWay way{document.only};
  if (!channel.empty()) way.reason = document.reason;
  return route_letter(tx, letter, context, submission, way);
}

Done route_order(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                 std::string_view channel, DayContext const& context) {
  auto const* partner = order_channel(context.billers, context.tenant, letter.client);
  if (partner == nullptr) return refused("No channel can take the document yet.");
  if (!channel.empty() && channel != partner->name)
    return refused("A collection order goes to the client's collection partner.");
  return route_letter(tx, letter, context);
}

// Asks for a route again: the register or the configuration may have changed meanwhile.
Done route_again(ledger::Transaction& tx, ledger::DeviationRow const& deviation,
                 std::string_view channel, StepContext const& context) {
  auto const document = unrouted_document(tx, deviation);
  if (!document) return refused(no_document);
  if (auto reason = why_not_sent(tx, deviation, *document); !reason.empty())
    return tl::unexpected{reason};
  if (!document->letter) return route_invoice(tx, deviation, channel, context);
  auto const day = letter_context(deviation.tenant, context);
  return document->letter->kind == "collection_order"
             ? route_order(tx, *document->letter, channel, day)
             : route_reminder(tx, *document->letter, channel, day);
}

Done act(ledger::Transaction& tx, ledger::DeviationRow const& deviation,
         ledger::DeliveryRow const* delivery, ActionWish const& wish, StepContext const& context) {
  if (wish.action == "correct") {
    return correct(tx, deviation, delivery, wish.correction, wish.note, context);
  }
  if (delivery == nullptr) {
    if (wish.action == "retry" || wish.action == "reroute") {
      return route_again(tx, deviation, wish.channel, context);
    }
    return false;
  }
  if (wish.action == "retry") return retry(tx, *delivery, wish.note, context);
  if (wish.action == "reroute") return reroute(tx, *delivery, wish.channel, wish.note, context);
  if (wish.action == "close_as_delivered") {
    return close(tx, *delivery, "delivered", "closed_as_delivered", wish.note, context);
  }
  return close(tx, *delivery, "failed", wish.action, wish.note, context);
}

std::string why_not(std::string_view action, ledger::DeviationRow const& deviation,
                    ledger::DeliveryRow const* delivery) {
  bool const goes_otherwise = action == "reroute" || action == "correct";
  if (goes_otherwise && deviation.code.starts_with("bank.attachments_")) return only_attachments;
  if (delivery == nullptr && deviation.invoice_id.empty()) {
    return action == "close_no_action" ? std::string{} : "It is about no document of ours.";
  }
  if (delivery == nullptr) {
    if (action == "close_as_delivered") return "The document never left.";
    bool const sends = action == "retry" || action == "reroute" || action == "correct";
    return sends && deviation.code != "route.no_channel" ? no_document : std::string{};
  }
  if (goes_otherwise) return why_not_rerouted(*delivery);
  if (action == "retry") return why_not_sent_again(*delivery);
  if (action == "close_as_delivered" && waits_after_failing(*delivery)) {
    return "The delivery is failed and over.";
  }
  return why_not_closed(*delivery);
}

}  // namespace

std::vector<ActionOffer> offers(ledger::DeviationRow const& deviation,
                                ledger::DeliveryRow const* delivery) {
  std::vector<ActionOffer> list;
  for (auto const action : {"retry", "reroute", "correct", "close_as_delivered", "close_no_action",
                            "return_to_client"}) {
    ActionOffer offer{action, {}};
    offer.reason = deviation.state != "open" ? "The deviation is resolved."
                                             : why_not(offer.action, deviation, delivery);
    list.push_back(std::move(offer));
  }
  return list;
}

Done resolve(ledger::Transaction& tx, ledger::DeviationRow const& deviation, ActionWish const& wish,
             StepContext const& context) {
  auto const delivery = deviation.delivery_id.empty()
                            ? std::nullopt
                            : ledger::find_delivery(tx, deviation.tenant, deviation.delivery_id);
  auto const list = offers(deviation, delivery ? &*delivery : nullptr);
  auto const offer = std::find_if(list.begin(), list.end(),
                                  [&](auto const& one) { return one.action == wish.action; });
  if (offer == list.end()) return refused("There is no such action.");
  if (!offer->reason.empty()) return tl::unexpected{offer->reason};
  auto const done = act(tx, deviation, delivery ? &*delivery : nullptr, wish, context);
  if (!done) return done;
  // Good news has closed it already (apply_step).
  auto const now = ledger::find_deviation(tx, deviation.tenant, deviation.id);
  if (now && now->state == "open") {
    tx.append(deviation.tenant, context.actor, context.now,
              ledger::DeviationResolved{deviation.id, deviation.delivery_id, deviation.invoice_id,
                                        wish.action, wish.note});
  }
  return done;
}

Done retry(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, std::string_view note,
           StepContext const& context) {
  if (auto reason = why_not_sent_again(delivery); !reason.empty()) return tl::unexpected{reason};
  if (delivery.state == "queued") return refused("The delivery is queued already.");
  auto step = person_step("queued", "retry", delivery);
  step.handler = "system";
  step.next_at = context.now;
  return append_step(tx, delivery, step, note, context);
}

Done reroute(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, std::string_view channel,
             std::string_view note, StepContext const& context) {
  if (auto reason = why_not_rerouted(delivery); !reason.empty()) return tl::unexpected{reason};
  if (count_files(tx, context.billers, delivery).taken > 0) return refused(only_attachments);
  auto const submission = stored_submission(tx, delivery.tenant, delivery.invoice_id);
  auto next = further(delivery, submission, context);
  if (!channel.empty()) name_channel(next, channel);
  if (next.only.empty()) return refused("No further channel is left; name one.");
  if (next.client == nullptr) return refused("The billing client is not configured.");
  auto const decision = preview(tx, next, context.billers, context.now);
  if (decision.legs.empty()) {
    return tl::unexpected{std::string{decision.skipped.empty()
                                          ? "No channel can take the document."
                                          : skip_sentence(decision.skipped.front().reason)}};
  }
  auto const to = waits_after_failing(delivery) ? "failed" : "rerouted";
  append_step(tx, delivery, person_step(to, "reroute", delivery), note, context);
  return route(tx, next, context.billers, context.codes, context.now).state == "queued";
}

Done resolve_unknown(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, bool arrived,
                     std::string_view note, StepContext const& context) {
  if (!delivery.doubtful || delivery.state == "dispatching") {
    return refused("The delivery is not unknown.");
  }
  if (arrived) return close(tx, delivery, "delivered", "found_there", note, context);
  auto step = person_step("queued", "not_there", delivery);
  step.handler = "system";
  step.next_at = context.now;
  step.resolution = "not_arrived";
  append_step(tx, delivery, step, note, context);
  return true;
}

}  // namespace airut::gateway
