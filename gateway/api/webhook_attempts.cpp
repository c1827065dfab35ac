#include "gateway/api/webhook_attempts.hpp"

#include <chrono>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>

#include "gateway/api/reply.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/links.hpp"

namespace airut::gateway::api {
namespace asio = boost::asio;

std::optional<ledger::EndpointRow> asked_endpoint(ledger::Snapshot& view,
                                                  http::Request const& request) {
  need_whole_tenant(request);
  return ledger::find_endpoint(view, request.principal->tenant, request.path_parameters.at(0));
}

namespace {

using ledger::Snapshot;
using ledger::Transaction;

constexpr std::string_view waits = "waiting";    // outcome of an attempt that is to come
constexpr std::chrono::seconds answer_time{20};  // that a caller waits for an endpoint
constexpr std::chrono::milliseconds look_at_answer_every{50};

void write_attempt(json::Writer& out, ledger::WebhookAttemptRow const& row) {
  out.begin_object();
  out.member("event_id", row.event_id);
  out.member("outcome", row.outcome);
  if (row.outcome != waits) {
    out.member("status", row.status);
    out.member("excerpt", row.excerpt);
    write_instant(out, "at", row.at);
  }
  out.end_object();
}

http::Response list_endpoint_attempts(House&, http::Request const& request, Snapshot& view) {
  if (!asked_endpoint(view, request)) return not_found("webhook endpoint");
  auto const listed = ledger::list_webhook_attempts(
      view, request.principal->tenant, request.path_parameters.at(0), page_of(request));
  return list_reply(listed, write_attempt);
}

// The sample goes before all else that the endpoint waits for, also while it rests.
Effect begin_test(House& house, http::Request const& request, Transaction& tx) {
  auto const row = asked_endpoint(tx, request);
  if (!row) return {not_found("webhook endpoint"), false};
  if (!row->enabled)
    return {conflict("endpoint-disabled", "The endpoint is disabled; enable it first."), false};
  ledger::WebhookAttemptRow attempt;
  attempt.event_id =
      tx.append(row->tenant, request.principal->key_id, house.clock.now(),
                ledger::WebhookEndpointChanged{row->id, "test", row->url, row->event_types,
                                               row->enabled, row->description, ""});
  attempt.outcome = waits;
  auto const seq = ledger::seq_of_event(tx, row->tenant, attempt.event_id).value_or(0);
  ledger::keep_webhook_retry(tx, row->tenant, row->id, {seq, 0, model::Instant{}});
  json::Writer out;
  write_attempt(out, attempt);
  return {reply(std::move(out), 202), false};
}

std::optional<ledger::WebhookAttemptRow> attempt_at(House& house, http::Request const& request,
                                                    std::string_view event_id) {
  return house.store.read([&](Snapshot& view) -> std::optional<ledger::WebhookAttemptRow> {
    for (auto& one : ledger::list_webhook_attempts(view, request.principal->tenant,
                                                   request.path_parameters.at(0), {})
                         .rows)
      if (one.event_id == event_id) return std::move(one);
    return std::nullopt;
  });
}

// Waits for what the endpoint says; 202 when it takes its time.
asio::awaitable<http::Response> test(House& house, http::Request request) {
  auto const digest = request_digest(request);
  Acting const begin = begin_test;
  auto begun = co_await act(house, request, digest, begin);
  if (begun.status != 202) co_return begun;
  auto const told = boost::json::parse(begun.body);
  std::string const event_id{told.at("event_id").as_string()};
  auto const until = std::chrono::steady_clock::now() + answer_time;
  auto const executor = co_await asio::this_coro::executor;
  asio::steady_timer timer{executor};
  while (std::chrono::steady_clock::now() < until && !house.batches.stopping()) {
    if (auto const attempt = attempt_at(house, request, event_id)) {
      json::Writer out;
      write_attempt(out, *attempt);
      co_return reply(std::move(out));
    }
    timer.expires_after(look_at_answer_every);
    co_await timer.async_wait(asio::use_awaitable);
  }
  co_return begun;
}

}  // namespace

void add_webhook_attempt_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  routes.push_back(
      {Method::post,
       "/v1/webhook-endpoints/{id}/test",
       "webhooks:write",
       Body::json,
       false,
       "Webhooks",
       "Send it a sample event now, and tell what it answered; 202 when it has not yet",
       {},
       [&house](http::Request request) { return test(house, std::move(request)); },
       {"WebhookAttempt"}});
  routes.push_back({Method::get,
                    "/v1/webhook-endpoints/{id}/attempts",
                    "webhooks:read",
                    Body::none,
                    false,
                    "Webhooks",
                    "What was tried",
                    {"limit", "cursor"},
                    reading(house, list_endpoint_attempts),
                    {.gives = "WebhookAttempt", .is_list = true}});
}

}  // namespace airut::gateway::api
