#pragma once

#include "gateway/api/house.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "gateway/claim/day_run.hpp"
#include "gateway/dispatch/apply.hpp"

// What the steps of deliveries and claims are written with: who asks for them, and when.
namespace airut::gateway::api {

// Lives no longer than the request.
StepContext step_context(House& house, http::Request const& request);
ClaimContext claim_context(House& house, http::Request const& request);
// Today in the tenant's country.
DayContext day_context(House& house, http::Request const& request);

}  // namespace airut::gateway::api
