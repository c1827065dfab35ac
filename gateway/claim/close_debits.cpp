#include "gateway/claim/close_debits.hpp"

#include <set>
#include <string>

#include "ledger/store/debits.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/deviations.hpp"

namespace airut::gateway {
namespace {

bool lies_at_the_clearing_house(std::string_view state) {
  return state == "sent" || state == "unpaid" || state == "late" || state == "withdrawing" ||
         state == "withdrawn";
}

void raise_evidence(ledger::Transaction& tx, ClaimContext const& context,
                    ledger::DebitClaimRow const& claim) {
  auto const delivery = ledger::find_delivery(tx, context.tenant, claim.id);
  if (!delivery || (delivery->state != "sent" && delivery->state != "delivered")) return;
  ledger::DeliveryChanged fact;
  fact.delivery_id = delivery->id;
  fact.invoice_id = delivery->invoice_id;
  fact.from = delivery->state;
  fact.to = "delivered";
  fact.event = "positive_feedback";
  fact.evidence = "acknowledged_by_buyer";
  fact.handler = "nobody";
  tx.append(context.tenant, context.actor, context.now, fact);
}

// It was told that the money was not seen.
void close_deviation(ledger::Transaction& tx, ClaimContext const& context,
                     ledger::DebitClaimRow const& claim) {
  ledger::DeviationFilter filter;
  filter.group_key = "avtalegiro.not_seen_paid|" + claim.channel + "|" + claim.id;
  for (auto const& open : ledger::list_deviations(tx, context.tenant, filter, {10, ""}).rows) {
    tx.append(context.tenant, context.actor, context.now,
              ledger::DeviationResolved{open.id, "", open.invoice_id, "paid", ""});
  }
}

}  // namespace

void close_debits(ledger::Transaction& tx, ClaimContext const& context,
                  std::vector<ledger::AllocatedPart> const& parts) {
  std::set<std::string> invoices;
  for (auto const& part : parts) invoices.insert(part.invoice_id);
  for (auto const& invoice : invoices) {
    auto const claims = ledger::claims_of_invoice(tx, context.tenant, invoice);
    for (auto const& claim : claims) {
      if (!lies_at_the_clearing_house(claim.state)) continue;
      bool const replaced = claim.state == "withdrawn" && claim.id != claims.back().id;
      if (replaced) continue;
      tx.append(context.tenant, context.actor, context.now,
                ledger::DebitClaimChanged{claim.id, claim.invoice_id, "paid", "by-mandate"});
      raise_evidence(tx, context, claim);
      if (claim.state == "unpaid") close_deviation(tx, context, claim);
    }
  }
}

}  // namespace airut::gateway
