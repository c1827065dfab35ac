#pragma once

#include "formats/model/finding.hpp"
#include "formats/xml/document.hpp"

namespace airut::xml {

// A warning "not-carried-over" for each value that no reader asked for, with its path as pointer,
// its line and the value: what the model does not know stays in the original file only, and never
// silently. At most a hundred, then one that says how it goes on.
model::Findings leftovers(Element root);

}  // namespace airut::xml
