#include "gateway/http/admission.hpp"

#include <boost/beast/core/string.hpp>
#include <fmt/format.h>

#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/trace.hpp"

namespace airut::gateway::http {

namespace beast = boost::beast;
using beast::http::field;

namespace {

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

Response not_allowed(std::string allowed) {
  if (allowed.find("GET") != std::string::npos) allowed += ", HEAD";
  auto response = problem(405, "method-not-allowed", "This address takes " + allowed + ".");
  response.headers.emplace_back("Allow", allowed);
  return response;
}

Response no_key() {
  auto response = problem(401, "unauthorized", "Present a key: Authorization: Bearer <key>.");
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

constexpr std::uint64_t form_bytes_max = 64u << 10;

std::uint64_t body_limit(Route const& route, config::Limits const& limits) {
  switch (route.body) {
    case Body::none:
      return 0;
    case Body::json:
      return limits.json_body_bytes;
    case Body::document:
      return limits.file_body_bytes;
    case Body::form:
      return form_bytes_max;
  }
  return 0;
}

// Framing that two servers in a row might read differently (RFC 9112 section 6.3).
std::optional<Response> judge_framing(Parser::value_type const& head) {
  auto const lengths = head.count(field::content_length);
  auto const encodings = head.count(field::transfer_encoding);
  if (lengths > 0 && encodings > 0)
    return problem(400, "ambiguous-length",
                   "Content-Length and Transfer-Encoding exclude each other.");
  bool const listed = head[field::content_length].find(',') != beast::string_view::npos;
  if (lengths > 1 || encodings > 1 || listed)
    return problem(400, "ambiguous-length", "The length of the body is given more than once.");
  if (encodings > 0 && !beast::iequals(head[field::transfer_encoding], "chunked"))
    return problem(400, "ambiguous-length", "The only Transfer-Encoding taken is chunked.");
  if (encodings > 0 && head.version() < 11)
    return problem(400, "ambiguous-length", "HTTP/1.0 knows no Transfer-Encoding.");
  if (head.version() == 11 && head.count(field::host) != 1)
    return problem(400, "host-missing", "HTTP/1.1 needs one Host header.");
  if (auto const expect = head[field::expect];
      !expect.empty() && !beast::iequals(expect, "100-continue"))
    return problem(417, "expectation-failed", "The only expectation known is 100-continue.");
  return std::nullopt;
}

std::optional<Response> judge_place(Parser::value_type const& head, Routes const& routes,
                                    Admission& admission) {
  admission.target = parse_target(view(head.target()));
  if (!admission.target)
    return problem(400, "bad-target", "The request target is not a plain path.");
  admission.found = match(routes, method_of(head.method()), admission.target->path);
  if (admission.found.route != nullptr) return std::nullopt;
  if (!admission.found.allowed.empty()) return not_allowed(admission.found.allowed);
  return problem(404, "not-found", "There is nothing at this address.");
}

std::optional<Response> judge_rate(Admission& admission) {
  if (!admission.principal->bucket) return std::nullopt;
  auto& bucket = *admission.principal->bucket;
  auto const standing = bucket.take(TokenBucket::Moment::clock::now());
  admission.headers.emplace_back("RateLimit-Policy", fmt::format("\"key\";q={}", bucket.burst()));
  admission.headers.emplace_back("RateLimit", fmt::format("\"key\";r={};t={}", standing.remaining,
                                                          standing.full_after.count()));
  if (standing.allowed) return std::nullopt;
  admission.headers.emplace_back("Retry-After", std::to_string(standing.wait.count()));
  return problem(429, "rate-limited", "This key sends more than it may; wait a moment.", true);
}

std::optional<Response> judge_key(Parser::value_type const& head, Keys const& keys,
                                  Admission& admission) {
  auto const scope = admission.found.route->scope;
  if (scope.empty()) return std::nullopt;
  admission.principal = keys.find(view(head[field::authorization]));
  if (!admission.principal) return no_key();
  if (!admission.principal->may(scope))
    return problem(403, "scope-missing", fmt::format("The key lacks the scope {}.", scope));
  return judge_rate(admission);
}

bool is_json_type(std::string_view type) {
  auto const essence = lower_case(type.substr(0, type.find_first_of("; \t")));
  return essence.empty() || essence == "application/json" || essence.ends_with("+json");
}

// One-click unsubscribing is posted in either form (RFC 8058 section 3.2).
bool is_form_type(std::string_view type) {
  auto const essence = lower_case(type.substr(0, type.find_first_of("; \t")));
  return essence == "application/x-www-form-urlencoded" || essence == "multipart/form-data";
}

std::optional<Response> judge_body(Parser const& parser, Admission const& admission) {
  auto const& head = parser.get();
  auto const& route = *admission.found.route;
  if (auto const length = parser.content_length(); length && *length > admission.body_limit)
    return problem(413, "too-large",
                   fmt::format("The body may have {} bytes.", admission.body_limit));
  if (auto const encoding = head[field::content_encoding];
      !encoding.empty() && !beast::iequals(encoding, "identity"))
    return problem(415, "encoding-unsupported", "Send the body without Content-Encoding.");
  if (route.body == Body::json && !is_json_type(view(head[field::content_type])))
    return problem(415, "media-type-unsupported",
                   "This address takes JSON: Content-Type: application/json.");
  if (route.body == Body::form && !is_form_type(view(head[field::content_type])))
    return problem(415, "media-type-unsupported",
                   "This address takes a form: application/x-www-form-urlencoded.");
  return std::nullopt;
}

std::optional<Response> judge_idempotency(Parser::value_type const& head, Route const& route) {
  auto const key = head["Idempotency-Key"];
  if (route.idempotency_key && key.empty())
    return problem(400, "idempotency-key-missing", "Send an Idempotency-Key of your own choice.");
  if (key.size() > 200)
    return problem(400, "idempotency-key-too-long", "An Idempotency-Key has at most 200 bytes.");
  return std::nullopt;
}

}  // namespace

Admission admit(Parser const& parser, Routes const& routes, Keys const& keys,
                config::Limits const& limits) {
  auto const& head = parser.get();
  Admission admission;
  if (auto trace = next_traceparent(view(head["traceparent"])); !trace.empty())
    admission.headers.emplace_back("traceparent", std::move(trace));
  admission.refusal = judge_framing(head);
  admission.misframed = admission.refusal.has_value();
  if (!admission.refusal) admission.refusal = judge_place(head, routes, admission);
  if (!admission.refusal) admission.refusal = judge_key(head, keys, admission);
  if (!admission.refusal && admission.principal)
    admission.refusal = judge_query(*admission.found.route, *admission.target, *admission.principal,
                                    keys.clients_of(admission.principal->tenant));
  if (admission.refusal) return admission;
  admission.body_limit = body_limit(*admission.found.route, limits);
  admission.refusal = judge_body(parser, admission);
  if (!admission.refusal) admission.refusal = judge_idempotency(head, *admission.found.route);
  return admission;
}

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

}  // namespace airut::gateway::http
