#pragma once

#include <string>
#include <string_view>

namespace airut::gateway::http {

// The answer to a traceparent header (W3C Trace Context, section 3.2): the caller's trace with a
// span of our own. "" when the header is none.
std::string next_traceparent(std::string_view traceparent);

}  // namespace airut::gateway::http
