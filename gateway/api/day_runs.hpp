#pragma once

#include "gateway/api/house.hpp"
#include "gateway/http/route.hpp"

namespace airut::gateway::api {

// POST /v1/day-runs. A run is many transactions, each of which does nothing twice; its answer is
// kept for its Idempotency-Key when it has ended, without the decisions where they are long.
http::Route day_run_route(House& house);

}  // namespace airut::gateway::api
