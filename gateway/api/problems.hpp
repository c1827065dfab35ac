#pragma once

#include <string>
#include <string_view>

#include "formats/json/writer.hpp"
#include "formats/model/finding.hpp"

namespace airut::gateway {

// The problem type URL of RFC 9457 for one of our codes.
std::string problem_type(std::string_view code);

// An array of findings in the API's shape.
void write_findings(json::Writer& out, model::Findings const& findings);

}  // namespace airut::gateway
