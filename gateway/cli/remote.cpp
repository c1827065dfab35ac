#include "gateway/cli/remote.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <thread>

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

constexpr int too_many = 429;

std::optional<Reply> ask_once(Options const& options, Call const& call) {
  channels::HttpOptions http;
  http.reply_bytes = 1u << 30;
  http.ca_file = options.ca_file;
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

std::chrono::seconds wait_of(Reply const& reply) {
  constexpr int longest = 60;
  auto const text = reply.header("retry-after");
  int seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds{std::clamp(seconds, 1, longest)};
}

std::optional<Reply> ask(Options const& options, Call const& call) {
  auto patience = std::chrono::seconds{120};
  auto reply = ask_once(options, call);
  while (reply && reply->status == too_many) {
    auto const wait = wait_of(*reply);
    if (wait > patience) break;
    patience -= wait;
    std::this_thread::sleep_for(wait);
    reply = ask_once(options, call);
  }
  return reply;
}

std::string Reply::header(std::string_view name) const {
  for (auto const& [key, value] : headers)
    if (key == name) return value;
  return {};
}

namespace {

// What was refused may succeed later as it is: the daemon is out of reach for now.
int code_of(Reply const& reply) {
  return reply.status >= 500 || reply.status == too_many ? unavailable : findings;
}

}  // namespace

int print_refusal(Options const& options, Reply const& reply) {
  if (options.json) {
    fmt::print("{}\n", reply.body);
    return code_of(reply);
  }
  boost::system::error_code fault;
  auto const parsed = bj::parse(reply.body, fault);
  if (fault || !parsed.is_object()) {
    fmt::print(stderr, "airut: HTTP {}\n", reply.status);
    return code_of(reply);
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
  return code_of(reply);
}

}  // namespace airut::gateway::cli
