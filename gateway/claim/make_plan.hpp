#pragma once

#include <string>

#include "gateway/claim/day_run.hpp"
#include "gateway/claim/plan_days.hpp"
#include "ledger/receivables/plan.hpp"
#include "ledger/store/plans.hpp"

// Payment plans of the store's items. A plan's letters are LetterDecided facts with its id.
namespace airut::gateway {

// What a plan for these claims of one debtor would be today, to the last cent; they are paid in
// this order. Refused when they are not one debtor's. Reads only.
tl::expected<ledger::plan::Offer, ledger::plan::Refusal> offer_plan(ledger::Snapshot& view,
                                                                    DayContext const& context,
                                                                    PlanRows const& rows,
                                                                    ledger::plan::Wish const& wish);

// The claim with the others of its customer that are due and could be in one plan with it, the
// oldest first; it alone when there are none.
PlanRows claims_for_plan(ledger::Snapshot& view, DayContext const& context,
                         ledger::ReceivableRow const& row);

// Makes it: the plan's confirmations are decided with fee and interest, and leave as one. Refused
// while a letter about one of the claims waits to leave.
struct MadePlan {
  std::string plan_id;
  bool queued = false;
};
tl::expected<MadePlan, ledger::plan::Refusal> make_plan(ledger::Transaction& tx,
                                                        DayContext const& context,
                                                        PlanRows const& rows,
                                                        ledger::plan::Wish const& wish);

// Whether a claim of the plan that still owes something rests today.
bool plan_rests(ledger::Snapshot& view, DayContext const& context, ledger::PlanRow const& plan);

// How a plan stands by what the bank has told; its instalments have the days to which the rests of
// its claims moved them. The error: a row of the law is missing.
config::Found<ledger::plan::Standing> plan_standing(ledger::Snapshot& view,
                                                    DayContext const& context,
                                                    ledger::PlanRow const& plan);

// Ends the plan: the claims are again what they were, and interest that it charged for days to come
// is taken back.
void end_plan(ledger::Transaction& tx, DayContext const& context, ledger::PlanRow const& plan,
              std::string_view outcome, std::string_view reason);

}  // namespace airut::gateway
