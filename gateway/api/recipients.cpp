#include "ledger/store/recipients.hpp"

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/route/recipient_entry.hpp"

namespace airut::gateway::api {
namespace {

using ledger::Snapshot;
using ledger::Transaction;

void write_recipient_row(json::Writer& out, ledger::RecipientRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "recipient");
  out.member("client_ref", row.client);
  out.member("external_ref", row.external_ref);
  out.member("version", row.version);
  out.key("entry");
  out.raw(row.record.empty() ? "{}" : row.record);
  out.end_object();
}

http::Response list(House&, http::Request const& request, Snapshot& view) {
  auto const rows = ledger::list_recipients(view, request.principal->tenant,
                                            text_of(request, "client_ref"), page_of(request));
  return list_reply(rows,
                    [](json::Writer& out, auto const& row) { write_recipient_row(out, row); });
}

http::Response show(House&, http::Request const& request, Snapshot& view) {
  auto const row =
      ledger::find_recipient_by_id(view, request.principal->tenant, request.path_parameters.at(0));
  if (!row) return not_found("recipient");
  json::Writer out;
  write_recipient_row(out, *row);
  auto response = reply(std::move(out));
  response.headers.emplace_back("ETag", fmt::format("\"{}\"", row->version));
  return response;
}

// The client that the entry names, or the only one.
config::Client const* client_of(House& house, http::Request const& request,
                                RecipientEntry const& entry) {
  auto const& tenant = request.principal->tenant;
  if (!entry.client_ref.empty()) return house.billers.client(tenant, entry.client_ref);
  auto const* home = house.billers.tenant(tenant);
  return home && home->clients.size() == 1 ? &home->clients.front() : nullptr;
}

Effect upsert(House& house, http::Request const& request, Transaction& tx) {
  auto entry = read_recipient(request.body);
  if (!entry) return {http::invalid(entry.error(), request.language), false};
  auto const* client = client_of(house, request, *entry);
  if (!client) {
    return {http::problem(422, "client-unknown", "Name the billing client in client_ref."), false};
  }
  entry->client_ref = client->ref;
  auto const& tenant = request.principal->tenant;
  auto const& external_ref = request.path_parameters.at(0);
  auto const before = ledger::find_recipient(tx, tenant, client->ref, external_ref);
  auto const match = request.header("if-match");
  if (!match.empty() && (!before || match != fmt::format("\"{}\"", before->version))) {
    return {http::problem(412, "changed-meanwhile", "The recipient was changed meanwhile."), false};
  }
  ledger::RecipientUpdated fact;
  fact.recipient_id = before ? before->id : model::new_id("rcp", house.clock.now());
  fact.client = client->ref;
  fact.external_ref = external_ref;
  fact.type = entry->type == model::PartyType::consumer      ? "consumer"
              : entry->type == model::PartyType::business    ? "business"
              : entry->type == model::PartyType::public_body ? "public"
                                                             : "";
  fact.language = entry->language;
  fact.priority = entry->priority;
  fact.personal_record = write_recipient(*entry);
  tx.append(tenant, request.principal->key_id, house.clock.now(), fact);
  auto const row = ledger::find_recipient(tx, tenant, client->ref, external_ref);
  json::Writer out;
  write_recipient_row(out, *row);
  return {reply(std::move(out), before ? 200 : 201), false};
}

}  // namespace

void add_recipient_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  routes.push_back({Method::get,
                    "/v1/recipients",
                    "recipients:read",
                    Body::none,
                    false,
                    "Recipients",
                    "The debtor register",
                    {"client_ref", "limit", "cursor"},
                    reading(house, list)});
  routes.push_back({Method::get,
                    "/v1/recipients/{id}",
                    "recipients:read",
                    Body::none,
                    false,
                    "Recipients",
                    "One recipient",
                    {},
                    reading(house, show)});
  routes.push_back({Method::put,
                    "/v1/recipients/by-ref/{external_ref}",
                    "recipients:write",
                    Body::json,
                    false,
                    "Recipients",
                    "Create or replace by the client's own customer number",
                    {},
                    acting(house, upsert)});
}

}  // namespace airut::gateway::api
