#include "gateway/claim/set_terms.hpp"

#include "formats/model/clock_days.hpp"
#include "gateway/claim/corrections.hpp"
#include "gateway/claim/rests.hpp"

namespace airut::gateway {

void set_terms(ledger::Transaction& tx, ClaimContext const& context,
               ledger::CustomerTermsSet const& fact) {
  constexpr int all = 100'000;
  tx.append(context.tenant, context.actor, context.now, fact);
  bool const rests = !fact.stopped.empty() ||
                     is_held(fact.hold_reason, fact.hold_until, model::day_there(context.now));
  if (!rests) return;
  for (auto const& row :
       ledger::open_items_of_customer(tx, context.tenant, fact.client, fact.customer_number, all)) {
    withdraw_waiting(tx, context, row, "paused");
  }
}

}  // namespace airut::gateway
