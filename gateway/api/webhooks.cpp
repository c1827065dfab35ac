#include "gateway/webhooks/webhooks.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "formats/json/object_reader.hpp"
#include "formats/model/ids.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/webhook_attempts.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/webhooks/signature.hpp"
#include "ledger/journal/event_types.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/links.hpp"

namespace airut::gateway::api {
namespace {

using ledger::Snapshot;
using ledger::Transaction;

constexpr std::size_t endpoints_most = 50;

void write_endpoint(json::Writer& out, Snapshot& view, ledger::EndpointRow const& row,
                    std::string_view secret = {}) {
  auto const cursor = ledger::endpoint_cursor(view, row.tenant, row.id);
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "webhook_endpoint");
  out.member("url", row.url);
  out.member("description", row.description);
  out.key("event_types");
  out.begin_array();
  for (auto const& type : row.event_types) out.string(type);
  out.end_array();
  out.member("enabled", row.enabled);
  out.member("failures", cursor.failures);
  write_instant(out, "next_try_at", cursor.next_try);
  out.member_if("last_error", cursor.last_error);
  out.member_if("secret", secret);
  out.end_object();
}

// http is for trying out alone.
bool is_address(std::string_view url, bool loopback) {
  constexpr std::string_view https = "https://", http = "http://";
  bool const safe = url.starts_with(https);
  if (!safe && !(loopback && url.starts_with(http))) return false;
  auto const rest = url.substr(safe ? https.size() : http.size());
  auto const host = rest.substr(0, rest.find_first_of("/?#"));
  bool const named = !host.empty() && host.front() != ':' && host.back() != '@';
  return named && std::all_of(rest.begin(), rest.end(), [](char c) {
           return c > ' ' && c < 0x7f &&
                  std::string_view{"\"<>\\^`{|}"}.find(c) == std::string_view::npos;
         });
}

struct EndpointWish {
  std::string url, description;
  std::vector<std::string> event_types;
};

EndpointWish read_endpoint(http::Request const& request, bool loopback) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  EndpointWish wish;
  json::ObjectReader in{*tree, tree->root(), findings};
  wish.url = in.needed_text("url", 2000);
  wish.description = in.text("description", 200);
  wish.event_types = in.texts("event_types", 50, 100);
  if (!wish.url.empty() && !is_address(wish.url, loopback))
    in.wrong("url", "wrong-value", "\"url\" must be https://, a host, and a path without blanks.");
  for (std::size_t at = 0; at < wish.event_types.size(); ++at) {
    if (!ledger::names_event_type(wish.event_types[at]))
      in.wrong_item("event_types", at, "wrong-value",
                    fmt::format("There is no event of type \"{}\"; /openapi.json has them.",
                                wish.event_types[at]));
  }
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return wish;
}

// The store keeps the secret that it has where none is given.
std::string append(House& house, http::Request const& request, Transaction& tx,
                   ledger::EndpointRow const& row, std::string action) {
  bool const is_new = action == "create" || action == "rotate";
  return tx.append(request.principal->tenant, request.principal->key_id, house.clock.now(),
                   ledger::WebhookEndpointChanged{row.id, std::move(action), row.url,
                                                  row.event_types, row.enabled, row.description,
                                                  is_new ? row.secrets : std::string{}});
}

// An endpoint hears what happens after it was made.
Effect create(House& house, http::Request const& request, Transaction& tx) {
  need_whole_tenant(request);
  auto const wish = read_endpoint(request, house.settings.webhooks_allow_loopback);
  if (ledger::list_endpoints(tx, request.principal->tenant).size() >= endpoints_most) {
    return {conflict("too-many-endpoints",
                     fmt::format("A tenant has {} endpoints at most; remove one.", endpoints_most)),
            false};
  }
  ledger::EndpointRow row;
  row.id = model::new_id("whk", house.clock.now());
  row.tenant = request.principal->tenant;
  row.url = wish.url;
  row.description = wish.description;
  row.event_types = wish.event_types;
  row.secrets = new_webhook_secret();
  auto const event = append(house, request, tx, row, "create");
  ledger::EndpointCursor cursor;
  cursor.delivered_seq = ledger::seq_of_event(tx, row.tenant, event).value_or(0);
  ledger::set_endpoint_cursor(tx, row.tenant, row.id, cursor);
  json::Writer out;
  write_endpoint(out, tx, row, row.secrets);
  return {reply(std::move(out), 201), false, row.id};
}

http::Response list_endpoints(House&, http::Request const& request, Snapshot& view) {
  need_whole_tenant(request);
  ledger::Listed<ledger::EndpointRow> listed;
  listed.rows = ledger::list_endpoints(view, request.principal->tenant);
  return list_reply(listed,
                    [&](json::Writer& out, auto const& row) { write_endpoint(out, view, row); });
}

std::string_view newest(std::string_view secrets) {
  return secrets.substr(0, secrets.find_first_of(" @"));
}

// Those before the newest that sign still, each behind a blank.
std::string still_signing(std::string_view secrets, model::Instant now) {
  auto const second =
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  std::string kept;
  while (!secrets.empty()) {
    auto const blank = secrets.find(' ');
    auto const one = secrets.substr(0, blank);
    secrets = blank == secrets.npos ? std::string_view{} : secrets.substr(blank + 1);
    auto const at = one.find('@');
    std::int64_t end = 0;
    if (at == one.npos) continue;
    std::from_chars(one.data() + at + 1, one.data() + one.size(), end);
    if (end > second) kept.append(" ").append(one);
  }
  return kept;
}

// The newest secret alone, signing until the moment.
std::string until(std::string_view secrets, model::Instant end) {
  auto const secret = newest(secrets);
  auto const seconds =
      std::chrono::duration_cast<std::chrono::seconds>(end.time_since_epoch()).count();
  return fmt::format("{}@{}", secret, seconds);
}

// {"overlap": "24h"}: how long the secret before signs too.
std::chrono::hours overlap_of(http::Request const& request) {
  constexpr int longest = 24 * 30;
  auto const text = read_wish(request, {"overlap"}).at("overlap");
  if (text.empty()) return std::chrono::hours{24};
  int hours = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), hours);
  bool const whole = fault == std::errc{} && end == text.data() + text.size() - 1 && *end == 'h';
  if (!whole || hours < 0 || hours > longest) {
    throw http::Answer{
        http::problem(422, "wrong-value", "overlap is a number of hours up to 720h, as 24h.")};
  }
  return std::chrono::hours{hours};
}

Effect change_endpoint(House& house, http::Request const& request, Transaction& tx,
                       std::string const& action) {
  auto row = asked_endpoint(tx, request);
  if (!row) return {not_found("webhook endpoint"), false};
  std::string shown;
  if (action == "rotate") {
    shown = new_webhook_secret();
    auto const now = house.clock.now();
    auto const before = still_signing(row->secrets, now);
    row->secrets = shown + " " + until(row->secrets, now + overlap_of(request)) + before;
  }
  if (action == "change") row->enabled = true;
  append(house, request, tx, *row, action);
  if (action == "remove") ledger::forget_endpoint(tx, row->tenant, row->id);
  if (action == "remove") return {http::Response{204, "", "", {}}, false};
  if (action == "change") {  // begin again at once
    auto cursor = ledger::endpoint_cursor(tx, row->tenant, row->id);
    cursor.failures = 0;
    cursor.next_try.reset();
    cursor.failing_since.reset();
    ledger::set_endpoint_cursor(tx, row->tenant, row->id, cursor);
  }
  json::Writer out;
  write_endpoint(out, tx, *row, shown);
  return {reply(std::move(out)), false, row->id};
}

// A repeat of what showed a secret, of which the endpoint's id was kept: the newest that it has.
Again shown_again(int status) {
  return [status](House&, http::Request const& request, Snapshot& view, std::string const& id) {
    auto const row = ledger::find_endpoint(view, request.principal->tenant, id);
    if (!row) return not_found("webhook endpoint");
    json::Writer out;
    write_endpoint(out, view, *row, newest(row->secrets));
    return reply(std::move(out), status);
  };
}

struct ReplayWish {
  std::string after;
  ledger::ReplayQuestion question;
};

ReplayWish read_replay(http::Request const& request) {
  ReplayWish wish;
  if (request.body.empty()) return wish;
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  wish.after = in.text("after");
  wish.question.since = in.instant("since");
  wish.question.until = in.instant("until");
  wish.question.only_failed = in.flag("only_failed").value_or(false);
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return wish;
}

// Queues them again beside what is new; the answer says how many.
Effect replay(House& house, http::Request const& request, Transaction& tx) {
  auto wish = read_replay(request);
  auto const row = asked_endpoint(tx, request);
  if (!row) return {not_found("webhook endpoint"), false};
  if (!wish.after.empty()) {
    auto const seq = ledger::seq_of_event(tx, row->tenant, wish.after);
    if (!seq) return {not_found("event to go on from"), false};
    wish.question.after_seq = *seq;
  }
  auto const seqs = ledger::events_to_replay(tx, row->tenant, row->id, wish.question);
  std::int64_t queued = 0;
  for (auto const seq : seqs) {
    auto const events = ledger::events_after(tx, row->tenant, seq - 1, 1);
    if (events.empty() || !is_for(*row, events.front().event)) continue;
    ledger::keep_webhook_retry(tx, row->tenant, row->id, {seq, 0, house.clock.now()});
    ++queued;
  }
  json::Writer out;
  out.begin_object();
  out.member("object", "webhook_replay");
  out.member("endpoint_id", row->id);
  out.member("queued", queued);
  out.member("limited", static_cast<int>(seqs.size()) == wish.question.limit);
  out.end_object();
  return {reply(std::move(out), 202), false};
}

}  // namespace

void add_webhook_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  auto const add = [&](Method method, std::string_view pattern, std::string_view summary,
                       Acting handler, http::Says says, bool key = false, Again again = {}) {
    auto const body = method == Method::delete_ ? Body::none : Body::json;
    routes.push_back({method,
                      pattern,
                      "webhooks:write",
                      body,
                      key,
                      "Webhooks",
                      summary,
                      {},
                      acting(house, std::move(handler), std::move(again)),
                      std::move(says)});
  };
  auto const changing = [](std::string action) {
    return [action](House& at, http::Request const& request, Transaction& tx) {
      return change_endpoint(at, request, tx, action);
    };
  };
  add(Method::post, "/v1/webhook-endpoints", "Make an endpoint; its secret is shown once", create,
      {.gives = "WebhookEndpoint", .status = 201, .takes = "EndpointWish"}, true, shown_again(201));
  add(Method::delete_, "/v1/webhook-endpoints/{id}", "Remove it", changing("remove"),
      {.gives = "", .status = 204});
  add(Method::post, "/v1/webhook-endpoints/{id}/enable", "Begin again after it was disabled",
      changing("change"), {"WebhookEndpoint"});
  add(Method::post, "/v1/webhook-endpoints/{id}/rotate-secret",
      "A new secret; the one before signs too", changing("rotate"),
      {.gives = "WebhookEndpoint", .takes = "RotateWish"}, false, shown_again(200));
  add(Method::post, "/v1/webhook-endpoints/{id}/replay",
      "Send again: after an event, of a stretch of time, or what failed", replay,
      {.gives = "WebhookReplay", .status = 202, .takes = "ReplayWish"});
  routes.push_back({Method::get,
                    "/v1/webhook-endpoints",
                    "webhooks:read",
                    Body::none,
                    false,
                    "Webhooks",
                    "List them with their health",
                    {},
                    reading(house, list_endpoints),
                    {.gives = "WebhookEndpoint", .is_list = true}});
  add_webhook_attempt_routes(house, routes);
}

}  // namespace airut::gateway::api
