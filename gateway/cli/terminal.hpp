#pragma once

#include <string>
#include <string_view>

namespace airut::gateway::cli {

// UTF-8 as a terminal may be given it: what others wrote (a debtor's message, an endpoint's answer)
// must not steer it. Line breaks and tabs become blanks, other control characters U+FFFD.
std::string for_terminal(std::string_view text);

}  // namespace airut::gateway::cli
