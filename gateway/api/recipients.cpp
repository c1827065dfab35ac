#include "ledger/store/recipients.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "formats/json/tree.hpp"
#include "formats/model/ids.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/route/recipient_entry.hpp"

namespace airut::gateway::api {
namespace bj = boost::json;
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
  auto const rows = ledger::list_recipients(view, request.principal->tenant, client_filter(request),
                                            page_of(request));
  return list_reply(rows,
                    [](json::Writer& out, auto const& row) { write_recipient_row(out, row); });
}

http::Response show(House&, http::Request const& request, Snapshot& view) {
  auto const row = visible(request, ledger::find_recipient_by_id(view, request.principal->tenant,
                                                                 request.path_parameters.at(0)));
  if (!row) return not_found("recipient");
  json::Writer out;
  write_recipient_row(out, *row);
  auto response = reply(std::move(out));
  response.headers.emplace_back("ETag", fmt::format("\"{}\"", row->version));
  return response;
}

// The client that the entry names, or the only one that the key may bill for.
config::Client const* client_of(House& house, http::Request const& request,
                                RecipientEntry const& entry) {
  auto const& tenant = request.principal->tenant;
  auto const& own = request.principal->clients;
  if (!entry.client_ref.empty())
    return may_see(request, entry.client_ref) ? house.billers.client(tenant, entry.client_ref)
                                              : nullptr;
  if (own.size() == 1) return house.billers.client(tenant, own.front());
  auto const* home = house.billers.tenant(tenant);
  return home && home->clients.size() == 1 ? &home->clients.front() : nullptr;
}

std::string tag_of(ledger::RecipientRow const& row) { return fmt::format("\"{}\"", row.version); }

http::Response changed_meanwhile() {
  return http::problem(412, "changed-meanwhile", "The recipient was changed meanwhile.");
}

std::string_view type_text(model::PartyType type) {
  switch (type) {
    case model::PartyType::consumer:
      return "consumer";
    case model::PartyType::business:
      return "business";
    case model::PartyType::public_body:
      return "public";
    case model::PartyType::unknown:
      return "";
  }
  return "";
}

// Which recipient an entry is for; id "" makes a new one.
struct Whose {
  std::string id, client, external_ref;
};

ledger::RecipientRow keep(House& house, http::Request const& request, Transaction& tx,
                          Whose const& whose, RecipientEntry entry) {
  entry.client_ref = whose.client;
  ledger::RecipientUpdated fact;
  fact.recipient_id = whose.id.empty() ? model::new_id("rcp", house.clock.now()) : whose.id;
  fact.client = whose.client;
  fact.external_ref = whose.external_ref;
  fact.type = type_text(entry.type);
  fact.language = entry.language;
  fact.priority = entry.priority;
  fact.personal_record = write_recipient(entry);
  auto const& tenant = request.principal->tenant;
  tx.append(tenant, request.principal->key_id, house.clock.now(), fact);
  return *ledger::find_recipient(tx, tenant, whose.client, whose.external_ref);
}

Effect shown(ledger::RecipientRow const& row, int status) {
  json::Writer out;
  write_recipient_row(out, row);
  auto response = reply(std::move(out), status);
  response.headers.emplace_back("ETag", tag_of(row));
  return {std::move(response), false};
}

Effect upsert(House& house, http::Request const& request, Transaction& tx) {
  constexpr std::size_t reference_bytes = 64;
  auto const& external_ref = request.path_parameters.at(0);
  if (external_ref.size() > reference_bytes)
    return {http::problem(422, "wrong-value", "A customer number has at most 64 bytes."), false};
  auto entry = read_recipient(request.body);
  if (!entry) return {http::invalid(entry.error(), request.language), false};
  auto const* client = client_of(house, request, *entry);
  if (!client) {
    return {http::problem(422, "client-unknown", "Name the billing client in client_ref."), false};
  }
  auto const before =
      ledger::find_recipient(tx, request.principal->tenant, client->ref, external_ref);
  auto const match = request.header("if-match");
  if (!match.empty() && (!before || match != tag_of(*before))) return {changed_meanwhile(), false};
  Whose const whose{before ? before->id : "", client->ref, external_ref};
  return shown(keep(house, request, tx, whose, *std::move(entry)), before ? 200 : 201);
}

// RFC 7396: null takes a member away, an object goes deeper, all else replaces.
void merge(bj::value& target, bj::value const& patch) {
  if (!patch.is_object()) {
    target = patch;
    return;
  }
  if (!target.is_object()) target = bj::object{};
  for (auto const& [name, value] : patch.as_object()) {
    if (value.is_null())
      target.as_object().erase(name);
    else
      merge(target.as_object()[name], value);
  }
}

Effect patch(House& house, http::Request const& request, Transaction& tx) {
  auto const match = request.header("if-match");
  if (match.empty())
    return {http::problem(428, "if-match-missing", "Send the ETag that you read as If-Match."),
            false};
  auto const row = visible(request, ledger::find_recipient_by_id(tx, request.principal->tenant,
                                                                 request.path_parameters.at(0)));
  if (!row) return {not_found("recipient"), false};
  if (match != tag_of(*row)) return {changed_meanwhile(), false};
  if (auto const strict = json::Tree::parse(request.body); !strict)
    return {http::invalid(strict.error(), request.language), false};
  auto merged = bj::parse(row->record.empty() ? "{}" : row->record);
  merge(merged, bj::parse(request.body));
  auto entry = read_recipient(bj::serialize(merged));
  if (!entry) return {http::invalid(entry.error(), request.language), false};
  if (!entry->client_ref.empty() && entry->client_ref != row->client)
    return {http::problem(422, "wrong-value", "A recipient stays with its billing client."), false};
  Whose const whose{row->id, row->client, row->external_ref};
  return shown(keep(house, request, tx, whose, *std::move(entry)), 200);
}

}  // namespace

void add_recipient_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  auto const get = [&](std::string_view pattern, std::string_view summary, Reading handler,
                       http::Says says, std::vector<std::string_view> parameters = {}) {
    routes.push_back({Method::get, pattern, "recipients:read", Body::none, false, "Recipients",
                      summary, std::move(parameters), reading(house, std::move(handler)),
                      std::move(says)});
  };
  auto const write = [&](Method method, std::string_view pattern, std::string_view summary,
                         Acting handler, http::Says says) {
    routes.push_back({method,
                      pattern,
                      "recipients:write",
                      Body::json,
                      false,
                      "Recipients",
                      summary,
                      {},
                      acting(house, std::move(handler)),
                      std::move(says)});
  };
  get("/v1/recipients", "The debtor register", list, {.gives = "Recipient", .is_list = true},
      {"client_ref", "limit", "cursor"});
  get("/v1/recipients/{id}", "One recipient", show, {"Recipient"});
  write(Method::put, "/v1/recipients/by-ref/{external_ref}",
        "Create or replace by the client's own customer number", upsert,
        {.gives = "Recipient", .takes = "RecipientEntry"});
  write(Method::patch, "/v1/recipients/{id}", "Change some of it (JSON merge patch)", patch,
        {.gives = "Recipient", .takes = "RecipientEntry", .if_match = true});
}

}  // namespace airut::gateway::api
