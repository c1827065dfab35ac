#pragma once

#include <string_view>
#include <vector>

#include "config/law.hpp"
#include "ledger/store/plans.hpp"
#include "ledger/store/receivables.hpp"

// On which days the instalments of a plan are due by now.
namespace airut::gateway {

using PlanRows = std::vector<ledger::ReceivableRow>;

// The claims of a plan as they stand, in the order in which they are paid.
PlanRows rows_of_plan(ledger::Snapshot& view, std::string_view tenant, ledger::PlanRow const& plan);

// The instalments on the days to which rests of the plan's claims had moved them by a day, or by
// the plan's end, with the law's time to pay after each rest. country: of the client's seat. The
// error: a row of the law is missing.
config::Found<std::vector<ledger::PlanInstalment>> instalments_after_rests(
    ledger::Snapshot& view, config::Law const& law, ledger::PlanRow const& plan,
    PlanRows const& rows, std::string_view country, model::Date as_of);

// The plan with those days, or with those that were agreed where a row of the law is missing.
ledger::PlanRow with_moved_days(ledger::Snapshot& view, config::Law const& law,
                                ledger::PlanRow plan, std::string_view tenant,
                                std::string_view country, model::Date as_of);

}  // namespace airut::gateway
