#include "gateway/avtalegiro/change_claims.hpp"

#include <optional>

#include <fmt/format.h>

#include "gateway/avtalegiro/tell.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/claim/rests.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/plans.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

// The claim's delivery, as long as it is the one that counts.
std::optional<ledger::DeliveryRow> delivery_out(ledger::Transaction& tx,
                                                ClearingContext const& context,
                                                ledger::DebitClaimRow const& claim) {
  auto delivery = ledger::find_delivery(tx, context.tenant, claim.id);
  bool const out = delivery && (delivery->state == "sent" || delivery->state == "delivered");
  return out ? std::move(delivery) : std::nullopt;
}

bool is_stopped(ledger::Transaction& tx, ledger::ReceivableRow const& item, model::Date today) {
  return item.stage == "in_collection" || is_resting(tx, item, today) ||
         ledger::has_plan_in_force(tx, item);
}

bool claim_rest(ledger::Transaction& tx, ClearingContext const& context,
                ledger::DebitClaimRow const& claim) {
  auto const delivery = delivery_out(tx, context, claim);
  auto const invoice = ledger::find_invoice(tx, context.tenant, claim.invoice_id);
  if (!delivery || !invoice || invoice->status == "cancelled") return false;
  auto const item = ledger::find_receivable(tx, context.tenant, invoice->receivable_id);
  if (!item || item->principal.minor() <= 0 || item->principal == claim.amount) return false;
  if (!is_stopped(tx, *item, civil_day("NO", context.now)))
    return claim_anew(tx, *delivery, context.step());
  // About no invoice: an open deviation about one would stop its reminders.
  open_trouble(tx, context,
               {"avtalegiro.rest_not_claimed", claim.id,
                fmt::format("{} KID {}: {}", invoice->number, claim.kid, item->principal.text()),
                claim.client, ""});
  return false;
}

}  // namespace

bool lose_mandate(ledger::Transaction& tx, ClearingContext const& context,
                  ledger::DebitClaimRow const& claim) {
  if (claim.due <= civil_day("NO", context.now)) return false;
  auto const delivery = delivery_out(tx, context, claim);
  if (!delivery) return false;
  auto const step_context = context.step();
  auto const rules = rules_of(tx, *delivery, channels::Repeat::never, step_context);
  auto const step = after_feedback(*delivery, "avtalegiro.mandate_missing", rules, context.now);
  return apply_step(tx, *delivery, step, {}, step_context);
}

bool claim_rests(ledger::Transaction& tx, ClearingContext const& context,
                 std::string_view transmission_id) {
  bool queued = false;
  for (auto const& claim : ledger::withdrawn_by(tx, context.tenant, transmission_id))
    queued |= claim_rest(tx, context, claim);
  return queued;
}

}  // namespace airut::gateway
