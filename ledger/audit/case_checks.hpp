#pragma once

#include <vector>

#include "ledger/audit/checks.hpp"

namespace airut::ledger::audit {

// What a step of collection breaks: the way from state to state, the sums of order and closing, the
// days of the threat to publish. By a table of its own.
std::vector<Breach> case_breaches(Claims const& claims, CollectionMoved const& fact,
                                  config::Law const& law);

// Interest that was fixed without a letter: of days that are not charged yet, at the rates of those
// days.
std::vector<Breach> fixed_interest_breaches(Claims const& claims, ReceivableAdjusted const& fact,
                                            config::Law const& law);

// Whether a promise ended as the payments say.
std::vector<Breach> promise_breaches(Claims const& claims, PromiseEnded const& fact);

}  // namespace airut::ledger::audit
