#pragma once

#include "gateway/http/message.hpp"

namespace airut::gateway::api {

// How many rows a list gives. Throws http::Answer(400) for what is no number of 1-200.
int limit_of(http::Request const& request);

}  // namespace airut::gateway::api
