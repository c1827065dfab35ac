#include "gateway/http/admission.hpp"

#include <fmt/format.h>

#include "gateway/http/problem.hpp"

namespace airut::gateway::http {

namespace beast = boost::beast;
using beast::http::field;

namespace {

using Refusal = std::optional<Response>;

std::string_view text_of(beast::string_view text) { return {text.data(), text.size()}; }

Response not_allowed(std::string const& allowed) {
  auto response = problem(405, "method-not-allowed", "This address takes " + allowed + ".");
  response.headers.emplace_back("Allow", allowed);
  return response;
}

Response no_key() {
  auto response = problem(401, "unauthorized", "Present a key: Authorization: Bearer <key>.");
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

// Finds the route. Two ways to say how long the body is are one too many: a proxy in front may
// believe the other one.
Refusal find_route(Parser const& parser, Routes const& routes, Admission& admission) {
  auto const& head = parser.get();
  if (head.count(field::content_length) > 0 && head.count(field::transfer_encoding) > 0) {
    return problem(400, "ambiguous-length",
                   "Content-Length and Transfer-Encoding exclude each other.");
  }
  admission.target = parse_target(text_of(head.target()));
  if (!admission.target) {
    return problem(400, "bad-target", "The request target is not a plain path.");
  }
  if (auto const method = method_of(head.method())) {
    admission.found = match(routes, *method, admission.target->path);
  }
  if (admission.found.route != nullptr) return std::nullopt;
  if (!admission.found.allowed.empty()) return not_allowed(admission.found.allowed);
  return problem(404, "not-found", "There is nothing at this address.");
}

Refusal find_principal(Parser const& parser, Keys const& keys, Admission& admission) {
  auto const scope = admission.found.route->scope;
  if (scope.empty()) return std::nullopt;
  admission.principal = keys.find(text_of(parser.get()[field::authorization]));
  if (!admission.principal) return no_key();
  if (admission.principal->may(scope)) return std::nullopt;
  return problem(403, "scope-missing", fmt::format("The key lacks the scope {}.", scope));
}

Refusal check_body(Parser const& parser, Route const& route, config::Limits const& limits) {
  auto const most = body_limit(route, limits);
  if (auto const length = parser.content_length(); length && *length > most) {
    return problem(413, "too-large", fmt::format("The body may have {} bytes.", most));
  }
  auto const encoding = parser.get()[field::content_encoding];
  if (encoding.empty() || encoding == "identity") return std::nullopt;
  return problem(415, "encoding-unsupported", "Send the body without Content-Encoding.");
}

Refusal check_idempotency_key(Parser const& parser, Route const& route) {
  auto const key = parser.get()["Idempotency-Key"];
  if (route.idempotency_key && key.empty()) {
    return problem(400, "idempotency-key-missing", "Send an Idempotency-Key of your own choice.");
  }
  if (key.size() <= 200) return std::nullopt;
  return problem(400, "idempotency-key-too-long", "An Idempotency-Key has at most 200 bytes.");
}

}  // namespace

std::optional<Method> method_of(beast::http::verb verb) {
  switch (verb) {
    case beast::http::verb::get:
    case beast::http::verb::head:
      return Method::get;
    case beast::http::verb::post:
      return Method::post;
    case beast::http::verb::put:
      return Method::put;
    case beast::http::verb::patch:
      return Method::patch;
    case beast::http::verb::delete_:
      return Method::delete_;
    default:
      return std::nullopt;
  }
}

std::uint64_t body_limit(Route const& route, config::Limits const& limits) {
  switch (route.body) {
    case Body::none:
      return 0;
    case Body::json:
      return limits.json_body_bytes;
    case Body::document:
      return limits.file_body_bytes;
  }
  return 0;
}

Admission admit(Parser const& parser, Routes const& routes, Keys const& keys,
                config::Limits const& limits) {
  Admission admission;
  auto& refusal = admission.refusal;
  refusal = find_route(parser, routes, admission);
  if (!refusal) refusal = find_principal(parser, keys, admission);
  if (!refusal) refusal = check_body(parser, *admission.found.route, limits);
  if (!refusal) refusal = check_idempotency_key(parser, *admission.found.route);
  return admission;
}

}  // namespace airut::gateway::http
