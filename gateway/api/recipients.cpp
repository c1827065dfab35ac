#include "ledger/store/recipients.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "formats/json/tree.hpp"
#include "formats/json/words.hpp"
#include "formats/model/ids.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/http/entity_tag.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/route/dated_address.hpp"

namespace airut::gateway::api {
namespace bj = boost::json;
namespace {

using ledger::Snapshot;
using ledger::Transaction;

void write_address(json::Writer& out, ledger::AddressRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("address", row.address);
  out.member("intermediary", row.intermediary);
  out.member("source", row.source);
  write_day(out, "valid_from", row.valid_from);
  write_day(out, "valid_to", row.valid_to);
  if (row.direct_payment) out.member("direct_payment", true);
  write_instant(out, "stated_at", row.stated);
  out.member_if("document_id", row.document_id);
  out.member_if("ended_by", row.ended_by);
  out.end_object();
}

// The entry with the address that holds today, and every address that was ever told.
void write_entry(json::Writer& out, House& house, Snapshot& view, ledger::RecipientRow const& row) {
  auto const today = model::day_of(house.clock.now());
  auto const known = known_recipient(view, {row.tenant, row.client, row.external_ref}, today);
  out.key("entry");
  out.raw(known ? write_recipient(*known) : "{}");
  out.key("finvoice_addresses");
  out.begin_array();
  for (auto const& one : ledger::addresses_of(view, row.tenant, row.client, row.external_ref)) {
    write_address(out, one);
  }
  out.end_array();
}

void write_recipient_row(json::Writer& out, House& house, Snapshot& view,
                         ledger::RecipientRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "recipient");
  out.member("client_ref", row.client);
  out.member("external_ref", row.external_ref);
  out.member("version", row.version);
  write_entry(out, house, view, row);
  out.end_object();
}

http::Response list_recipients(House& house, http::Request const& request, Snapshot& view) {
  auto const rows = ledger::list_recipients(view, request.principal->tenant, client_filter(request),
                                            page_of(request));
  return list_reply(rows, [&](json::Writer& out, auto const& row) {
    write_recipient_row(out, house, view, row);
  });
}

http::Response show_recipient(House& house, http::Request const& request, Snapshot& view) {
  auto const row = visible(request, ledger::find_recipient_by_id(view, request.principal->tenant,
                                                                 request.path_parameters.at(0)));
  if (!row) return not_found("recipient");
  json::Writer out;
  write_recipient_row(out, house, view, *row);
  auto response = reply(std::move(out));
  response.headers.emplace_back("ETag", http::version_tag(row->version));
  return response;
}

// The client that the entry names, or the only one that the key may bill for.
config::Client const* billing_client(House& house, http::Request const& request,
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

http::Response changed_meanwhile() {
  return http::problem(412, "changed-meanwhile", "The recipient was changed meanwhile.");
}

// Which recipient an entry is for; id "" makes a new one.
struct Whose {
  std::string id, client, external_ref;
};

// What the client says of the address. Silence ends only what the client said himself: what the
// debtor ordered at his bank he ends there.
void keep_address(Transaction& tx, Debtor const& who, std::string const& id,
                  std::optional<FinvoiceAddress> const& pair, std::string const& actor,
                  model::Instant now) {
  AddressWord word;
  word.source = "client";
  word.stated = now;
  if (pair) {
    word.pair = *pair;
    static_cast<void>(say_address(tx, who, id, word, actor, now));
    return;
  }
  auto const rows = ledger::addresses_of(tx, who.tenant, who.client, who.external_ref);
  auto const* holds = ledger::address_on(rows, model::day_of(now));
  if (holds == nullptr || holds->source == "receiver-notice") return;
  word.pair = {holds->address, holds->intermediary};
  static_cast<void>(end_address(tx, who, id, word, actor, now));
}

ledger::RecipientRow keep_recipient(House& house, http::Request const& request, Transaction& tx,
                                    Whose const& whose, RecipientEntry entry) {
  entry.client_ref = whose.client;
  ledger::RecipientUpdated fact;
  fact.recipient_id = whose.id.empty() ? model::new_id("rcp", house.clock.now()) : whose.id;
  fact.client = whose.client;
  fact.external_ref = whose.external_ref;
  fact.type = json::words::party_type(entry.type);
  fact.language = entry.language;
  fact.priority = entry.priority;
  fact.personal_record = write_recipient(entry);
  auto const& tenant = request.principal->tenant;
  auto const& actor = request.principal->key_id;
  auto const now = house.clock.now();
  tx.append(tenant, actor, now, fact);
  Debtor const who{tenant, whose.client, whose.external_ref};
  keep_address(tx, who, fact.recipient_id, entry.finvoice, actor, now);
  return *ledger::find_recipient(tx, tenant, whose.client, whose.external_ref);
}

Effect shown(House& house, Snapshot& view, ledger::RecipientRow const& row, int status) {
  json::Writer out;
  write_recipient_row(out, house, view, row);
  auto response = reply(std::move(out), status);
  response.headers.emplace_back("ETag", http::version_tag(row.version));
  return {std::move(response), false};
}

Effect upsert(House& house, http::Request const& request, Transaction& tx) {
  constexpr std::size_t reference_bytes = 64;
  auto const& external_ref = request.path_parameters.at(0);
  if (external_ref.size() > reference_bytes)
    return {http::problem(422, "wrong-value", "A customer number has at most 64 bytes."), false};
  auto entry = read_recipient(request.body);
  if (!entry) return {http::invalid(entry.error(), request.language), false};
  auto const* client = billing_client(house, request, *entry);
  if (!client) {
    return {http::problem(422, "client-unknown", "Name the billing client in client_ref."), false};
  }
  auto const before =
      ledger::find_recipient(tx, request.principal->tenant, client->ref, external_ref);
  auto const match = request.header("if-match");
  if (!match.empty() &&
      (!before || !http::if_match_names(match, http::version_tag(before->version))))
    return {changed_meanwhile(), false};
  Whose const whose{before ? before->id : "", client->ref, external_ref};
  auto const row = keep_recipient(house, request, tx, whose, *std::move(entry));
  return shown(house, tx, row, before ? 200 : 201);
}

// A byte order mark says nothing (RFC 8259 section 8.1).
std::string_view without_mark(std::string_view body) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  return body.starts_with(mark) ? body.substr(mark.size()) : body;
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
  if (!http::if_match_names(match, http::version_tag(row->version)))
    return {changed_meanwhile(), false};
  if (auto const strict = json::Tree::parse(request.body); !strict)
    return {http::invalid(strict.error(), request.language), false};
  auto merged = bj::parse(row->record.empty() ? "{}" : row->record);
  merge(merged, bj::parse(without_mark(request.body)));
  auto entry = read_recipient(bj::serialize(merged));
  if (!entry) return {http::invalid(entry.error(), request.language), false};
  if (!entry->client_ref.empty() && entry->client_ref != row->client)
    return {http::problem(422, "wrong-value", "A recipient stays with its billing client."), false};
  Whose const whose{row->id, row->client, row->external_ref};
  return shown(house, tx, keep_recipient(house, request, tx, whose, *std::move(entry)), 200);
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
  add_recipient_import(house, routes);
  add_erasure_routes(house, routes);
  get("/v1/recipients", "The recipient register", list_recipients,
      {.gives = "Recipient", .is_list = true}, {"client_ref", "limit", "cursor"});
  get("/v1/recipients/{id}", "One recipient", show_recipient, {"Recipient"});
  write(Method::put, "/v1/recipients/by-ref/{external_ref}",
        "Create or replace by the client's own customer number", upsert,
        {.gives = "Recipient", .takes = "RecipientEntry"});
  write(Method::patch, "/v1/recipients/{id}", "Change some of it (JSON merge patch)", patch,
        {.gives = "Recipient", .takes = "RecipientEntry", .if_match = true});
}

}  // namespace airut::gateway::api
