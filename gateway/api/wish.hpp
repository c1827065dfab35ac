#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"

namespace airut::gateway::api {

// The texts of a small JSON object in a request's body; absent ones are "", an empty body is an
// empty object. Throws http::Answer(422) with every finding for anything else.
std::map<std::string, std::string, std::less<>> read_wish(
    http::Request const& request, std::initializer_list<std::string_view> members);

}  // namespace airut::gateway::api
