#pragma once

#include <vector>

#include "ledger/audit/checks.hpp"

namespace airut::ledger::audit {

// What a plan's letter breaks: a confirmation without ground or with too high costs, a reminder of
// an instalment that was not missed, an end that was not due.
std::vector<Breach> plan_breaches(Claims const& claims, Claim const& claim,
                                  LetterDecided const& letter, config::Law const& law);

// What the plan itself breaks, by its confirmation, which stands before it in the journal: the
// instalments sum to all that is open, and their interest is what the falling principal earns.
std::vector<Breach> plan_breaches(Claim const& claim, PlanMade const& plan, config::Law const& law);

}  // namespace airut::ledger::audit
