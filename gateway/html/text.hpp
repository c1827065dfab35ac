#pragma once

#include <string>
#include <string_view>

namespace airut::gateway::html {

// Text (UTF-8) as it stands in an element or in a quoted attribute: nothing in it is markup
// (HTML Standard, 13.1.1 and 13.1.2.3).
std::string text(std::string_view plain);

// The same, with a line break for every newline: for running text.
std::string lines(std::string_view plain);

}  // namespace airut::gateway::html
