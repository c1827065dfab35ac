#include "gateway/follow/look.hpp"

#include <algorithm>

#include "gateway/deviations/hear.hpp"
#include "gateway/dispatch/pair.hpp"
#include "gateway/dispatch/seal.hpp"
#include "gateway/follow/follower.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

using std::chrono::seconds;

constexpr seconds shortest{5}, longest{12 * 3600};

bool is_out(ledger::DeliveryRow const& delivery) {
  return delivery.state == "sent" || delivery.state == "delivered";
}

// Nothing of it is open, and not because it was paid or never asked for.
bool is_credited_wholly(ledger::ReceivableRow const& item) {
  return item.principal.is_zero() && item.credited.minor() > 0 && item.credited == item.original;
}

// The delivery as it stands in the transaction, if it is still out.
std::optional<ledger::DeliveryRow> still_out(ledger::Transaction& tx,
                                             ledger::DeliveryRow const& seen) {
  auto now = ledger::find_delivery(tx, seen.tenant, seen.id);
  if (!now || !is_out(*now)) return std::nullopt;
  return now;
}

Seen seen_in(channels::Trace const& trace) {
  Seen seen;
  seen.trace = trace;
  return seen;
}

// Whether it was noted before: the same again says nothing new. What takes a delivery back does, of
// one that went out again after that.
bool was_noted(ledger::DeliveryRow const& delivery, std::string_view code,
               config::Codes const& codes) {
  auto const& known = codes.find(code);
  bool const only_noted =
      known.action == "note" || known.code_class == config::CodeClass::transient;
  return delivery.last_code == code && only_noted;
}

bool note_once(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
               channels::Trace const& trace, StepContext const& context) {
  if (trace.code.empty() || was_noted(delivery, trace.code, context.codes)) return false;
  auto const rules = rules_of(tx, delivery, channels::Repeat::never, context);
  return apply_step(tx, delivery, after_feedback(delivery, trace.code, rules, context.now),
                    seen_in(trace), context);
}

}  // namespace

seconds follow_delay(seconds age, std::string_view delivery_id) {
  return spread(std::clamp(age / 4, shortest, longest), delivery_id);
}

std::string withdrawal_reason(ledger::Snapshot& view, ledger::DeliveryRow const& delivery,
                              config::Codes const& codes) {
  auto const invoice = ledger::find_invoice(view, delivery.tenant, delivery.invoice_id);
  if (!invoice) return {};
  if (invoice->status == "cancelled") return "invoice_cancelled";
  auto const item = invoice->receivable_id.empty()
                        ? std::nullopt
                        : ledger::find_receivable(view, delivery.tenant, invoice->receivable_id);
  if (item && is_credited_wholly(*item)) return "invoice_credited";
  bool const alone = pair_action(view, delivery, codes) == config::PairAction::present_anew;
  return alone ? "claim_refused" : "";
}

std::optional<Followed> find_followed(ledger::Snapshot& view, std::string_view tenant,
                                      std::string_view delivery_id, config::Codes const& codes,
                                      model::Instant now) {
  auto row = ledger::find_delivery(view, tenant, delivery_id);
  if (!row || !is_out(*row) || row->payload_digest.empty()) return std::nullopt;
  if (now - row->created > believed_for) return std::nullopt;
  auto parcel = sealed_parcel(view, *row);
  auto reason = withdrawal_reason(view, *row, codes);
  return Followed{*std::move(row), std::move(parcel), std::move(reason)};
}

bool take_sighting(ledger::Transaction& tx, ledger::DeliveryRow const& seen,
                   channels::Sighting const& sighting, StepContext const& context) {
  auto const row = still_out(tx, seen);
  if (!row) return false;
  auto const& trace = sighting.trace;
  bool const tells = !trace.code.empty() && !was_noted(*row, trace.code, context.codes);
  if (!sighting.evidence && !tells) return false;
  News news;
  news.evidence = sighting.evidence;
  if (!news.evidence) news.code = trace.code;
  news.native_code = trace.native_code;
  news.excerpt = trace.excerpt;
  return hear(tx, *row, news, context).value_or(false);
}

bool take_withdrawal(ledger::Transaction& tx, Followed const& followed,
                     channels::WithdrawalAnswer const& answer, StepContext const& context) {
  using channels::Withdrawal;
  auto const row = still_out(tx, followed.delivery);
  if (!row || answer.what == Withdrawal::no_answer) return false;
  if (answer.what != Withdrawal::done) return note_once(tx, *row, answer.trace, context);
  if (followed.withdraw_for == "claim_refused") {
    return present_anew(tx, *row, seen_in(answer.trace), context);
  }
  Step step;
  step.to = "cancelled";
  step.event = followed.withdraw_for;
  step.evidence = row->evidence;
  step.handler = "nobody";
  return apply_step(tx, *row, step, seen_in(answer.trace), context);
}

}  // namespace airut::gateway
