#include "gateway/claim/adjust.hpp"

#include "formats/model/ids.hpp"
#include "gateway/claim/credit.hpp"

namespace airut::gateway {

ledger::ReceivableAdjusted all_open(ledger::ReceivableRow const& row, std::string kind,
                                    std::string reason, model::Instant now) {
  ledger::ReceivableAdjusted fact;
  fact.adjustment_id = model::new_id("adj", now);
  fact.receivable_id = row.id;
  fact.invoice_id = row.invoice_id;
  fact.kind = std::move(kind);
  fact.reason = std::move(reason);
  auto const add = [&](char const* component, model::Money const& open) {
    if (!open.is_zero()) fact.parts.push_back({row.id, row.invoice_id, component, open});
  };
  add("principal", row.principal);
  add("interest", row.interest);
  add("fee", row.fee);
  add("cost", row.cost);
  return fact;
}

void close_cancelled(ledger::Transaction& tx, ClaimContext const& context,
                     std::string_view receivable_id, std::string_view reason) {
  auto const row = ledger::find_receivable(tx, context.tenant, receivable_id);
  if (!row) return;
  auto fact = all_open(*row, "cancelled", std::string{reason}, context.now);
  fact.effective = row->issue_date;
  if (!fact.parts.empty()) tx.append(context.tenant, context.actor, context.now, fact);
  cancel_credit(tx, context, *row);
}

}  // namespace airut::gateway
