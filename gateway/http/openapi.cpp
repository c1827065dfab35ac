#include <map>
#include <string>

#include <fmt/format.h>

#include "formats/json/writer.hpp"
#include "gateway/http/openapi_headers.hpp"
#include "gateway/http/openapi_reference.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/route.hpp"

namespace airut::gateway::http {

namespace {

// "post-v1-invoices-id-cancel": stable as long as the address is.
std::string operation_id(Route const& route) {
  auto id = lower_case(method_text(route.method));
  for (char const c : route.pattern) {
    if (c == '{' || c == '}') continue;
    id += c == '/' || c == '.' ? '-' : c;
  }
  return id;
}

// Query parameters that are more than a text.
void write_parameter_schema(json::Writer& out, Parameter const& parameter) {
  auto const name = parameter.name;
  out.key("schema");
  out.begin_object();
  bool const is_day = name == "as_of" || name == "due_before";
  out.member("type", name == "limit" ? "integer" : parameter.is_flag() ? "boolean" : "string");
  if (!parameter.words.empty() && !parameter.is_flag()) {
    out.key("enum");
    out.begin_array();
    for (auto const word : parameter.words) out.string(word);
    out.end_array();
  }
  if (is_day) out.member("format", "date");
  if (name == "limit") {
    out.member("minimum", 1);
    out.member("maximum", 200);
    out.member("default", 50);
  }
  out.end_object();
}

void write_parameter(json::Writer& out, Parameter const& parameter, std::string_view place,
                     bool required) {
  out.begin_object();
  out.member("name", parameter.name);
  out.member("in", place);
  out.member("required", required);
  write_parameter_schema(out, parameter);
  out.end_object();
}

void write_parameters(json::Writer& out, Route const& route) {
  out.key("parameters");
  out.begin_array();
  for (auto at = route.pattern.find('{'); at != route.pattern.npos;
       at = route.pattern.find('{', at + 1))
    write_parameter(out, {route.pattern.substr(at + 1, route.pattern.find('}', at) - at - 1), {}},
                    "path", true);
  for (auto const one : route.parameters) write_parameter(out, parameter_of(one), "query", false);
  if (route.idempotency_key) write_reference(out, "parameters", "IdempotencyKey");
  if (route.says.if_match) write_reference(out, "parameters", "IfMatch");
  write_optional_headers(out, route);
  if (!route.scope.empty() && route.method != Method::get)
    write_reference(out, "parameters", "Reason");
  out.end_array();
}

void write_answer_schema(json::Writer& out, Says const& says) {
  out.key("schema");
  if (!says.is_list) return write_reference(out, "schemas", says.gives);
  out.begin_object();
  out.key("allOf");
  out.begin_array();
  write_reference(out, "schemas", "List");
  out.begin_object();
  out.key("properties");
  out.begin_object();
  out.key("data");
  out.begin_object();
  out.member("type", "array");
  out.key("items");
  write_reference(out, "schemas", says.gives);
  out.end_object();
  out.end_object();
  out.end_object();
  out.end_array();
  out.end_object();
}

void write_good_answer(json::Writer& out, Route const& route) {
  auto const& says = route.says;
  out.key(std::to_string(says.status));
  out.begin_object();
  out.member("description", says.status == 202 ? "Taken and on disk" : "Done");
  write_answer_headers(out, route);
  if (says.status != 204) {
    out.key("content");
    out.begin_object();
    out.key(says.media);
    out.begin_object();
    if (!says.gives.empty()) write_answer_schema(out, says);
    out.end_object();
    out.end_object();
  }
  out.end_object();
}

void write_problem(json::Writer& out, int status) {
  out.key(std::to_string(status));
  write_reference(out, "responses", std::to_string(status));
}

void write_answers(json::Writer& out, Route const& route) {
  bool const acts = route.method != Method::get;
  out.key("responses");
  out.begin_object();
  write_good_answer(out, route);
  write_other_answers(out, route);
  write_problem(out, 400);
  if (!route.scope.empty()) {
    write_problem(out, 401);
    write_problem(out, 403);
  }
  if (route.pattern.find('{') != route.pattern.npos) write_problem(out, 404);
  if (acts && !route.scope.empty()) write_problem(out, 409);
  if (route.says.if_match) {
    write_problem(out, 412);
    write_problem(out, 428);
  }
  if (route.body != Body::none) {
    write_problem(out, 413);
    write_problem(out, 415);
    write_problem(out, 422);
  }
  if (!route.scope.empty()) write_problem(out, 429);
  write_problem(out, 500);
  write_problem(out, 503);
  out.end_object();
}

void write_body(json::Writer& out, Route const& route) {
  if (route.body == Body::none) return;
  out.key("requestBody");
  out.begin_object();
  out.member("required",
             route.body == Body::document || route.body == Body::form || !route.says.takes.empty());
  out.key("content");
  out.begin_object();
  if (!route.says.takes.empty() || route.body == Body::json) {
    out.key("application/json");
    out.begin_object();
    if (!route.says.takes.empty()) {
      out.key("schema");
      write_reference(out, "schemas", route.says.takes);
    }
    out.end_object();
  }
  for (auto const media : route.says.takes_media) {
    out.key(media);
    out.begin_object();
    if (media == "multipart/form-data") {
      out.key("schema");
      write_reference(out, "schemas", "DocumentForm");
    }
    out.end_object();
  }
  out.end_object();
  out.end_object();
}

void write_operation(json::Writer& out, Route const& route) {
  out.key(lower_case(method_text(route.method)));
  out.begin_object();
  out.member("operationId", operation_id(route));
  out.member("summary", route.summary);
  out.key("tags");
  out.begin_array();
  out.string(route.tag);
  out.end_array();
  write_parameters(out, route);
  write_body(out, route);
  write_answers(out, route);
  out.key("security");
  out.begin_array();
  if (!route.scope.empty()) {
    out.begin_object();
    out.key("key");
    out.begin_array();
    out.string(route.scope);
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

void write_header_parameter(json::Writer& out, std::string_view key, std::string_view name,
                            bool required, std::string_view description, int length) {
  out.key(key);
  out.begin_object();
  out.member("name", name);
  out.member("in", "header");
  out.member("required", required);
  out.member("description", description);
  out.key("schema");
  out.begin_object();
  out.member("type", "string");
  out.member("maxLength", length);
  out.end_object();
  out.end_object();
}

void write_shared_parameters(json::Writer& out) {
  out.key("parameters");
  out.begin_object();
  write_header_parameter(out, "IdempotencyKey", "Idempotency-Key", true,
                         "A key of your own choice: the same request with it has its effect once "
                         "and gets the same answer again.",
                         200);
  write_header_parameter(out, "IfMatch", "If-Match", true,
                         "The ETag of the version that you changed.", 40);
  write_header_parameter(out, "Reason", "X-Reason", false,
                         "Why, in words for the audit; kept in the journal.", 500);
  write_optional_parameters(out);
  out.end_object();
}

void write_shared_answers(json::Writer& out) {
  static constexpr std::pair<int, std::string_view> answers[]{
      {400, "The request is not proper"},
      {401, "No valid key"},
      {403, "The key may not do this"},
      {404, "There is no such thing"},
      {409, "Not possible as things stand"},
      {412, "Changed meanwhile"},
      {413, "Too large"},
      {415, "This kind of content is not taken"},
      {422, "Not valid: every finding with its pointer, term and rule"},
      {428, "If-Match is needed"},
      {429, "More than this key may send; Retry-After says when to come again"},
      {500, "The gateway failed; nothing was kept"},
      {503, "Not now; Retry-After says when to come again"},
  };
  out.key("responses");
  out.begin_object();
  for (auto const& [status, description] : answers) {
    out.key(std::to_string(status));
    out.begin_object();
    out.member("description", description);
    out.key("content");
    out.begin_object();
    out.key("application/problem+json");
    out.begin_object();
    out.key("schema");
    write_reference(out, "schemas", "Problem");
    out.end_object();
    out.end_object();
    out.end_object();
  }
  out.end_object();
}

void write_components(json::Writer& out, std::string_view schemas) {
  out.key("components");
  out.begin_object();
  out.key("securitySchemes");
  out.begin_object();
  out.key("key");
  out.begin_object();
  out.member("type", "http");
  out.member("scheme", "bearer");
  out.member("description", "An API key; its scopes stand with each operation.");
  out.end_object();
  out.end_object();
  write_shared_parameters(out);
  write_shared_answers(out);
  write_shared_headers(out);
  out.key("schemas");
  out.raw(schemas);
  out.end_object();
}

void write_head(json::Writer& out, Described const& described) {
  out.member("openapi", "3.1.0");
  out.key("info");
  out.begin_object();
  out.member("title", "Airut");
  out.member("version", described.version);
  out.member("summary", "Invoices in, the right document out, and the claim followed.");
  out.key("license");
  out.begin_object();
  out.member("name", "Apache-2.0");
  out.member("identifier", "Apache-2.0");
  out.end_object();
  out.end_object();
  out.key("servers");
  out.begin_array();
  out.begin_object();
  out.member("url", described.server_url.empty() ? "/" : described.server_url);
  out.end_object();
  out.end_array();
}

}  // namespace

std::string openapi(Routes const& routes, Described const& described) {
  std::map<std::string_view, std::vector<Route const*>> paths;
  for (auto const& route : routes) paths[route.pattern].push_back(&route);
  json::Writer out;
  out.begin_object();
  write_head(out, described);
  out.key("paths");
  out.begin_object();
  for (auto const& [pattern, operations] : paths) {
    out.key(pattern);
    out.begin_object();
    for (auto const* route : operations) write_operation(out, *route);
    out.end_object();
  }
  out.end_object();
  write_components(out, described.schemas);
  out.end_object();
  return std::move(out).text();
}

}  // namespace airut::gateway::http
