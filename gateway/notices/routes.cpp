#include <algorithm>

#include <boost/asio/post.hpp>

#include "formats/json/object_reader.hpp"
#include "formats/model/ids.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/deviations/trouble.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/notices/make_notice.hpp"
#include "gateway/notices/parts.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

using Parts = std::shared_ptr<NoticeDesk::Parts>;

void write_notice(json::Writer& out, ledger::SenderNoticeRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "sender_notice");
  out.member("client_ref", row.client);
  out.member("channel", row.channel);
  out.member("action", row.action);
  out.member("bank", row.bank);
  out.member("payment_instruction", row.payment_instruction);
  out.member("state", row.state);
  out.member("attempts", std::int64_t{row.attempts});
  out.member_if("code", row.code);
  out.member_if("native_code", row.native_code);
  out.member_if("excerpt", row.excerpt);
  api::write_instant(out, "made_at", row.made);
  api::write_instant(out, "changed_at", row.changed);
  out.end_object();
}

struct Wish {
  std::optional<finvoice_notice::Action> action;
  std::vector<std::string> banks;
};

Wish read_wish(http::Request const& request) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  Wish wish;
  wish.action = finvoice_notice::parse_action(in.needed_text("action"));
  if (!wish.action) in.wrong("action", "wrong-value", "The action is ADD, CHANGE or DELETE.");
  wish.banks = in.texts("banks", 50, 11);
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return wish;
}

http::Response cannot(std::string_view why) {
  return http::problem(422, "notice-not-possible", why);
}

ledger::SenderNoticeRow make(http::Request const& request, ledger::Transaction& tx,
                             config::Client const& client, NoticeWish const& wish,
                             std::string const& bytes) {
  auto const& tenant = request.principal->tenant;
  ledger::SenderNoticeMade fact;
  fact.notice_id = wish.id;
  fact.client = client.ref;
  fact.channel = client.e_invoice.channel;
  fact.action = finvoice_notice::action_text(wish.action);
  fact.bank = wish.bank;
  fact.payment_instruction = client.e_invoice.payment_instruction;
  fact.digest = ledger::keep_document(tx, "application/xml", bytes);
  tx.append(tenant, request.principal->key_id, wish.made, fact);
  return *ledger::find_sender_notice(tx, tenant, wish.id);
}

// One notice a bank; all of them or none.
api::Effect make_all(api::House& house, http::Request const& request, ledger::Transaction& tx) {
  auto const& ref = request.path_parameters.at(0);
  auto const* client =
      api::may_see(request, ref) ? house.billers.client(request.principal->tenant, ref) : nullptr;
  if (client == nullptr) return {api::not_found("billing client"), false};
  auto const wish = read_wish(request);
  auto const& settings = client->e_invoice;
  if (settings.payment_instruction.empty())
    return {cannot("The client has no [tenant.client.e_invoice] in the settings."), false};
  auto const& banks = wish.banks.empty() ? settings.banks : wish.banks;
  if (banks.empty()) return {cannot("Name the banks that are told."), false};
  auto const* channel = house.billers.channel(settings.channel);
  if (channel == nullptr) return {cannot("The channel is not configured."), false};
  std::vector<std::pair<NoticeWish, std::string>> made;
  for (auto const& bank : banks) {
    NoticeWish one{*wish.action, bank, model::new_id("sni", house.clock.now()), house.clock.now()};
    auto bytes = notice_bytes(*client, *channel, one);
    if (!bytes) return {cannot(bytes.error().text), false};
    made.emplace_back(std::move(one), *std::move(bytes));
  }
  ledger::Listed<ledger::SenderNoticeRow> listed;
  for (auto const& [one, bytes] : made)
    listed.rows.push_back(make(request, tx, *client, one, bytes));
  auto response = api::list_reply(listed, write_notice);
  response.status = 201;
  return {std::move(response), false};
}

http::Response list(api::House&, http::Request const& request, ledger::Snapshot& view) {
  return api::list_reply(
      ledger::list_sender_notices(view, request.principal->tenant, api::client_filter(request),
                                  api::page_of(request)),
      write_notice);
}

std::optional<ledger::SenderNoticeRow> row_of(http::Request const& request,
                                              ledger::Snapshot& view) {
  return api::visible(request, ledger::find_sender_notice(view, request.principal->tenant,
                                                          request.path_parameters.at(0)));
}

http::Response content(api::House&, http::Request const& request, ledger::Snapshot& view) {
  auto const row = row_of(request, view);
  auto document = row ? ledger::find_document(view, row->digest) : std::nullopt;
  if (!document) return api::not_found("sender notice");
  return {200, "application/octet-stream", std::move(document->bytes), {}};
}

// Nobody could tell whether the bank has it; a person found out.
api::Effect resolve(api::House& house, http::Request const& request, ledger::Transaction& tx) {
  auto const row = row_of(request, tx);
  if (!row) return {api::not_found("sender notice"), false};
  auto const wish = api::read_wish(request, {"outcome", "evidence"});
  auto const& outcome = wish.at("outcome");
  if (outcome != "delivered" && outcome != "not_delivered")
    return {http::problem(422, "wrong-value", "outcome is delivered or not_delivered."), false};
  if (row->state != "unknown")
    return {api::conflict("action-not-available", "The notice is not unknown."), false};
  ledger::SenderNoticeMoved fact;
  fact.notice_id = row->id;
  fact.from = row->state;
  fact.to = outcome == "delivered" ? "sent" : "deferred";
  fact.personal_excerpt = wish.at("evidence");
  tx.append(row->tenant, request.principal->key_id, house.clock.now(), fact);
  if (fact.to == "sent") follow_sent(tx, house, *row);
  settle(tx, {row->tenant, row->channel, row->id, "transport.unresolved", "", ""},
         "close_no_action", house.clock.now());
  json::Writer out;
  write_notice(out, *ledger::find_sender_notice(tx, row->tenant, row->id));
  return {api::reply(std::move(out)), false};
}

http::Route route_of(http::Method method, std::string_view pattern, std::string_view summary,
                     http::Says says) {
  http::Route route;
  route.method = method;
  route.pattern = pattern;
  bool const reads = method == http::Method::get;
  route.scope = reads ? "channels:read" : "channels:write";
  route.body = reads ? http::Body::none : http::Body::json;
  route.tag = "Banks";
  route.summary = summary;
  route.says = std::move(says);
  return route;
}

using Handle = std::function<asio::awaitable<http::Response>(http::Request)>;

// Acts, and has the desk look at once.
asio::awaitable<http::Response> act_and_look(Parts parts, Handle act, http::Request request) {
  auto response = co_await act(std::move(request));
  asio::post(parts->strand, [parts] { parts->look(); });
  co_return response;
}

void add_acting(Parts const& parts, http::Routes& routes, http::Route route, api::Acting handler) {
  auto const act = api::acting(parts->house, std::move(handler));
  route.handle = [parts, act](http::Request request) {
    return act_and_look(parts, act, std::move(request));
  };
  routes.push_back(std::move(route));
}

}  // namespace

void add_notice_routes(Parts const& parts, http::Routes& routes) {
  using http::Method;
  add_acting(
      parts, routes,
      route_of(
          Method::post, "/v1/clients/{ref}/sender-notices",
          "Tell banks what their customers may order of the client",
          {.gives = "SenderNotice", .status = 201, .takes = "SenderNoticeWish", .is_list = true}),
      make_all);
  add_acting(parts, routes,
             route_of(Method::post, "/v1/sender-notices/{id}/resolve",
                      "Say whether a notice arrived of which nobody knows",
                      {.gives = "SenderNotice", .takes = "UnknownWish"}),
             resolve);
  auto listing =
      route_of(Method::get, "/v1/sender-notices", "What banks were told, and how it went",
               {.gives = "SenderNotice", .is_list = true});
  listing.parameters = {"client_ref", "limit", "cursor"};
  listing.handle = api::reading(parts->house, list);
  routes.push_back(std::move(listing));
  auto bytes = route_of(Method::get, "/v1/sender-notices/{id}/content", "Its bytes in their frame",
                        {.gives = "", .media = "application/octet-stream"});
  bytes.handle = api::reading(parts->house, content);
  routes.push_back(std::move(bytes));
}

}  // namespace airut::gateway
