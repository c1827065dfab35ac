#pragma once

#include "formats/json/writer.hpp"
#include "ledger/receivables/plan.hpp"
#include "ledger/store/collections.hpp"
#include "ledger/store/messages.hpp"
#include "ledger/store/plans.hpp"
#include "ledger/store/terms.hpp"

// How the rows of a claim's later life look in the API.
namespace airut::gateway::api {

void write_offer(json::Writer& out, ledger::plan::Offer const& offer);
// standing: nullptr when it cannot be told, a row of the law being missing.
void write_plan(json::Writer& out, ledger::PlanRow const& row,
                ledger::plan::Standing const* standing);
void write_promise(json::Writer& out, ledger::PromiseRow const& row);
void write_case(json::Writer& out, ledger::CaseRow const& row);
void write_statement(json::Writer& out, ledger::CaseRow const& row);
void write_message(json::Writer& out, ledger::MessageRow const& row);
void write_customer(json::Writer& out, ledger::CustomerRow const& row, model::Money const& open);

}  // namespace airut::gateway::api
