#pragma once

#include "gateway/http/message.hpp"
#include "gateway/intake/prepare.hpp"

namespace airut::gateway::api {

// The document of a request: its body, or the parts `file`, `metadata` and `attachments` of a
// multipart/form-data one. Takes the body out of the request. Throws http::Answer: 400 for a body
// that is no multipart, 413 and 422 for attachments that are too large or too many.
Upload upload_of(http::Request& request);

// Puts the part `file` of a multipart/form-data body in the body's place.
void take_file_out(http::Request& request);

}  // namespace airut::gateway::api
