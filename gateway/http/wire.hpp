#pragma once

#include <optional>
#include <string>

#include <boost/beast/http/message.hpp>

#include "gateway/http/admission.hpp"

// Between Beast's messages and ours.
namespace airut::gateway::http {

// The request that was admitted and read to its end; the parser's message is used up.
Request request_of(Parser& parser, Admission&& admission, std::string const& remote);

using Outgoing = boost::beast::http::response<boost::beast::http::string_body>;

struct Manner {
  unsigned version = 11;
  bool keep_alive = false;
  bool is_tls = false;
};
Outgoing to_beast(Response response, Manner manner);

// What a broken header or body deserves as an answer; nullopt: nobody is there to read it.
std::optional<Response> answer_to(boost::beast::error_code const& error);

std::string new_request_id();

}  // namespace airut::gateway::http
