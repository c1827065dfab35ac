#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "gateway/api/contexts.hpp"
#include "gateway/api/reading_aside.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/books/returns.hpp"
#include "gateway/books/settle.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway::api {
namespace {

model::Date today(House& house, http::Request const& request) {
  auto const* home = house.billers.tenant(request.principal->tenant);
  return civil_day(home ? home->country : std::string{}, house.clock.now());
}

void write_return_proposal(json::Writer& out, ReturnProposal const& one) {
  out.begin_object();
  out.member("object", "return_proposal");
  out.member_if("payment_id", one.payment_id);
  out.member_if("receivable_id", one.receivable_id);
  out.member_if("invoice_number", one.invoice_number);
  out.member("currency", one.amount.currency().code());
  write_money(out, "amount", one.amount);
  out.member("reason", one.reason);
  write_day(out, "since", one.since);
  out.member_if("payee", one.payee);
  out.member_if("account", one.account);
  out.member("due", one.is_due);
  out.end_object();
}

http::Response list_return_proposals(House& house, http::Request const& request,
                                     ledger::Snapshot& view) {
  auto const& client = asked_client(house, request, request.parameter("client_ref"));
  ledger::Listed<ReturnProposal> listed;
  listed.rows = return_proposals(view, request.principal->tenant, client, today(house, request));
  return list_reply(listed, write_return_proposal);
}

// Whose money it is must be one of the caller's clients.
bool is_visible(http::Request const& request, ledger::Transaction& tx, ReturnWish const& wish) {
  auto const& tenant = request.principal->tenant;
  if (!wish.payment_id.empty())
    return visible(request, ledger::find_payment(tx, tenant, wish.payment_id)).has_value();
  return visible(request, ledger::find_receivable(tx, tenant, wish.receivable_id)).has_value();
}

Effect give_back(House& house, http::Request const& request, ledger::Transaction& tx) {
  auto const told =
      read_wish(request, {"payment_id", "receivable_id", "amount", "currency", "reason"});
  ReturnWish wish;
  wish.payment_id = told.at("payment_id");
  wish.receivable_id = told.at("receivable_id");
  wish.reason = told.at("reason");
  if (!is_visible(request, tx, wish)) return {not_found("payment or receivable"), false};
  auto const currency = model::Currency::parse(told.at("currency"));
  auto const amount =
      currency ? model::Money::parse(told.at("amount"), *currency) : std::optional<model::Money>{};
  if (!amount)
    return {http::problem(422, "wrong-value", "amount and currency must be given."), false};
  wish.amount = *amount;
  auto const id = return_money(tx, claim_context(house, request), today(house, request), wish);
  if (!id) return {conflict("return-refused", id.error()), false};
  json::Writer out;
  out.begin_object();
  out.member("object", "return");
  out.member("id", *id);
  out.member("amount", wish.amount.text());
  out.end_object();
  return {reply(std::move(out), 201), false};
}

// The bank file of all that is due; the answer is kept with its Idempotency-Key, so that a lost one
// can be asked for again.
Effect order(House& house, http::Request const& request, ledger::Transaction& tx) {
  auto const wish = read_wish(request, {"client_ref"});
  auto const& client = asked_client(house, request, wish.at("client_ref"));
  auto const made = order_returns(tx, claim_context(house, request), client, today(house, request));
  json::Writer out;
  out.begin_object();
  out.member("object", "return_order");
  out.member("client_ref", client.ref);
  out.member("transfers", static_cast<std::int64_t>(made.transfers.size()));
  if (!made.transfers.empty()) {
    auto const file = pain::write(made);
    ledger::keep_document(tx, "application/xml", file);
    out.member("id", made.id);
    out.member("pain_001", file);
  }
  out.end_object();
  return {reply(std::move(out), made.transfers.empty() ? 200 : 201), false};
}

void write_settled(json::Writer& out, ledger::SettlementRow const& row) {
  out.begin_object();
  out.member("object", "settlement");
  out.member("id", row.id);
  out.member("client_ref", row.client);
  out.member("day", model::date_text(row.day));
  out.member("currency", row.amount.currency().code());
  write_money(out, "amount", row.amount);
  out.member("items", row.items);
  out.end_object();
}

// In the client's own currency, or in the one that is named. Throws http::Answer(422) for a word
// that is none.
Settlement unsettled_in(http::Request const& request, ledger::Snapshot& view,
                        config::Client const& client, std::string_view code) {
  auto all = unsettled(view, request.principal->tenant, client);
  if (code.empty()) return std::move(all.front());
  auto const currency = model::Currency::parse(code);
  if (!currency)
    throw http::Answer{http::problem(422, "wrong-value", "currency is a code of ISO 4217.")};
  for (auto& one : all) {
    if (one.amount.currency() == *currency) return std::move(one);
  }
  Settlement nothing;
  nothing.amount = model::Money{0, *currency};
  return nothing;
}

Effect keep_settlement(House& house, http::Request const& request, ledger::Transaction& tx,
                       config::Client const& client, Settlement const& looked_at) {
  auto const made =
      settle(tx, claim_context(house, request), client, today(house, request), looked_at);
  if (!made) return {conflict("nothing-to-settle", "Nothing came in that is not settled."), false};
  json::Writer out;
  write_settled(out, {made->settlement_id, made->client, made->digest, made->day, made->amount,
                      made->until_seq, made->items});
  return {reply(std::move(out), 201), false};
}

// What has come in is gathered aside; the transaction only keeps it.
boost::asio::awaitable<http::Response> make_settlement(House& house, http::Request request) {
  auto const wish = read_wish(request, {"client_ref", "currency"});
  auto const& client = asked_client(house, request, wish.at("client_ref"));
  auto const looked_at = co_await channels::on_pool(house.workers, [&] {
    return house.store.read([&](ledger::Snapshot& view) {
      return unsettled_in(request, view, client, wish.at("currency"));
    });
  });
  Acting const keep = [&](House& at, http::Request const& asked, ledger::Transaction& tx) {
    return keep_settlement(at, asked, tx, client, looked_at);
  };
  auto const digest = request_digest(request);
  co_return co_await act(house, request, digest, keep);
}

http::Response preview(House& house, http::Request const& request, ledger::Snapshot& view) {
  auto const& client = asked_client(house, request, request.parameter("client_ref"));
  auto const day = today(house, request);
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.body = settlement_csv(unsettled_in(request, view, client, request.parameter("currency")),
                                 client.ref, day);
  return response;
}

http::Response list_settlements(House& house, http::Request const& request,
                                ledger::Snapshot& view) {
  auto const& client = asked_client(house, request, request.parameter("client_ref"));
  ledger::Listed<ledger::SettlementRow> listed;
  listed.rows = ledger::list_settlements(view, request.principal->tenant, client.ref);
  return list_reply(listed, write_settled);
}

http::Response file(House&, http::Request const& request, ledger::Snapshot& view) {
  auto const row = visible(request, ledger::find_settlement(view, request.principal->tenant,
                                                            request.path_parameters.at(0)));
  if (!row) return not_found("settlement");
  auto const document = ledger::find_document(view, row->digest);
  if (!document) return not_found("file of the settlement");
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.body = document->bytes;
  return response;
}

}  // namespace

void add_money_out_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  auto const get = [&](std::string_view pattern, std::string_view summary, Reading handler,
                       http::Says says, std::vector<std::string_view> parameters) {
    routes.push_back({Method::get, pattern, "payments:read", Body::none, false, "Ledger", summary,
                      std::move(parameters), reading_aside(house, std::move(handler)),
                      std::move(says)});
  };
  auto const post = [&](std::string_view pattern, std::string_view summary, Acting handler,
                        http::Says says) {
    routes.push_back({Method::post,
                      pattern,
                      "payments:write",
                      Body::json,
                      false,
                      "Ledger",
                      summary,
                      {},
                      acting(house, std::move(handler)),
                      std::move(says)});
  };
  get("/v1/return-proposals", "Money that debtors have to get back, and whether it is time",
      list_return_proposals, {.gives = "ReturnProposal", .is_list = true}, {"client_ref"});
  post("/v1/returns", "Keep that money went back", give_back,
       {.gives = "Return", .status = 201, .takes = "ReturnWish"});
  post("/v1/return-orders", "A pain.001 for the bank with all that is due to go back", order,
       {.gives = "ReturnOrder", .status = 201, .takes = "ClientWish"});
  get("/v1/settlements", "What was paid out to a client from the service's account",
      list_settlements, {.gives = "Settlement", .is_list = true}, {"client_ref"});
  get("/v1/settlements/preview", "What the next settlement would hold, as CSV", preview,
      {.gives = "", .media = "text/csv"}, {"client_ref", "currency"});
  get("/v1/settlements/{id}/file", "A settlement invoice by invoice, as CSV", file,
      {.gives = "", .media = "text/csv"}, {});
  routes.push_back(
      {Method::post,
       "/v1/settlements",
       "payments:write",
       Body::json,
       false,
       "Ledger",
       "Pay out to the client what the service has collected",
       {},
       [&house](http::Request request) { return make_settlement(house, std::move(request)); },
       {.gives = "Settlement", .status = 201, .takes = "SettlementWish"}});
}

}  // namespace airut::gateway::api
