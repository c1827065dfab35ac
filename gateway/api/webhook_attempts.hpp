#pragma once

#include <optional>

#include "gateway/api/house.hpp"
#include "ledger/store/links.hpp"

namespace airut::gateway::api {

// What was tried at a webhook endpoint, and a try at once.
// The endpoint that the path names. Throws http::Answer(403) for a key of some clients only.
std::optional<ledger::EndpointRow> asked_endpoint(ledger::Snapshot& view,
                                                  http::Request const& request);

void add_webhook_attempt_routes(House& house, http::Routes& routes);

}  // namespace airut::gateway::api
