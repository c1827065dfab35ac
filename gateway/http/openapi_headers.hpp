#pragma once

#include "formats/json/writer.hpp"
#include "gateway/http/route.hpp"

// What the OpenAPI document says of headers, and of the answers that go with them.
namespace airut::gateway::http {

// References to header parameters besides those that a route needs.
void write_optional_headers(json::Writer& out, Route const& route);
// The member headers of the good answer, where it has any.
void write_answer_headers(json::Writer& out, Route const& route);
// Good answers besides the usual one: of a dry run, of a first PUT, of what did not change.
void write_other_answers(json::Writer& out, Route const& route);

// Members of components/parameters, and the whole of components/headers.
void write_optional_parameters(json::Writer& out);
void write_shared_headers(json::Writer& out);

}  // namespace airut::gateway::http
