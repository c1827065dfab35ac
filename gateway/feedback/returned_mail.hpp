#pragma once

#include "config/feedback_tables.hpp"
#include "gateway/api/house.hpp"

namespace airut::gateway {

// POST /v1/returned-mail: a letter that the post brought back, by its id or by the number or
// reference of its invoice, and why. The delivery learns it as from a file of the profile
// returned-csv. The tables live as long as the routes.
void add_returned_mail_routes(api::House& house, config::FeedbackTables const& tables,
                              http::Routes& routes);

}  // namespace airut::gateway
