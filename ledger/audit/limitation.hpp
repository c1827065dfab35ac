#pragma once

#include "config/law.hpp"
#include "ledger/audit/claims.hpp"

namespace airut::ledger::audit {

// The last day on which the claim could be demanded by what the journal knows: of courts and
// judgments it knows nothing.
model::Date limitation_end(Claim const& claim, config::ReminderLaw const& rules);

}  // namespace airut::ledger::audit
