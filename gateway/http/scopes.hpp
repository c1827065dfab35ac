#pragma once

#include <array>
#include <string_view>

namespace airut::gateway::http {

// What keys may be for, as the route table asks for it; "*" is all of them.
inline constexpr std::array<std::string_view, 30> scopes{
    "batches:read",     "batches:write",     "channels:read",    "channels:write",
    "collection:read",  "collection:report", "collection:write", "deliveries:read",
    "deliveries:write", "deviations:read",   "deviations:write", "events:read",
    "feedback:write",   "invoices:read",     "invoices:write",   "journal:read",
    "ledger:read",      "ledger:write",      "messages:read",    "messages:write",
    "payments:read",    "payments:write",    "received:read",    "recipients:erase",
    "recipients:read",  "recipients:write",  "reports:read",     "test:write",
    "webhooks:read",    "webhooks:write",
};

}  // namespace airut::gateway::http
