#include "gateway/api/class_parameter.hpp"
#include "gateway/api/contexts.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/resources.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/deviations/hear.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {
namespace {

using ledger::Snapshot;
using ledger::Transaction;

http::Response list_deliveries(House&, http::Request const& request, Snapshot& view) {
  ledger::DeliveryFilter filter;
  filter.state = text_of(request, "state");
  filter.channel = text_of(request, "channel");
  filter.code_class = text_of(request, "class");
  filter.code = text_of(request, "code");
  filter.client = client_filter(request);
  filter.invoice_id = text_of(request, "invoice_id");
  auto const rows =
      ledger::list_deliveries(view, request.principal->tenant, filter, page_of(request));
  return list_reply(rows, [](json::Writer& out, auto const& row) { write_delivery(out, row); });
}

http::Response show_delivery(House&, http::Request const& request, Snapshot& view) {
  auto const row = visible(request, ledger::find_delivery(view, request.principal->tenant,
                                                          request.path_parameters.at(0)));
  if (!row) return not_found("delivery");
  json::Writer out;
  write_delivery(out, *row);
  return reply(std::move(out));
}

http::Response list_attempts(House&, http::Request const& request, Snapshot& view) {
  auto const& id = request.path_parameters.at(0);
  if (!visible(request, ledger::find_delivery(view, request.principal->tenant, id)))
    return not_found("delivery");
  ledger::Listed<ledger::AttemptRow> listed;
  listed.rows = ledger::list_attempts(view, request.principal->tenant, id);
  return list_reply(listed, [](json::Writer& out, auto const& row) { write_attempt(out, row); });
}

Effect answer(http::Request const& request, Transaction& tx,
              tl::expected<bool, std::string> const& done) {
  if (!done) return {conflict("action-not-available", done.error()), false};
  auto const row = visible(
      request, ledger::find_delivery(tx, request.principal->tenant, request.path_parameters.at(0)));
  json::Writer out;
  write_delivery(out, *row);
  return {reply(std::move(out), 202), *done};
}

Effect retry_delivery(House& house, http::Request const& request, Transaction& tx) {
  auto const wish = read_wish(request, {"note"});
  auto const row = visible(
      request, ledger::find_delivery(tx, request.principal->tenant, request.path_parameters.at(0)));
  if (!row) return {not_found("delivery"), false};
  return answer(request, tx, retry(tx, *row, wish.at("note"), step_context(house, request)));
}

Effect resolve_delivery(House& house, http::Request const& request, Transaction& tx) {
  auto const wish = read_wish(request, {"outcome", "evidence"});
  auto const row = visible(
      request, ledger::find_delivery(tx, request.principal->tenant, request.path_parameters.at(0)));
  if (!row) return {not_found("delivery"), false};
  auto const& outcome = wish.at("outcome");
  if (outcome != "delivered" && outcome != "not_delivered") {
    return {http::problem(422, "wrong-value", "outcome is delivered or not_delivered."), false};
  }
  return answer(request, tx,
                resolve_unknown(tx, *row, outcome == "delivered", wish.at("evidence"),
                                step_context(house, request)));
}

Effect feedback(House& house, http::Request const& request, Transaction& tx) {
  auto const wish = read_wish(request, {"evidence", "code", "native_code", "excerpt"});
  auto const row = visible(
      request, ledger::find_delivery(tx, request.principal->tenant, request.path_parameters.at(0)));
  if (!row) return {not_found("delivery"), false};
  News news;
  news.evidence = channels::parse_evidence(wish.at("evidence"));
  news.code = wish.at("code");
  news.native_code = wish.at("native_code");
  news.excerpt = wish.at("excerpt");
  bool const one = wish.at("evidence").empty() != news.code.empty();
  if (!one || (news.code.empty() && !news.evidence)) {
    return {http::problem(422, "wrong-value", "Give an evidence level or a deviation code."),
            false};
  }
  return answer(request, tx, hear(tx, *row, news, step_context(house, request)));
}

}  // namespace

void add_delivery_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  auto const get = [&](std::string_view pattern, std::string_view summary, Reading handler,
                       http::Says says, std::vector<std::string_view> parameters = {}) {
    routes.push_back({Method::get, pattern, "deliveries:read", Body::none, false, "Deliveries",
                      summary, std::move(parameters), reading(house, std::move(handler)),
                      std::move(says)});
  };
  get("/v1/deliveries", "List deliveries", list_deliveries, {.gives = "Delivery", .is_list = true},
      {"state=scheduled|queued|dispatching|sent|delivered|deferred|unknown|held|rerouted|failed|"
       "cancelled",
       "channel", class_parameter, "code", "client_ref", "invoice_id", "limit", "cursor"});
  get("/v1/deliveries/{id}", "One delivery", show_delivery, {"Delivery"});
  get("/v1/deliveries/{id}/attempts", "Every attempt with what the other side said", list_attempts,
      {.gives = "Attempt", .is_list = true});
  auto const post = [&](std::string_view pattern, std::string_view summary, Acting handler,
                        http::Says says) {
    routes.push_back({Method::post,
                      pattern,
                      "deliveries:write",
                      Body::json,
                      true,
                      "Deliveries",
                      summary,
                      {},
                      acting(house, std::move(handler)),
                      std::move(says)});
  };
  post("/v1/deliveries/{id}/retry", "Try again now with the same message id", retry_delivery,
       {.gives = "Delivery", .status = 202, .takes = "NoteWish"});
  post("/v1/deliveries/{id}/feedback",
       "Tell what came back: better evidence, or bad news by a code", feedback,
       {.gives = "Delivery", .status = 202, .takes = "FeedbackWish"});
  post("/v1/deliveries/{id}/resolve-unknown", "Say whether an unknown delivery arrived",
       resolve_delivery, {.gives = "Delivery", .status = 202, .takes = "UnknownWish"});
}

}  // namespace airut::gateway::api
