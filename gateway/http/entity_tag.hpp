#pragma once

#include <string_view>

namespace airut::gateway::http {

// Whether a list of entity tags, or "*", names the one that stands (RFC 9110 sections 13.1.1 and
// 13.1.2). tag is strong, with its quotes.
bool if_match_names(std::string_view header, std::string_view tag);       // strongly
bool if_none_match_names(std::string_view header, std::string_view tag);  // weakly

}  // namespace airut::gateway::http
