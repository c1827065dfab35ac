#include "gateway/http/openapi_headers.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "gateway/http/openapi_reference.hpp"
#include "gateway/http/query.hpp"

namespace airut::gateway::http {

namespace {

struct Described {
  std::string_view key, name, type, description;
};

constexpr std::array parameters{
    Described{"OptionalIdempotencyKey", "Idempotency-Key", "string",
              "A key of your own choice: the same request with it has its effect once and gets the "
              "same answer again."},
    Described{"OptionalIfMatch", "If-Match", "string",
              "The ETag of the version that you replace; without it any."},
    Described{"IfNoneMatch", "If-None-Match", "string",
              "The ETag that you have: 304 when nothing changed."},
    Described{"Prefer", "Prefer", "string",
              "wait=10 answers when the batch is done, after so many seconds at most (30)."},
};

constexpr std::array headers{
    Described{"Location", "", "string", "Where it can be asked about."},
    Described{"ETag", "", "string", "The version, for If-Match and If-None-Match."},
    Described{"Idempotent-Replayed", "", "string",
              "true: the key came before, and this is its answer of then."},
    Described{"RateLimit", "", "string", "What the key may still send at once."},
    Described{"RateLimit-Policy", "", "string", "What it may send at once after a rest."},
    Described{"Airut-Next", "", "string",
              "There is more: what to give as after. Absent at the end."},
};

bool is(Route const& route, Method method, std::string_view pattern) {
  return route.method == method && route.pattern == pattern;
}

bool has_dry_run(Route const& route) {
  return std::any_of(route.parameters.begin(), route.parameters.end(),
                     [](auto const one) { return parameter_of(one).name == "dry_run"; });
}

// Those whose effect is not one transaction, or none; a key says nothing to them.
bool ignores_key(Route const& route) {
  constexpr std::array patterns{
      std::string_view{"/v1/validate"},      std::string_view{"/v1/route-preview"},
      std::string_view{"/v1/render"},        std::string_view{"/v1/test/clock"},
      std::string_view{"/v1/returned-mail"},
  };
  return route.method == Method::get || route.scope.empty() ||
         route.pattern.starts_with("/v1/bank/") || route.pattern.starts_with("/v1/channels/") ||
         std::find(patterns.begin(), patterns.end(), route.pattern) != patterns.end();
}

bool is_tagged(Route const& route) {
  auto const& gives = route.says.gives;
  bool const kind = gives == "Recipient" || gives == "Deviation" || gives == "Invoice";
  bool const one = !route.says.is_list && route.pattern.find('}') == route.pattern.size() - 1;
  return kind && one && route.method != Method::post;
}

void write_type(json::Writer& out, std::string_view type) {
  out.key("schema");
  out.begin_object();
  out.member("type", type);
  out.end_object();
}

void write_answer(json::Writer& out, int status, std::string_view description) {
  out.key(std::to_string(status));
  out.begin_object();
  out.member("description", description);
  out.end_object();
}

}  // namespace

void write_optional_headers(json::Writer& out, Route const& route) {
  if (!ignores_key(route) && !route.idempotency_key)
    write_reference(out, "parameters", "OptionalIdempotencyKey");
  if (route.method == Method::put && is_tagged(route))
    write_reference(out, "parameters", "OptionalIfMatch");
  if (is(route, Method::get, "/v1/invoices/{id}"))
    write_reference(out, "parameters", "IfNoneMatch");
  if (is(route, Method::post, "/v1/batches")) write_reference(out, "parameters", "Prefer");
}

void write_answer_headers(json::Writer& out, Route const& route) {
  if (route.scope.empty()) return;
  out.key("headers");
  out.begin_object();
  auto const has = [&](std::string_view name) {
    out.key(name);
    write_reference(out, "headers", name);
  };
  bool const located = is(route, Method::post, "/v1/invoices") ||
                       is(route, Method::post, "/v1/documents") ||
                       is(route, Method::post, "/v1/batches");
  if (located) has("Location");
  if (is_tagged(route)) has("ETag");
  if (!ignores_key(route)) has("Idempotent-Replayed");
  if (is(route, Method::get, "/v1/journal/export") || is(route, Method::get, "/v1/ledger-feed"))
    has("Airut-Next");
  has("RateLimit");
  has("RateLimit-Policy");
  out.end_object();
}

void write_other_answers(json::Writer& out, Route const& route) {
  if (has_dry_run(route) && route.says.status != 200)
    write_answer(out, 200, "What would come of it: nothing was kept");
  if (route.method == Method::put && is_tagged(route)) {
    write_answer(out, 201, "New");
    out.key("412");
    write_reference(out, "responses", "412");
  }
  if (is(route, Method::get, "/v1/invoices/{id}"))
    write_answer(out, 304, "As you have it: nothing changed");
  if (is(route, Method::post, "/v1/webhook-endpoints/{id}/test"))
    write_answer(out, 202, "It has not answered yet: its attempts tell later");
}

void write_optional_parameters(json::Writer& out) {
  for (auto const& one : parameters) {
    out.key(one.key);
    out.begin_object();
    out.member("name", one.name);
    out.member("in", "header");
    out.member("required", false);
    out.member("description", one.description);
    write_type(out, one.type);
    out.end_object();
  }
}

void write_shared_headers(json::Writer& out) {
  out.key("headers");
  out.begin_object();
  for (auto const& one : headers) {
    out.key(one.key);
    out.begin_object();
    out.member("description", one.description);
    write_type(out, one.type);
    out.end_object();
  }
  out.end_object();
}

}  // namespace airut::gateway::http
