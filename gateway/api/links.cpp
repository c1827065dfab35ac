#include "ledger/store/links.hpp"

#include <chrono>
#include <variant>

#include "formats/model/ids.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/resources.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/portal/token.hpp"
#include "ledger/store/invoices.hpp"

namespace airut::gateway::api {
namespace {

using ledger::Snapshot;
using ledger::Transaction;

// Never with the token: whoever may read this may not open the debtor's page by it.
void write_link(json::Writer& out, ledger::LinkRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "link");
  out.member("invoice_id", row.invoice_id);
  write_instant(out, "expires_at", row.expires);
  out.member("revoked", row.revoked);
  out.member("viewed", row.viewed);
  out.end_object();
}

http::Response links_reply(Snapshot& view, std::string_view tenant, std::string_view invoice) {
  ledger::Listed<ledger::LinkRow> listed;
  listed.rows = ledger::list_links(view, tenant, invoice);
  return list_reply(listed, write_link);
}

http::Response list_links(House&, http::Request const& request, Snapshot& view) {
  auto const& id = request.path_parameters.at(0);
  if (!visible(request, ledger::find_invoice(view, request.principal->tenant, id)))
    return not_found("invoice");
  return links_reply(view, request.principal->tenant, id);
}

http::Response issued(config::PortalSettings const& portal, ledger::LinkRow const& link) {
  auto const token = sign_link({link.id, link.expires}, portal.signing_key.value);
  json::Writer out;
  out.begin_object();
  out.member("id", link.id);
  out.member("object", "link");
  out.member("invoice_id", link.invoice_id);
  out.member("url", portal.base_url + "/h/" + token);
  write_instant(out, "expires_at", link.expires);
  out.end_object();
  return reply(std::move(out), 201);
}

http::Response issued_again(House& house, http::Request const&, Snapshot& view,
                            std::string const& link_id) {
  auto const link = ledger::find_link(view, link_id);
  auto const* portal = house.billers.portal();
  if (!link || portal == nullptr) return not_found("link");
  return issued(*portal, *link);
}

// The address is in this answer alone: the store keeps the link's id, not its token, also for a
// repeat of the request.
Effect issue(House& house, http::Request const& request, Transaction& tx) {
  auto const& tenant = request.principal->tenant;
  auto const& id = request.path_parameters.at(0);
  auto const invoice = visible(request, ledger::find_invoice(tx, tenant, id));
  if (!invoice) return {not_found("invoice"), false};
  auto const* portal = house.billers.portal();
  if (portal == nullptr) return {conflict("no-portal", "This gateway has no portal."), false};
  if (invoice->status == "cancelled") return {conflict("cancelled", "It is cancelled."), false};
  auto const now = house.clock.now();
  auto const expires =
      std::chrono::floor<std::chrono::seconds>(now) + std::chrono::hours{24} * portal->link_days;
  ledger::LinkIssued const fact{id, model::new_id("lnk", now), model::Instant{expires}};
  tx.append(tenant, request.principal->key_id, now, fact);
  return {issued(*portal, {fact.link_id, tenant, id, fact.expires}), false, fact.link_id};
}

Effect revoke(House& house, http::Request const& request, Transaction& tx) {
  auto const wish = read_wish(request, {"reason"});
  auto const& tenant = request.principal->tenant;
  auto const& id = request.path_parameters.at(0);
  if (!visible(request, ledger::find_invoice(tx, tenant, id))) return {not_found("invoice"), false};
  for (auto const& link : ledger::list_links(tx, tenant, id)) {
    if (link.revoked) continue;
    ledger::LinkRevoked const fact{id, link.id, wish.at("reason")};
    tx.append(tenant, request.principal->key_id, house.clock.now(), fact);
  }
  return {links_reply(tx, tenant, id), false};
}

}  // namespace

void add_link_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  routes.push_back({Method::get,
                    "/v1/invoices/{id}/links",
                    "invoices:read",
                    Body::none,
                    false,
                    "Invoices",
                    "Links to its page, without their tokens",
                    {},
                    reading(house, list_links),
                    {.gives = "Link", .is_list = true}});
  routes.push_back({Method::post,
                    "/v1/invoices/{id}/links",
                    "invoices:write",
                    Body::json,
                    true,
                    "Invoices",
                    "A new link to its page, to hand to the debtor",
                    {},
                    acting(house, issue, issued_again),
                    {.gives = "Link", .status = 201, .takes = "LinkWish"}});
  routes.push_back({Method::post,
                    "/v1/invoices/{id}/links/revoke",
                    "invoices:write",
                    Body::json,
                    true,
                    "Invoices",
                    "Close every link to its page",
                    {},
                    acting(house, revoke),
                    {.gives = "Link", .takes = "ReasonWish", .is_list = true}});
}

}  // namespace airut::gateway::api
