#pragma once

#include <functional>
#include <string_view>

#include "gateway/http/route.hpp"

// Routes about the process itself, open to all.
namespace airut::gateway {

http::Route public_route(std::string_view pattern, std::string_view summary, std::string_view media,
                         std::function<http::Response()> answer);
http::Route health_route();
// What the code of a problem means, as a page: where the "type" of a problem leads.
http::Route problem_route();

}  // namespace airut::gateway
