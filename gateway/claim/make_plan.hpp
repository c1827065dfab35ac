#pragma once

#include <string>

#include "gateway/claim/day_run.hpp"
#include "ledger/receivables/plan.hpp"
#include "ledger/store/plans.hpp"

// Payment plans of the store's items. A plan's letters are LetterDecided facts with its id.
namespace airut::gateway {

// What a plan would be today, to the last cent. Reads only.
tl::expected<ledger::plan::Offer, ledger::plan::Refusal> offer_plan(
    ledger::Snapshot& view, DayContext const& context, ledger::ReceivableRow const& row,
    ledger::plan::Wish const& wish);

// Makes it: the plan's confirmation is decided with its fee and interest and routed. Refused while
// a letter about the claim waits to leave.
struct MadePlan {
  std::string plan_id;
  bool queued = false;
};
tl::expected<MadePlan, ledger::plan::Refusal> make_plan(ledger::Transaction& tx,
                                                        DayContext const& context,
                                                        ledger::ReceivableRow const& row,
                                                        ledger::plan::Wish const& wish);

// How a plan stands by what the bank has told. The error: a row of the law is missing.
config::Found<ledger::plan::Standing> plan_standing(ledger::Snapshot& view,
                                                    DayContext const& context,
                                                    ledger::PlanRow const& plan);

// Ends the plan: the claim is again what it was, and interest that it charged for days to come is
// taken back.
void end_plan(ledger::Transaction& tx, DayContext const& context, ledger::PlanRow const& plan,
              std::string_view outcome, std::string_view reason);

}  // namespace airut::gateway
