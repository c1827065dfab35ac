#include "formats/model/sha256.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/resources.hpp"
#include "gateway/commit.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/intake/accept.hpp"
#include "gateway/official/authority.hpp"

namespace airut::gateway::api {
namespace asio = boost::asio;
namespace {

using PrepareResult = tl::expected<Prepared, model::Findings>;
using Prepare = PrepareResult (*)(std::string, Caller const&, Billers const&, ReferenceNumbers&);

Caller caller_of(http::Request const& request) {
  return {request.principal->tenant, request.principal->key_id, request.principal->clients};
}

http::Response response_of(Accepted&& accepted) {
  if (accepted.kind == Accepted::Kind::key_reused) return key_reused();
  http::Response response;
  response.status = accepted.status;
  response.body = std::move(accepted.body);
  if (accepted.status >= 400) response.content_type = "application/problem+json";
  if (!accepted.location.empty()) response.headers.emplace_back("Location", accepted.location);
  if (accepted.kind == Accepted::Kind::accepted) response.headers.emplace_back("ETag", "\"1\"");
  if (accepted.kind == Accepted::Kind::replayed) return replayed(std::move(response));
  return response;
}

// A key that came before gets its answer again even when a rule has changed meanwhile and the
// document would not be taken any more. What is in order is looked up in the transaction.
std::optional<Accepted> earlier(House& house, Caller const& caller, Asked const& asked) {
  return house.store.read(
      [&](ledger::Snapshot& view) { return earlier_answer(view, caller.tenant, asked); });
}

// What is prepared, unless the installed official rules refuse the document that was given.
PrepareResult prepare_by_rules(House& house, std::string body, Caller const& caller,
                               Prepare prepare) {
  auto const& official = house.render.official;
  bool const installed = official && !official->profiles().empty();
  auto const given = installed ? body : std::string{};
  auto prepared = prepare(std::move(body), caller, house.billers, house.numbers);
  if (!installed || !prepared || prepared->syntax == "json") return prepared;
  auto found = official_findings(*official, given, house.clock.now(), prepared->client->ref);
  if (model::has_errors(found)) return tl::unexpected{std::move(found)};
  for (auto& one : found) prepared->warnings.push_back(std::move(one));
  return prepared;
}

asio::awaitable<http::Response> submit(House& house, http::Request request, Prepare prepare) {
  if (!house.disk.has_room()) throw http::Unavailable{"The disk is nearly full."};
  auto const caller = caller_of(request);
  Asked const asked{std::string{request.header("idempotency-key")}, request_digest(request), {}};
  auto prepared = prepare_by_rules(house, std::move(request.body), caller, prepare);
  if (!prepared) {
    if (auto before = earlier(house, caller, asked)) co_return response_of(*std::move(before));
    co_return http::invalid(prepared.error(), request.language);
  }
  AcceptRules const rules{house.billers, house.codes, house.law};
  std::function<Accepted(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    return accept(tx, *prepared, caller, asked, rules, house.clock.now());
  };
  auto accepted = co_await commit<Accepted>(house.store, work);
  if (accepted.queued) house.dispatcher.wake();
  co_return response_of(std::move(accepted));
}

Travelling travelling(Prepared const& prepared, Caller const& caller) {
  Travelling document;
  document.tenant = caller.tenant;
  document.actor = caller.actor;
  document.document_kind = "invoice";
  document.client = prepared.client;
  document.submission = &prepared.submission;
  return document;
}

void write_legs(json::Writer& out, RouteDecision const& decision) {
  out.key("channels");
  out.begin_array();
  for (auto const& leg : decision.legs) {
    out.begin_object();
    out.member("channel", leg.channel);
    out.member("format", leg.format);
    out.member("address", leg.address);
    out.member_if("intermediary", leg.intermediary);
    out.member("reason", leg.reason);
    out.end_object();
  }
  out.end_array();
  out.key("skipped");
  out.begin_array();
  for (auto const& one : decision.skipped) {
    out.begin_object();
    out.member("channel", one.channel);
    out.member("reason", one.reason);
    out.member("detail", skip_sentence(one.reason));
    out.end_object();
  }
  out.end_array();
}

RouteDecision decision_for(House& house, Prepared const& prepared, Caller const& caller) {
  return house.store.read([&](ledger::Snapshot& view) {
    return preview(view, travelling(prepared, caller), house.billers);
  });
}

// Numbers of a preview are never given: a series of its own that nothing remembers.
asio::awaitable<http::Response> validate(House& house, http::Request request) {
  auto const caller = caller_of(request);
  auto const prepared = prepare_by_rules(house, std::move(request.body), caller, &gateway::prepare);
  json::Writer out;
  out.begin_object();
  out.member("object", "validation_report");
  out.member("valid", prepared.has_value());
  out.key("findings");
  http::write_findings(out, prepared ? prepared->warnings : prepared.error(), request.language);
  if (prepared) {
    out.member("syntax", prepared->syntax);
    out.member("client_ref", prepared->client->ref);
    out.key("route");
    out.begin_object();
    write_legs(out, decision_for(house, *prepared, caller));
    out.end_object();
  }
  out.end_object();
  co_return reply(std::move(out));
}

asio::awaitable<http::Response> preview_route(House& house, http::Request request) {
  auto const caller = caller_of(request);
  auto const prepared = prepare(std::move(request.body), caller, house.billers, house.numbers);
  if (!prepared) co_return http::invalid(prepared.error(), request.language);
  json::Writer out;
  out.begin_object();
  out.member("object", "route_decision");
  write_legs(out, decision_for(house, *prepared, caller));
  out.end_object();
  co_return reply(std::move(out));
}

}  // namespace

void add_submit_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  auto const submitting = [&house](Prepare prepare) {
    return [&house, prepare](http::Request request) {
      return submit(house, std::move(request), prepare);
    };
  };
  routes.push_back({Method::post,
                    "/v1/invoices",
                    "invoices:write",
                    Body::json,
                    true,
                    "Submit",
                    "Submit one invoice as JSON and start its distribution",
                    {},
                    submitting(&prepare_json)});
  routes.push_back({Method::post,
                    "/v1/documents",
                    "invoices:write",
                    Body::document,
                    true,
                    "Submit",
                    "Submit one Finvoice, UBL or CII document, recognised by its content",
                    {},
                    submitting(&prepare_document)});
  routes.push_back(
      {Method::post,
       "/v1/validate",
       "invoices:write",
       Body::document,
       false,
       "Submit",
       "Check a document without keeping it",
       {},
       [&house](http::Request request) { return validate(house, std::move(request)); }});
  routes.push_back(
      {Method::post,
       "/v1/route-preview",
       "invoices:write",
       Body::document,
       false,
       "Submit",
       "Explain the route that a document would take",
       {},
       [&house](http::Request request) { return preview_route(house, std::move(request)); }});
}

}  // namespace airut::gateway::api
