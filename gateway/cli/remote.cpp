#include "gateway/cli/remote.hpp"

#include <cstdio>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "channels/http/client.hpp"
#include "gateway/cli/terminal.hpp"

namespace airut::gateway::cli {
namespace {

namespace bj = boost::json;

std::string member(bj::object const& object, std::string_view name) {
  auto const* value = object.if_contains(name);
  return value && value->is_string() ? for_terminal(value->as_string()) : std::string{};
}

}  // namespace

std::string encoded(std::string_view text) {
  std::string out;
  for (char const c : text) {
    bool const plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '_' || c == '.';
    out += plain ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::optional<Reply> ask(Options const& options, Call const& call) {
  channels::HttpOptions http;
  http.reply_bytes = 1u << 30;
  channels::HttpClient client{http};
  channels::HttpRequest request;
  request.method = call.method;
  request.url = options.url + call.path;
  request.body = call.body;
  request.headers = {{"Authorization", "Bearer " + options.key}};
  if (!call.content_type.empty()) request.headers.emplace_back("Content-Type", call.content_type);
  if (!call.idempotency_key.empty()) {
    request.headers.emplace_back("Idempotency-Key", call.idempotency_key);
  }
  if (!call.prefer.empty()) request.headers.emplace_back("Prefer", call.prefer);
  auto reply = client.perform(request);
  if (reply.status == 0) {
    fmt::print(stderr, "airut: {} does not answer: {}\n", options.url, reply.fault);
    return std::nullopt;
  }
  return Reply{reply.status, std::move(reply.body), std::move(reply.headers)};
}

std::string Reply::header(std::string_view name) const {
  for (auto const& [key, value] : headers)
    if (key == name) return value;
  return {};
}

int print_refusal(Reply const& reply) {
  boost::system::error_code fault;
  auto const parsed = bj::parse(reply.body, fault);
  if (fault || !parsed.is_object()) {
    fmt::print(stderr, "airut: HTTP {}\n", reply.status);
    return reply.status >= 500 ? unavailable : findings;
  }
  auto const& problem = parsed.as_object();
  auto const detail = member(problem, "detail");
  fmt::print(stderr, "{} ({})\n", detail.empty() ? member(problem, "title") : detail,
             member(problem, "code"));
  if (auto const* errors = problem.if_contains("errors"); errors && errors->is_array()) {
    for (auto const& one : errors->as_array()) {
      if (!one.is_object()) continue;
      fmt::print(stderr, "  {} {}\n", member(one.as_object(), "pointer"),
                 member(one.as_object(), "detail"));
    }
  }
  return reply.status >= 500 ? unavailable : findings;
}

}  // namespace airut::gateway::cli
