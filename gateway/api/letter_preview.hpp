#pragma once

#include "formats/json/writer.hpp"
#include "gateway/api/house.hpp"
#include "gateway/intake/prepare.hpp"
#include "gateway/route/router.hpp"

namespace airut::gateway::api {

// Where the route knows paper: the member "letter" with its pages and sheets, what it costs by the
// printer's price list, and when it would be posted. What no row tells is said in words.
void write_letter_preview(json::Writer& out, House& house, Prepared const& prepared,
                          RouteDecision const& decision);

}  // namespace airut::gateway::api
