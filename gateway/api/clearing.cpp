#include <algorithm>

#include "formats/json/object_reader.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/upload.hpp"
#include "gateway/avtalegiro/desk.hpp"
#include "gateway/avtalegiro/send_transmission.hpp"
#include "gateway/avtalegiro/take_file.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "ledger/store/debits.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/mandates.hpp"
#include "ledger/store/recipients.hpp"

// Claims that a clearing house collects: its transmissions, mandates, and the files it sends.
namespace airut::gateway::api {
namespace {

using ledger::Snapshot;
using ledger::Transaction;

void write_transmission(json::Writer& out, ledger::TransmissionRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "transmission");
  out.member("channel", row.channel);
  out.member("number", row.number);
  out.member("state", row.state);
  out.member("claims", row.claims);
  out.member("sum", model::Money{row.sum, *model::Currency::parse("NOK")}.text());
  out.key("assignments");
  out.begin_array();
  for (auto const& one : row.assignments) {
    out.begin_object();
    out.member("number", one.number);
    out.member("account", one.account);
    out.member("withdraws", one.withdraws);
    out.member("claims", one.claims);
    out.end_object();
  }
  out.end_array();
  out.member("attempt_count", row.attempts);
  out.member_if("code", row.code);
  out.member_if("native_code", row.native_code);
  out.member_if("excerpt", row.excerpt);
  out.member("digest", row.digest);
  write_instant(out, "made_at", row.made);
  write_instant(out, "sent_at", row.sent);
  write_instant(out, "next_attempt_at", row.next_at);
  out.end_object();
}

void write_debit_claim(json::Writer& out, ledger::DebitClaimRow const& row) {
  out.begin_object();
  out.member("delivery_id", row.id);
  out.member("invoice_id", row.invoice_id);
  out.member("kid", row.kid);
  write_money(out, "amount", row.amount);
  write_day(out, "due_date", row.due);
  out.member("told_by", row.told_by);
  out.member("state", row.state);
  out.member_if("reason", row.reason);
  out.member("assignment", row.assignment);
  out.member("place", row.place);
  out.end_object();
}

void write_mandate(json::Writer& out, ledger::MandateRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "mandate");
  out.member("client_ref", row.client);
  out.member("scheme", row.scheme);
  out.member("account", row.account);
  out.member("kid", row.kid);
  out.member("payer", row.payer);
  out.member("state", row.state);
  out.member("wants_notice", row.wants_notice);
  if (row.limit) {
    out.member("limit", model::Money{*row.limit, *model::Currency::parse("NOK")}.text());
  }
  write_instant(out, "begun_at", row.begun);
  write_instant(out, "changed_at", row.changed);
  out.member("version", row.version);
  out.end_object();
}

void write_clearing_file(json::Writer& out, ledger::ClearingFileRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "clearing_file");
  out.member("channel", row.channel);
  out.member("name", row.name);
  out.member("kind", row.kind);
  out.member("outcome", row.outcome);
  out.member_if("detail", row.detail);
  out.member_if("about", row.about);
  out.member("items", row.items);
  write_instant(out, "taken_at", row.taken);
  out.end_object();
}

http::Response list_transmissions(House&, http::Request const& request, Snapshot& view) {
  need_whole_tenant(request);
  return list_reply(ledger::list_transmissions(view, request.principal->tenant, page_of(request)),
                    write_transmission);
}

std::optional<ledger::TransmissionRow> asked_transmission(http::Request const& request,
                                                          Snapshot& view) {
  need_whole_tenant(request);
  return ledger::find_transmission(view, request.principal->tenant, request.path_parameters.at(0));
}

http::Response show_transmission(House&, http::Request const& request, Snapshot& view) {
  auto const row = asked_transmission(request, view);
  if (!row) return not_found("transmission");
  json::Writer out;
  write_transmission(out, *row);
  return reply(std::move(out));
}

http::Response transmission_claims(House&, http::Request const& request, Snapshot& view) {
  auto const row = asked_transmission(request, view);
  if (!row) return not_found("transmission");
  ledger::Listed<ledger::DebitClaimRow> listed;
  listed.rows = ledger::claims_of_transmission(view, row->tenant, row->id);
  return list_reply(listed, write_debit_claim);
}

http::Response transmission_bytes(House&, http::Request const& request, Snapshot& view) {
  auto const row = asked_transmission(request, view);
  auto document = row ? ledger::find_document(view, row->digest) : std::nullopt;
  if (!document) return not_found("transmission");
  http::Response response;
  response.content_type = document->media_type;
  response.body = std::move(document->bytes);
  return response;
}

// The channel of claims that serves the tenant, by name or by being the only one.
config::Channel const* clearing_channel(House& house, http::Request const& request,
                                        std::string_view name) {
  config::Channel const* found = nullptr;
  for (auto const& channel : house.settings.channels) {
    bool const claims = std::holds_alternative<config::AvtaleGiroSettings>(channel.transport);
    auto const* tenant = claims ? tenant_of_channel(house.billers, channel.name) : nullptr;
    if (tenant == nullptr || tenant->id != request.principal->tenant) continue;
    if (!name.empty() && channel.name != name) continue;
    if (found != nullptr) return nullptr;
    found = &channel;
  }
  return found;
}

ClearingContext clearing_context(House& house, http::Request const& request,
                                 config::Channel const& channel) {
  return {house.billers,     house.codes,
          house.law,         request.principal->tenant,
          channel.name,      std::get<config::AvtaleGiroSettings>(channel.transport),
          house.clock.now(), request.principal->key_id};
}

http::Response no_channel() {
  return http::problem(422, "channel-unknown", "Name a channel of claims in channel.");
}

Effect resolve_sending(House& house, http::Request const& request, Transaction& tx) {
  auto const row = asked_transmission(request, tx);
  if (!row) return {not_found("transmission"), false};
  auto const* channel = clearing_channel(house, request, row->channel);
  if (channel == nullptr) return {no_channel(), false};
  auto const tree = json::Tree::parse(request.body);
  if (!tree) return {http::invalid(tree.error(), request.language), false};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  auto const outcome = in.one_of("outcome", {"delivered", "not_delivered"});
  auto const note = in.text("evidence");
  if (!outcome && findings.empty()) in.missing("outcome");
  in.finish();
  if (!findings.empty()) return {http::invalid(findings, request.language), false};
  if (!resolve_transmission(tx, clearing_context(house, request, *channel), *row, *outcome == 0,
                            note))
    return {conflict("action-not-available", "The transmission is not unknown."), false};
  json::Writer out;
  write_transmission(out, *ledger::find_transmission(tx, row->tenant, row->id));
  return {reply(std::move(out)), false};
}

http::Response list_mandates(House&, http::Request const& request, Snapshot& view) {
  ledger::MandateFilter filter;
  filter.client = client_filter(request);
  filter.state = text_of(request, "state");
  filter.payer = text_of(request, "payer");
  return list_reply(
      ledger::list_mandates(view, request.principal->tenant, filter, page_of(request)),
      write_mandate);
}

std::string without_zeros(std::string const& text) {
  auto const first = text.find_first_not_of('0');
  return first == text.npos ? std::string{} : text.substr(first);
}

http::Response recipient_mandates(House&, http::Request const& request, Snapshot& view) {
  auto const row = visible(request, ledger::find_recipient_by_id(view, request.principal->tenant,
                                                                 request.path_parameters.at(0)));
  if (!row) return not_found("recipient");
  ledger::MandateFilter filter;
  filter.client = row->client;
  filter.payer = without_zeros(row->external_ref);
  if (filter.payer.empty()) return list_reply(ledger::Listed<ledger::MandateRow>{}, write_mandate);
  return list_reply(
      ledger::list_mandates(view, request.principal->tenant, filter, page_of(request)),
      write_mandate);
}

// What a claim on the mandate may ask at most: the payer said so, or a refusal taught it.
Effect limit_mandate(House& house, http::Request const& request, Transaction& tx) {
  auto const row = visible(
      request, ledger::find_mandate(tx, request.principal->tenant, request.path_parameters.at(0)));
  if (!row) return {not_found("mandate"), false};
  auto const tree = json::Tree::parse(request.body);
  if (!tree) return {http::invalid(tree.error(), request.language), false};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  auto const limit = in.money("limit", *model::Currency::parse("NOK"));
  in.finish();
  if (!findings.empty()) return {http::invalid(findings, request.language), false};
  ledger::MandateChanged fact{row->id,
                              row->client,
                              row->scheme,
                              row->account,
                              row->kid,
                              row->payer,
                              row->state == "active" ? "change" : "end",
                              row->wants_notice,
                              std::nullopt,
                              ""};
  if (limit) fact.limit = limit->minor();
  tx.append(request.principal->tenant, request.principal->key_id, house.clock.now(), fact);
  json::Writer out;
  write_mandate(out, *ledger::find_mandate(tx, row->tenant, row->id));
  return {reply(std::move(out)), false};
}

http::Response list_clearing_files(House&, http::Request const& request, Snapshot& view) {
  need_whole_tenant(request);
  return list_reply(ledger::list_clearing_files(view, request.principal->tenant, page_of(request)),
                    write_clearing_file);
}

boost::asio::awaitable<http::Response> take_uploaded_file(House& house, http::Request request) {
  need_whole_tenant(request);
  auto const* channel = clearing_channel(house, request, text_of(request, "channel"));
  if (channel == nullptr) co_return no_channel();
  take_file_out(request);
  auto const name = text_of(request, "name");
  bool const confirmed = text_of(request, "confirm") == "true";
  Acting const take = [&](House& at, http::Request const& asked, Transaction& tx) {
    auto const context = clearing_context(at, asked, *channel);
    auto const taken = take_clearing_file(tx, context, {name, asked.body, confirmed});
    if (taken.busy) throw http::Unavailable{"The transmission that is spoken of is being sent."};
    json::Writer out;
    write_clearing_file(out,
                        *ledger::find_clearing_file(tx, asked.principal->tenant, taken.file_id));
    return Effect{reply(std::move(out), taken.seen_before ? 200 : 201), taken.queued};
  };
  auto const digest = request_digest(request);
  co_return co_await act(house, request, digest, take);
}

}  // namespace

void add_clearing_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  auto const get = [&](std::string_view pattern, std::string_view scope, std::string_view summary,
                       Reading handler, http::Says says,
                       std::vector<std::string_view> parameters = {}) {
    routes.push_back({Method::get, pattern, scope, Body::none, false, "Direct debit", summary,
                      std::move(parameters), reading(house, std::move(handler)), std::move(says)});
  };
  get("/v1/transmissions", "deliveries:read", "Files for clearing houses, the newest first",
      list_transmissions, {.gives = "Transmission", .is_list = true}, {"limit", "cursor"});
  get("/v1/transmissions/{id}", "deliveries:read", "One of them", show_transmission,
      {.gives = "Transmission"});
  get("/v1/transmissions/{id}/claims", "deliveries:read", "Its claims, in the order of the file",
      transmission_claims, {.gives = "DebitClaim", .is_list = true});
  get("/v1/transmissions/{id}/file", "deliveries:read", "Its bytes", transmission_bytes,
      {.gives = "", .media = "text/plain"});
  get("/v1/mandates", "recipients:read", "Payers who let their banks pay claims", list_mandates,
      {.gives = "Mandate", .is_list = true},
      {"client_ref", "state=active|ended", "payer", "limit", "cursor"});
  get("/v1/recipients/{id}/mandates", "recipients:read", "The mandates of one recipient",
      recipient_mandates, {.gives = "Mandate", .is_list = true}, {"limit", "cursor"});
  get("/v1/clearing-files", "payments:read", "Files that came from clearing houses",
      list_clearing_files, {.gives = "ClearingFile", .is_list = true}, {"limit", "cursor"});
  routes.push_back({Method::post,
                    "/v1/transmissions/{id}/resolve",
                    "deliveries:write",
                    Body::json,
                    false,
                    "Direct debit",
                    "Say whether a transmission arrived of which nobody knows",
                    {},
                    acting(house, resolve_sending),
                    {.gives = "Transmission", .takes = "UnknownWish"}});
  routes.push_back({Method::post,
                    "/v1/mandates/{id}/limit",
                    "recipients:write",
                    Body::json,
                    false,
                    "Direct debit",
                    "Say what a claim on the mandate may ask at most; without limit: anything",
                    {},
                    acting(house, limit_mandate),
                    {.gives = "Mandate", .takes = "MandateLimit"}});
  routes.push_back(
      {Method::post,
       "/v1/clearing-files",
       "payments:write",
       Body::document,
       false,
       "Direct debit",
       "Take in a file of the clearing house: mandates, receipts, OCR giro",
       {"channel", "name", "confirm=true|false"},
       [&house](http::Request request) { return take_uploaded_file(house, std::move(request)); },
       {.gives = "ClearingFile",
        .status = 201,
        .takes_media = {"application/octet-stream", "multipart/form-data"}}});
}

}  // namespace airut::gateway::api
