#include "gateway/claim/hold.hpp"

#include <algorithm>

#include "gateway/claim/corrections.hpp"
#include "gateway/claim/rests.hpp"
#include "ledger/journal/fact.hpp"

namespace airut::gateway {

void hold_item(ledger::Transaction& tx, ClaimContext const& context, std::string_view receivable_id,
               std::string_view reason) {
  auto const row = ledger::find_receivable(tx, context.tenant, receivable_id);
  auto const today = model::day_of(context.now);
  if (!row || is_held(row->hold_reason, row->hold_until, today)) return;
  auto const* client = context.billers.client(context.tenant, row->client);
  bool const owes = !(row->principal + row->interest + row->fee + row->cost).is_zero();
  if (client == nullptr || !owes) return;
  ledger::ReceivablePaused fact;
  fact.receivable_id = row->id;
  fact.invoice_id = row->invoice_id;
  fact.action = "pause";
  fact.reason = reason;
  fact.until = std::max(today, row->due_date) + std::chrono::days{client->proposal_hold_days};
  tx.append(context.tenant, context.actor, context.now, fact);
  withdraw_waiting(tx, context, *row, "paused");
}

void hold_items_of(ledger::Transaction& tx, ClaimContext const& context, std::string_view client,
                   std::string_view customer_number, std::string_view reason) {
  constexpr int all = 1000;
  for (auto const& row :
       ledger::open_items_of_customer(tx, context.tenant, client, customer_number, all))
    hold_item(tx, context, row.id, reason);
}

}  // namespace airut::gateway
