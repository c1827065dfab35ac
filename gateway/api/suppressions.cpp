#include "ledger/store/suppressions.hpp"

#include "gateway/api/reply.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {
namespace {

void write_suppression(json::Writer& out, ledger::SuppressionRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "suppression");
  out.member("client_ref", row.client);
  out.member("channel", row.channel);
  out.member("address", row.address);
  out.member("code", row.code);
  out.member("delivery_id", row.delivery_id);
  write_instant(out, "since", row.since);
  write_instant(out, "released_at", row.released);
  out.end_object();
}

http::Response list_suppressions(House&, http::Request const& request, ledger::Snapshot& view) {
  need_whole_tenant(request);
  return list_reply(ledger::list_suppressions(view, request.principal->tenant, page_of(request)),
                    write_suppression);
}

// The address was corrected at its owner's, or he wants mail again.
Effect release_suppression(House& house, http::Request const& request, ledger::Transaction& tx) {
  need_whole_tenant(request);
  auto const wish = read_wish(request, {"reason"});
  auto const& tenant = request.principal->tenant;
  auto const& id = request.path_parameters.at(0);
  auto const row = ledger::find_suppression(tx, tenant, id);
  if (!row) return {not_found("suppression"), false};
  if (row->released) return {conflict("action-not-available", "It is released already."), false};
  tx.append(tenant, request.principal->key_id, house.clock.now(),
            ledger::AddressReleased{id, wish.at("reason")});
  json::Writer out;
  write_suppression(out, *ledger::find_suppression(tx, tenant, id));
  return {reply(std::move(out)), false};
}

}  // namespace

void add_suppression_routes(House& house, http::Routes& routes) {
  routes.push_back({http::Method::get,
                    "/v1/suppressions",
                    "recipients:read",
                    http::Body::none,
                    false,
                    "Recipients",
                    "Addresses to which nothing more is sent, and why",
                    {"limit", "cursor"},
                    reading(house, list_suppressions),
                    {.gives = "Suppression", .is_list = true}});
  routes.push_back({http::Method::post,
                    "/v1/suppressions/{id}/release",
                    "recipients:write",
                    http::Body::json,
                    true,
                    "Recipients",
                    "Send to the address again",
                    {},
                    acting(house, release_suppression),
                    {.gives = "Suppression", .takes = "ReasonWish"}});
}

}  // namespace airut::gateway::api
