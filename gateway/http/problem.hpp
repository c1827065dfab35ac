#pragma once

#include <string>
#include <string_view>

#include "formats/json/writer.hpp"
#include "formats/model/finding.hpp"
#include "gateway/http/message.hpp"

namespace airut::gateway::http {

// The type URI of RFC 9457 for one of our codes.
std::string problem_type(std::string_view code);

// application/problem+json. retryable says that the same request may succeed later.
Response problem(int status, std::string_view code, std::string_view detail,
                 bool retryable = false);

// 422 with every finding, in the reader's language.
Response invalid(model::Findings const& findings, std::string_view language);

// An array of findings; detail is said in the language.
void write_findings(json::Writer& out, model::Findings const& findings,
                    std::string_view language = "en");

}  // namespace airut::gateway::http
