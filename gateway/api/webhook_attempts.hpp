#pragma once

#include "gateway/api/house.hpp"

namespace airut::gateway::api {

// What was tried at a webhook endpoint, and a try at once.
void add_webhook_attempt_routes(House& house, http::Routes& routes);

}  // namespace airut::gateway::api
