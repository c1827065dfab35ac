#include "gateway/http/wire.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>

#include "formats/model/ids.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

std::string new_request_id() {
  auto const now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return model::new_id("req", now);
}

Request request_of(Parser& parser, Admission admission, std::string const& remote) {
  auto message = parser.release();
  Request request;
  request.method = *method_of(message.method());
  request.path = std::move(admission.target->path);
  request.query = std::move(admission.target->query);
  for (auto const& field : message)
    request.headers.emplace_back(
        lower_case({field.name_string().data(), field.name_string().size()}),
        std::string{field.value()});
  request.path_parameters = std::move(admission.found.parameters);
  request.body = std::move(message.body());
  request.remote = remote;
  request.request_id = new_request_id();
  request.language = preferred_language(request.header("accept-language"));
  request.principal = std::move(admission.principal);
  return request;
}

beast::http::response<beast::http::string_body> to_beast(Response response, unsigned version,
                                                         bool keep_alive, bool is_tls) {
  beast::http::response<beast::http::string_body> out;
  out.version(version);
  out.result(static_cast<unsigned>(response.status));
  out.set(beast::http::field::server, "Airut");
  out.set(beast::http::field::content_type, response.content_type);
  out.set("X-Content-Type-Options", "nosniff");
  out.set(beast::http::field::cache_control, "no-store");
  if (is_tls) out.set("Strict-Transport-Security", "max-age=31536000");
  for (auto const& [name, value] : response.headers) out.set(name, value);
  out.body() = std::move(response.body);
  out.keep_alive(keep_alive);
  out.prepare_payload();
  return out;
}

std::optional<Response> answer_to(beast::error_code const& error) {
  using beast::http::error;
  if (error == error::end_of_stream || error == asio::error::eof ||
      error == asio::error::connection_reset || error == asio::error::operation_aborted ||
      error == error::partial_message)
    return std::nullopt;
  if (error == beast::error::timeout) return std::nullopt;
  if (error == error::header_limit)
    return problem(431, "header-too-large", "The header is too large.");
  if (error == error::body_limit) return problem(413, "too-large", "The body is too large.");
  return problem(400, "bad-request", "The request is not HTTP: " + error.message() + ".");
}

}  // namespace airut::gateway::http
