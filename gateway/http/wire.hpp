#pragma once

#include <optional>
#include <string>

#include <boost/beast/http/message.hpp>

#include "gateway/http/admission.hpp"

// Between what stands on the wire and our messages.
namespace airut::gateway::http {

// The request that was admitted and read to its end; the parser's message is used up.
Request request_of(Parser& parser, Admission&& admission, std::string const& remote);

struct Manner {
  unsigned version = 11;
  bool keep_alive = false;
  bool is_tls = false;
};
// The answer's head to its empty line (RFC 9112, 4 and 5), with the body's length and what every
// answer carries unless it says so itself. Control characters in a value are left out.
std::string head_text(Response const& response, Manner manner);

// What a broken header or body deserves as an answer; nullopt: nobody is there to read it.
std::optional<Response> answer_to(boost::beast::error_code const& error);

std::string new_request_id();

}  // namespace airut::gateway::http
