#include <memory>
#include <stdexcept>

#include "gateway/api/reply.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/erasure/erase.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {
namespace {

void write_kept(json::Writer& out, KeptItem const& item) {
  out.begin_object();
  out.member("class", item.item_class);
  out.member("id", item.id);
  out.member_if("number", item.number);
  out.member("reason", item.reason);
  out.member_if("law", item.law);
  write_day(out, "may_go_on", item.may_go);
  out.end_object();
}

http::Response erasure_reply(Erased const& erased, ledger::RecipientRow const& row) {
  json::Writer out;
  out.begin_object();
  out.member_if("id", erased.id);
  out.member("object", "erasure");
  out.member("recipient_id", row.id);
  out.member("client_ref", row.client);
  out.key("erased");
  out.begin_array();
  for (auto const& [name, count] : erased.survey.classes) {
    out.begin_object();
    out.member("class", name);
    out.member("count", count);
    out.end_object();
  }
  out.end_array();
  out.key("kept");
  out.begin_array();
  for (auto const& item : erased.survey.kept) write_kept(out, item);
  out.end_array();
  out.end_object();
  return reply(std::move(out));
}

Effect erase_data(House& house, config::Retention const& retention, http::Request const& request,
                  ledger::Transaction& tx) {
  auto const& principal = *request.principal;
  auto const row = visible(
      request, ledger::find_recipient_by_id(tx, principal.tenant, request.path_parameters.at(0)));
  if (!row) return {not_found("recipient"), false};
  auto const wish = read_wish(request, {"reason"});
  auto const& reason = wish.at("reason");
  if (reason.empty())
    return {http::problem(422, "required", "Say why in reason, without naming anybody."), false};
  ErasureContext const context{house.billers, retention, principal.tenant, principal.key_id,
                               house.clock.now()};
  return {erasure_reply(erase(tx, context, *row, reason), *row), false};
}

}  // namespace

void add_erasure_routes(House& house, http::Routes& routes) {
  auto loaded =
      config::Retention::load(house.settings.tables_directory, house.settings.tables_overlay);
  if (!loaded) throw std::runtime_error{loaded.error()};
  auto const retention = std::make_shared<config::Retention const>(*std::move(loaded));
  Acting const handler = [retention](House& in, http::Request const& request,
                                     ledger::Transaction& tx) {
    return erase_data(in, *retention, request, tx);
  };
  routes.push_back({http::Method::delete_,
                    "/v1/recipients/{id}/personal-data",
                    "recipients:erase",
                    http::Body::json,
                    false,
                    "Recipients",
                    "Erase what is kept of a recipient and no law asks for",
                    {},
                    acting(house, handler),
                    {.gives = "Erasure", .takes = "ErasureWish"}});
}

}  // namespace airut::gateway::api
