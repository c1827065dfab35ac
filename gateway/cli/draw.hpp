#pragma once

#include <string>

#include "formats/model/invoice.hpp"
#include "formats/model/result.hpp"
#include "gateway/cli/commands.hpp"

namespace airut::gateway::cli {

// The completed invoice as PDF, by a shipped template or a designer's file; without daemon or
// configuration. Problem: bad template (every complaint, a line each), missing fonts or letters.
model::Result<std::string> draw(model::Invoice const& invoice, Conversion const& conversion);

}  // namespace airut::gateway::cli
