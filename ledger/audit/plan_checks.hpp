#pragma once

#include <vector>

#include "ledger/audit/checks.hpp"

namespace airut::ledger::audit {

// What a plan's letter breaks: a confirmation without ground or with too high costs, a reminder of
// an instalment that was not missed, an end that was not due.
std::vector<Breach> plan_breaches(Claims const& claims, Claim const& claim,
                                  LetterDecided const& letter, config::Law const& law);

// What the plan itself breaks, by its claims' confirmations, which stand before it in the journal:
// the claims are one debtor's, the instalments sum to all that is open and keep the policy's terms,
// one of the letters alone carries the fee, and their interest is what the falling principals earn.
std::vector<Breach> plan_breaches(Claims const& claims, PlanMade const& plan,
                                  config::Law const& law);

// A plan that ended as completed was paid; a broken one has the letter that says so.
std::vector<Breach> plan_end_breaches(Claims const& claims, PlanEnded const& fact);

}  // namespace airut::ledger::audit
