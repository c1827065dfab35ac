#pragma once

#include "config/feedback_tables.hpp"
#include "gateway/api/house.hpp"

namespace airut::gateway {

// POST /v1/channels/{name}/files: what a bank or operator left, or brings himself, about documents
// that went through the channel. The same file twice is taken once. The tables live as long as the
// routes.
void add_feedback_routes(api::House& house, config::FeedbackTables const& tables,
                         http::Routes& routes);

}  // namespace airut::gateway
