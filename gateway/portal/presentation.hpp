#pragma once

#include "gateway/api/house.hpp"

namespace airut::gateway {

// The document as eFaktura and Vipps show it. Each delivery has an address of its own, signed by us
// and valid for the channel's presentation_days: GET /p/{token} leads to the invoice's page, GET
// /p/{token}/invoice.pdf gives the PDF. Where the channel has a jwk_url, every request needs a
// fresh token of theirs besides (?token=), which opens once. The first view is evidence that the
// delivery arrived.
void add_presentation_routes(api::House& house, http::Routes& routes);

}  // namespace airut::gateway
