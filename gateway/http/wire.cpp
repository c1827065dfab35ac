#include "gateway/http/wire.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>

#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::http {

namespace beast = boost::beast;

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

namespace {

void add_field(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ");
  for (char const c : value)
    if (static_cast<unsigned char>(c) >= ' ' && c != 0x7f) head += c;
  head += "\r\n";
}

bool says(Response const& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](auto const& one) { return beast::iequals(one.first, name); });
}

void add_default(std::string& head, Response const& response, std::string_view name,
                 std::string_view value) {
  if (!says(response, name)) add_field(head, name, value);
}

bool has_length(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

std::string head_text(Response const& response, Manner manner) {
  auto const reason =
      beast::http::obsolete_reason(static_cast<beast::http::status>(response.status));
  auto head = fmt::format("HTTP/1.{} {} {}\r\nServer: Airut\r\n", manner.version % 10,
                          response.status, std::string_view{reason.data(), reason.size()});
  if (!response.content_type.empty())
    add_default(head, response, "Content-Type", response.content_type);
  add_default(head, response, "X-Content-Type-Options", "nosniff");
  add_default(head, response, "Cache-Control", "no-store");
  if (manner.is_tls) add_default(head, response, "Strict-Transport-Security", "max-age=31536000");
  for (auto const& [name, value] : response.headers) add_field(head, name, value);
  bool const is_old = manner.version < 11;
  if (is_old && manner.keep_alive) add_field(head, "Connection", "keep-alive");
  if (!is_old && !manner.keep_alive) add_field(head, "Connection", "close");
  if (has_length(response.status))
    add_field(head, "Content-Length", std::to_string(response.body.size()));
  head += "\r\n";
  return head;
}

}  // namespace airut::gateway::http
