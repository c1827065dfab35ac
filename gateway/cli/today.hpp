#pragma once

#include <string>

namespace airut::gateway::cli {

// The day by the machine's clock in UTC, YYYY-MM-DD.
std::string today();

}  // namespace airut::gateway::cli
