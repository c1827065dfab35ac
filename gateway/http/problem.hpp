#pragma once

#include <string>
#include <string_view>

#include "formats/json/writer.hpp"
#include "formats/model/finding.hpp"
#include "gateway/http/message.hpp"

namespace airut::gateway::http {

// application/problem+json (RFC 9457) without type and title, which problem_document() puts before
// the rest. retryable says that the same request may succeed later.
Response problem(int status, std::string_view code, std::string_view detail,
                 bool retryable = false);

// 422 with every finding, said in the reader's language.
Response invalid(model::Findings const& findings, std::string_view language);

// Where the reader stands: language fi, sv, nb or en; base before "/problems/<code>"; the request's
// id, "" for a document that is kept.
struct Reader {
  std::string_view language = "en", base, request_id;
};

// The whole problem document of a response whose problem_code is set. For a reader of another
// language than English the detail says what to do, and detail_en what problem() was told.
std::string problem_document(std::string_view code, std::string_view body, Reader const& reader);

// The title of a problem in the language; the code itself when it is none of ours.
std::string_view problem_title(std::string_view code, std::string_view language);

// The page behind a problem's type URI: its title in every language. nullopt-like: "" for a code
// that is none.
std::string problem_page(std::string_view code, std::string_view language);

// An array of findings; detail is said in the language.
void write_findings(json::Writer& out, model::Findings const& findings,
                    std::string_view language = "en");

}  // namespace airut::gateway::http
