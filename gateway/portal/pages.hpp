#pragma once

#include "gateway/api/house.hpp"

namespace airut::gateway {

// The debtor's own page. GET /h/{token} exchanges the signed link for a cookie and leads to GET /h,
// which shows the invoice, and GET /h/file/invoice.pdf: without scripts, in the invoice's language.
// A link that has expired or was revoked says so in that language (410); one that this gateway
// never signed is not found.
void add_portal_routes(api::House& house, http::Routes& routes);

}  // namespace airut::gateway
