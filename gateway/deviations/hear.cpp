#include "gateway/deviations/hear.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/dispatch/one_by_one.hpp"
#include "gateway/dispatch/refused_addresses.hpp"
#include "gateway/dispatch/said.hpp"
#include "ledger/store/deviations.hpp"

namespace airut::gateway {
namespace {

using Refused = tl::unexpected<std::string>;

bool is_out(std::string_view state) { return state == "sent" || state == "delivered"; }

// A question of the buyer's waits for an answer, his refusal for another invoice.
constexpr std::string_view by_buyer = "buyer.", refused_by_buyer = "buyer.rejected";

// The deviation for which the delivery waits when the buyer's own word holds it.
std::optional<ledger::DeviationRow> held_by_buyer(ledger::Transaction& tx,
                                                  ledger::DeliveryRow const& delivery) {
  if (delivery.state != "held") return std::nullopt;
  auto open = ledger::open_deviation_of(tx, delivery.tenant, delivery.id);
  if (!open || !open->code.starts_with(by_buyer)) return std::nullopt;
  return open;
}

// No better evidence, but perhaps a word that says more: printed, then posted.
bool hear_same(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Seen const& seen,
               StepContext const& context) {
  auto const& word = seen.trace.native_code;
  if (word.empty() || was_said(tx, delivery, word)) return false;
  return apply_step(tx, delivery, after_note(delivery), seen, context);
}

tl::expected<bool, std::string> hear_good(ledger::Transaction& tx,
                                          ledger::DeliveryRow const& delivery, News const& news,
                                          Seen const& seen, StepContext const& context) {
  auto const held = held_by_buyer(tx, delivery);
  if (!is_out(delivery.state) && !delivery.doubtful && !held) {
    return Refused{fmt::format("The delivery is {}: nothing was handed over.", delivery.state)};
  }
  if (must_wait(delivery)) return Refused{"The delivery is under way."};
  bool const answers = held && *news.evidence == channels::Evidence::acknowledged_by_buyer &&
                       (news.is_decided || held->code != refused_by_buyer);
  if (held && !answers) return hear_same(tx, delivery, seen, context);
  auto const before = channels::parse_evidence(delivery.evidence);
  bool const no_better = before && *before >= *news.evidence;
  if (no_better && !delivery.assumed && !delivery.doubtful && !held)
    return *before == *news.evidence && hear_same(tx, delivery, seen, context);
  auto const rules = rules_of(tx, delivery, channels::Repeat::never, context);
  auto const evidence = std::max(before.value_or(channels::Evidence::none), *news.evidence);
  auto step = after_evidence(delivery, evidence, rules, context.now);
  if (held) step.resolution = "accepted_by_buyer";
  return apply_step(tx, delivery, step, seen, context);
}

// More of the buyer about what he has asked or refused.
tl::expected<bool, std::string> hear_more(ledger::Transaction& tx,
                                          ledger::DeliveryRow const& delivery,
                                          ledger::DeviationRow const& held, News const& news,
                                          Seen const& seen, StepContext const& context) {
  if (context.now - delivery.created > believed_for)
    return Refused{"Bad news is believed for sixty days."};
  bool const worse = news.code == refused_by_buyer && held.code != refused_by_buyer;
  if (!worse) return apply_step(tx, delivery, after_note(delivery), seen, context);
  tx.append(delivery.tenant, context.actor, context.now,
            ledger::DeviationResolved{held.id, delivery.id, delivery.invoice_id, "superseded", ""});
  auto const rules = rules_of(tx, delivery, channels::Repeat::never, context);
  return apply_step(tx, delivery, after_feedback(delivery, news.code, rules, context.now), seen,
                    context);
}

// Whether a part of it is with the other side while the rest waits here.
bool is_partly_out(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                   StepContext const& context) {
  return is_waiting(delivery) && count_files(tx, context.billers, delivery).taken > 0;
}

// What a person was to do about the rest of it means nothing once the document itself came back.
void supersede(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
               StepContext const& context) {
  if (delivery.state != "held") return;
  auto const open = ledger::open_deviation_of(tx, delivery.tenant, delivery.id);
  if (!open || open->code != "bank.attachments_missing") return;
  tx.append(
      delivery.tenant, context.actor, context.now,
      ledger::DeviationResolved{open->id, delivery.id, delivery.invoice_id, "superseded", ""});
}

// Why bad news by this code cannot follow, "" when it can.
std::string objection(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                      config::DeviationCode const& code, StepContext const& context) {
  bool const proves_arrival = code.code_class != config::CodeClass::outcome_unknown;
  bool const found_out = delivery.doubtful && !must_wait(delivery) && proves_arrival;
  bool const out = is_out(delivery.state) || found_out || is_partly_out(tx, delivery, context);
  if (!out) {
    return fmt::format("The delivery is {}: nothing can come back.", delivery.state);
  }
  if (context.now - delivery.created > believed_for) return "Bad news is believed for sixty days.";
  return {};
}

// The doubtful delivery, known to have arrived by who speaks of it.
tl::expected<ledger::DeliveryRow, std::string> arrived(ledger::Transaction& tx,
                                                       ledger::DeliveryRow const& delivery,
                                                       News const& news,
                                                       StepContext const& context) {
  News proof;
  proof.evidence = channels::Evidence::handed_over;
  Seen seen;
  seen.trace.native_code = news.native_code;
  auto const heard = hear_good(tx, delivery, proof, seen, context);
  if (!heard) return tl::unexpected{heard.error()};
  return ledger::find_delivery(tx, delivery.tenant, delivery.id).value();
}

}  // namespace

bool must_wait(ledger::DeliveryRow const& delivery) { return delivery.state == "dispatching"; }

tl::expected<bool, std::string> hear(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                                     News const& news, StepContext const& context) {
  Seen seen;
  seen.trace.native_code = news.native_code;
  seen.trace.excerpt = news.excerpt;
  seen.trace.refusals = news.refusals;
  seen.receipt = news.receipt;
  if (news.evidence) return hear_good(tx, delivery, news, seen, context);
  auto const& all = context.codes.all();
  auto const known =
      std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.code == news.code; });
  if (known == all.end()) return Refused{"There is no such code."};
  if (auto const held = held_by_buyer(tx, delivery); held && news.code.starts_with(by_buyer))
    return hear_more(tx, delivery, *held, news, seen, context);
  if (auto why = objection(tx, delivery, *known, context); !why.empty())
    return Refused{std::move(why)};
  supersede(tx, delivery, context);
  auto row = delivery;
  if (row.doubtful) {
    auto certain = arrived(tx, row, news, context);
    if (!certain) return Refused{std::move(certain.error())};
    row = *std::move(certain);
  }
  if (others_have_it(tx, row, news.refusals))
    return apply_step(tx, row, after_note(row), seen, context);
  auto const rules = rules_of(tx, row, channels::Repeat::never, context);
  return apply_step(tx, row, after_feedback(row, news.code, rules, context.now), seen, context);
}

}  // namespace airut::gateway
