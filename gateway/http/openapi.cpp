#include <map>

#include "formats/json/writer.hpp"
#include "gateway/http/route.hpp"

namespace airut::gateway::http {

namespace {

void write_parameter(json::Writer& out, std::string_view name, std::string_view place,
                     bool required) {
  out.begin_object();
  out.member("name", name);
  out.member("in", place);
  out.member("required", required);
  out.key("schema");
  out.begin_object();
  out.member("type", "string");
  out.end_object();
  out.end_object();
}

void write_parameters(json::Writer& out, Route const& route) {
  out.key("parameters");
  out.begin_array();
  for (auto at = route.pattern.find('{'); at != route.pattern.npos;
       at = route.pattern.find('{', at + 1))
    write_parameter(out, route.pattern.substr(at + 1, route.pattern.find('}', at) - at - 1), "path",
                    true);
  for (auto const name : route.parameters) write_parameter(out, name, "query", false);
  if (route.idempotency_key) write_parameter(out, "Idempotency-Key", "header", true);
  out.end_array();
}

void write_response(json::Writer& out, std::string_view status, std::string_view description,
                    std::string_view media_type) {
  out.key(status);
  out.begin_object();
  out.member("description", description);
  out.key("content");
  out.begin_object();
  out.key(media_type);
  out.begin_object();
  out.end_object();
  out.end_object();
  out.end_object();
}

void write_operation(json::Writer& out, Route const& route) {
  out.key(lower_case(method_text(route.method)));
  out.begin_object();
  out.member("summary", route.summary);
  out.key("tags");
  out.begin_array();
  out.string(route.tag);
  out.end_array();
  write_parameters(out, route);
  if (route.body != Body::none) {
    out.key("requestBody");
    out.begin_object();
    out.member("required", true);
    out.key("content");
    out.begin_object();
    out.key(route.body == Body::json ? "application/json" : "application/octet-stream");
    out.begin_object();
    out.end_object();
    out.end_object();
    out.end_object();
  }
  out.key("responses");
  out.begin_object();
  write_response(out, "2XX", "Done", "application/json");
  write_response(out, "4XX", "A problem of the request", "application/problem+json");
  write_response(out, "5XX", "A problem of the gateway", "application/problem+json");
  out.end_object();
  if (!route.scope.empty()) {
    out.key("security");
    out.begin_array();
    out.begin_object();
    out.key("key");
    out.begin_array();
    out.string(route.scope);
    out.end_array();
    out.end_object();
    out.end_array();
  }
  out.end_object();
}

}  // namespace

std::string openapi(Routes const& routes, std::string_view version) {
  std::map<std::string_view, std::vector<Route const*>> paths;
  for (auto const& route : routes) paths[route.pattern].push_back(&route);
  json::Writer out;
  out.begin_object();
  out.member("openapi", "3.1.0");
  out.key("info");
  out.begin_object();
  out.member("title", "Airut");
  out.member("version", version);
  out.end_object();
  out.key("paths");
  out.begin_object();
  for (auto const& [pattern, operations] : paths) {
    out.key(pattern);
    out.begin_object();
    for (auto const* route : operations) write_operation(out, *route);
    out.end_object();
  }
  out.end_object();
  out.key("components");
  out.begin_object();
  out.key("securitySchemes");
  out.begin_object();
  out.key("key");
  out.begin_object();
  out.member("type", "http");
  out.member("scheme", "bearer");
  out.end_object();
  out.end_object();
  out.end_object();
  out.end_object();
  return std::move(out).text();
}

}  // namespace airut::gateway::http
