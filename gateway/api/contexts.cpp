#include "gateway/api/contexts.hpp"

#include "gateway/claim/civil_day.hpp"

namespace airut::gateway::api {

StepContext step_context(House& house, http::Request const& request) {
  return {house.billers, house.codes, request.principal->key_id, house.clock.now(), &house.law};
}

ClaimContext claim_context(House& house, http::Request const& request) {
  return {house.billers, house.law, request.principal->tenant, request.principal->key_id,
          house.clock.now()};
}

DayContext day_context(House& house, http::Request const& request) {
  auto const& tenant = request.principal->tenant;
  auto const* home = house.billers.tenant(tenant);
  auto const now = house.clock.now();
  return {house.billers,
          house.codes,
          house.law,
          tenant,
          request.principal->key_id,
          civil_day(home != nullptr ? home->country : std::string{}, now),
          now};
}

}  // namespace airut::gateway::api
