#pragma once

#include "gateway/api/house.hpp"

namespace airut::gateway {

// GET /h/{token} and /h/{token}/invoice.pdf: the debtor's own page, by its signed link. Without
// scripts, in the invoice's language. An unknown, revoked or expired link looks the same: not
// found.
void add_portal_routes(api::House& house, http::Routes& routes);

}  // namespace airut::gateway
