#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace airut::gateway::http {

// The strong tag of what changes its version with every change.
std::string version_tag(std::int64_t version);

// Whether a list of entity tags, or "*", names the one that stands (RFC 9110 sections 13.1.1 and
// 13.1.2). tag is strong, with its quotes.
bool if_match_names(std::string_view header, std::string_view tag);       // strongly
bool if_none_match_names(std::string_view header, std::string_view tag);  // weakly

}  // namespace airut::gateway::http
