#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/api/house.hpp"
#include "gateway/feedback/take_in.hpp"

namespace airut::gateway {

// Takes in what a caller of the API brought, in a commit of its own, and wakes the dispatcher where
// a delivery waits now. Throws http::Unavailable while a delivery that it speaks of is under way.
boost::asio::awaitable<TakenFile> bring_in(api::House& house, config::FeedbackTables const& tables,
                                           NetworkFile file, std::string actor);

}  // namespace airut::gateway
