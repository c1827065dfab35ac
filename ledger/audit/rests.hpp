#pragma once

#include <string>
#include <vector>

#include "config/law.hpp"
#include "ledger/audit/claims.hpp"

// What rests make of plans and promises, reckoned day by day.
namespace airut::ledger::audit {

bool rested_on(Claims const& claims, Claim const& claim, model::Date day);
// Whether a claim of the plan that still owed something rested.
bool rested_on(Claims const& claims, Planned const& plan, model::Date day);

// The last day of the promise as it stands on the day.
model::Date promised_day(Claims const& claims, Claim const& claim, Promised const& promise,
                         model::Date day);

// The instalments' days as they stand on the day, each with the law's time to pay after a rest.
config::Found<std::vector<model::Date>> instalment_days(Claims const& claims, Planned const& plan,
                                                        LetterDecided const& letter,
                                                        config::Law const& law);

}  // namespace airut::ledger::audit
