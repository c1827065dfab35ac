#pragma once

#include <string_view>

namespace airut::gateway::api {

// Asks for one class of deviation codes (config::CodeClass), in the words of a route's parameters.
inline constexpr std::string_view class_parameter =
    "class=transient|outcome_unknown|permanent|address|consent|content|funds|capacity|security|"
    "internal";

}  // namespace airut::gateway::api
