#pragma once

#include "gateway/claim/day_run.hpp"
#include "ledger/store/collections.hpp"

namespace airut::gateway {

// Queues a notice for each thing that happened to the claim since the case's order was sealed, that
// the agency did not tell itself and was not told yet: money that the biller took in, credits,
// pauses, another due date, a recall. A partner who takes no JSON is told by a person (a deviation,
// collection.tell_by_hand). Does nothing before the order left.
void tell_agency(ledger::Transaction& tx, DayContext const& context, ledger::CaseRow const& row);

}  // namespace airut::gateway
