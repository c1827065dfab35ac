#include "gateway/http/wire.hpp"

#include <chrono>

#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>

#include "formats/model/ids.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::http {

namespace beast = boost::beast;
using beast::http::field;

std::string new_request_id() {
  auto const now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return model::new_id("req", now);
}

Request request_of(Parser& parser, Admission&& admission, std::string const& remote) {
  auto message = parser.release();
  Request request;
  request.method = *method_of(message.method());
  request.path = std::move(admission.target->path);
  request.query = std::move(admission.target->query);
  for (auto const& one : message)
    request.headers.emplace_back(lower_case({one.name_string().data(), one.name_string().size()}),
                                 std::string{one.value()});
  request.path_parameters = std::move(admission.found.parameters);
  request.body = std::move(message.body());
  request.remote = remote;
  request.principal = std::move(admission.principal);
  return request;
}

std::optional<Response> answer_to(beast::error_code const& error) {
  using beast::http::error;
  if (error == error::end_of_stream || error == boost::asio::error::eof ||
      error == boost::asio::error::connection_reset ||
      error == boost::asio::error::operation_aborted || error == error::partial_message)
    return std::nullopt;
  if (error == beast::error::timeout) return std::nullopt;
  if (error == error::header_limit || error == error::buffer_overflow)
    return problem(431, "header-too-large", "The header is too large.");
  if (error == error::body_limit) return problem(413, "too-large", "The body is too large.");
  if (error == error::bad_version)
    return problem(505, "version-unsupported", "Airut speaks HTTP/1.1 and HTTP/1.0.");
  return problem(400, "bad-request", "The request is not HTTP: " + error.message() + ".");
}

Outgoing to_beast(Response response, Manner manner) {
  Outgoing out;
  out.version(manner.version);
  out.result(static_cast<unsigned>(response.status));
  out.set(field::server, "Airut");
  if (!response.content_type.empty()) out.set(field::content_type, response.content_type);
  out.set("X-Content-Type-Options", "nosniff");
  out.set(field::cache_control, "no-store");
  if (manner.is_tls) out.set("Strict-Transport-Security", "max-age=31536000");
  for (auto const& [name, value] : response.headers) out.set(name, value);
  out.body() = std::move(response.body);
  out.keep_alive(manner.keep_alive);
  out.prepare_payload();
  return out;
}

}  // namespace airut::gateway::http
