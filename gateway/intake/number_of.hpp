#pragma once

#include <string>
#include <string_view>

namespace airut::gateway {

// The number (BT-1) that stands in a document, in JSON or XML, whatever else is wrong with it; ""
// where none can be read.
std::string number_of(std::string_view document);

}  // namespace airut::gateway
