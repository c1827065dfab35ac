#include "formats/json/object_reader.hpp"
#include "gateway/agency/take_reports.hpp"
#include "gateway/api/case_writers.hpp"
#include "gateway/api/contexts.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/claim/collection_case.hpp"
#include "gateway/claim/remittance.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"

// Collection cases: the client acts, the agency tells.
namespace airut::gateway::api {
namespace {

using ledger::Snapshot;
using ledger::Transaction;
using ledger::collection::By;

http::Response list_cases(House&, http::Request const& request, Snapshot& view) {
  ledger::CaseFilter filter;
  filter.client = client_filter(request);
  filter.state = text_of(request, "state");
  filter.open_only = request.parameter("open_only") == "true";
  filter.handed_to = request.principal->agency;
  auto const rows = ledger::list_cases(view, request.principal->tenant, filter, page_of(request));
  return list_reply(rows, [](json::Writer& out, auto const& row) { write_case(out, row); });
}

std::optional<ledger::CaseRow> asked_case(http::Request const& request, Snapshot& view) {
  auto row = visible(
      request, ledger::find_case(view, request.principal->tenant, request.path_parameters.at(0)));
  // An agency's key knows the cases that it was given, and of no others that they are there.
  auto const& agency = request.principal->agency;
  if (row && !agency.empty() && !(row->is_ordered && row->partner == agency)) row.reset();
  return row;
}

http::Response show_case(House&, http::Request const& request, Snapshot& view) {
  auto const row = asked_case(request, view);
  if (!row) return not_found("collection case");
  json::Writer out;
  write_case(out, *row);
  return reply(std::move(out));
}

http::Response statement(House&, http::Request const& request, Snapshot& view) {
  auto const row = asked_case(request, view);
  if (!row) return not_found("collection case");
  if (!row->is_ordered) {
    return http::problem(409, "not-ordered", "Nothing was handed over for collection yet.");
  }
  json::Writer out;
  write_statement(out, *row);
  return reply(std::move(out));
}

ledger::Components read_components(json::ObjectReader const& above, json::Node const& node,
                                   model::Currency currency) {
  json::ObjectReader in{above, node, "paid"};
  model::Money const zero{0, currency};
  ledger::Components sums{
      in.money("principal", currency).value_or(zero), in.money("interest", currency).value_or(zero),
      in.money("fee", currency).value_or(zero), in.money("cost", currency).value_or(zero)};
  in.finish();
  return sums;
}

CaseNews read_news(http::Request const& request, model::Currency currency) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  CaseNews news;
  news.event = in.needed_text("event", 40);
  news.reason = in.text("reason");
  news.agency_reference = in.text("agency_reference", 100);
  news.report_id = in.text("report_id", 100);
  news.settlement_id = in.text("settlement_id", 100);
  news.note = in.text("note", 4000);
  news.day = in.date("day");
  news.until = in.date("until");
  if (auto const* paid = in.object("paid")) news.paid = read_components(in, *paid, currency);
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return news;
}

Effect told_by(House& house, http::Request const& request, Transaction& tx, By who) {
  auto const row = asked_case(request, tx);
  if (!row) return {not_found("collection case"), false};
  auto const news = read_news(request, row->open.principal.currency());
  auto const context = day_context(house, request);
  bool const mute = news.event == "question" && news.note.empty();
  if (mute) return {http::problem(422, "required", "A question needs a note."), false};
  auto const taken = take_news(tx, context, *row, who, news);
  if (!taken) return {conflict(taken.error().code, taken.error().text), false};
  if (news.paid && !*taken) {
    take_up_waiting_remittances(
        tx, {house.billers, house.law, context.tenant, context.actor, context.now}, row->client);
  }
  json::Writer out;
  write_case(out, *ledger::find_case(tx, context.tenant, row->id));
  return {reply(std::move(out)), false};
}

Effect by_client(House& house, http::Request const& request, Transaction& tx) {
  return told_by(house, request, tx, By::client);
}

Effect by_agency(House& house, http::Request const& request, Transaction& tx) {
  return told_by(house, request, tx, By::agency);
}

void write_outcome(json::Writer& out, ReportOutcome const& one) {
  out.begin_object();
  out.member("report_id", one.report_id);
  out.member_if("case_id", one.case_id);
  out.member("outcome", one.outcome);
  out.member_if("code", one.code);
  out.member_if("problem", one.problem);
  out.end_object();
}

// A file of the agency's: each report is taken or refused for itself.
Effect take_agency_file(House& house, http::Request const& request, Transaction& tx) {
  auto const& agency = request.principal->agency;
  auto const partner = agency.empty() || !request.parameter("partner").empty()
                           ? text_of(request, "partner")
                           : agency;
  if (!agency.empty() && partner != agency)
    return {http::problem(403, "agency-not-allowed", "This key is another collection agency's."),
            false};
  if (house.billers.channel(partner) == nullptr) return {not_found("collection partner"), false};
  auto const taken =
      take_reports(tx, day_context(house, request),
                   {partner, text_of(request, "name"), request.body}, request.principal->clients);
  if (!taken.faults.empty()) return {http::invalid(taken.faults, request.language), false};
  json::Writer out;
  out.begin_object();
  out.member("object", "collection_file");
  out.member("id", taken.file_id);
  out.member("seen_before", taken.seen_before);
  out.key("data");
  out.begin_array();
  for (auto const& one : taken.outcomes) write_outcome(out, one);
  out.end_array();
  out.end_object();
  return {reply(std::move(out), taken.seen_before ? 200 : 201), false};
}

void write_agency_file(json::Writer& out, ledger::CollectionFileRow const& row) {
  out.begin_object();
  out.member("object", "collection_file");
  out.member("id", row.id);
  out.member("partner", row.partner);
  out.member_if("name", row.name);
  out.member("reports", row.reports);
  out.member("taken", row.taken);
  out.member("repeated", row.repeated);
  out.member("refused", row.refused);
  out.member_if("problem", row.problem);
  write_instant(out, "taken_at", row.booked);
  out.end_object();
}

http::Response list_agency_files(House&, http::Request const& request, Snapshot& view) {
  need_whole_tenant(request);
  return list_reply(ledger::list_collection_files(view, request.principal->tenant,
                                                  request.principal->agency, page_of(request)),
                    write_agency_file);
}

// Approves and hands over now, when the policy's next step is collection and the law allows it.
Effect transfer(House& house, http::Request const& request, Transaction& tx) {
  auto const item = visible(request, ledger::find_receivable(tx, request.principal->tenant,
                                                             request.path_parameters.at(0)));
  if (!item) return {not_found("receivable"), false};
  auto const context = day_context(house, request);
  auto const answer = transfer_now(tx, context, *item);
  if (!answer) return {conflict(answer.error().code, answer.error().text), false};
  json::Writer out;
  write_case(out, *ledger::case_of(tx, context.tenant, item->id));
  return {reply(std::move(out), 202), *answer};
}

}  // namespace

void add_collection_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  auto const get = [&](std::string_view pattern, std::string_view summary, Reading handler,
                       http::Says says, std::vector<std::string_view> parameters = {}) {
    routes.push_back({Method::get, pattern, "collection:read", Body::none, false, "Collection",
                      summary, std::move(parameters), reading(house, std::move(handler)),
                      std::move(says)});
  };
  auto const post = [&](std::string_view pattern, std::string_view scope, std::string_view summary,
                        Acting handler, http::Says says) {
    routes.push_back({Method::post,
                      pattern,
                      scope,
                      Body::json,
                      false,
                      "Collection",
                      summary,
                      {},
                      acting(house, std::move(handler)),
                      std::move(says)});
  };
  get("/v1/collection-cases", "Cases, newest first", list_cases,
      {.gives = "CollectionCase", .is_list = true},
      {"client_ref",
       "state=eligible|proposed|approved|transfer_pending|sent|accepted|rejected|voluntary|tratta_"
       "threatened|tratta_published|legal|enforcement|surveillance|closed_paid|closed_credit_loss|"
       "closed_recalled|closed_time_barred|closed_settled",
       "open_only=true|false", "limit", "cursor"});
  get("/v1/collection-cases/{id}", "One case with what is open", show_case, {"CollectionCase"});
  get("/v1/collection-cases/{id}/statement",
      "What was claimed and what became of it, by component; the difference is zero", statement,
      {"CollectionStatement"});
  post("/v1/collection-cases/{id}/actions", "collection:write",
       "What the client decides: approve, recall, ban, lift_ban, credit_loss", by_client,
       {.gives = "CollectionCase", .takes = "CaseNews"});
  post("/v1/collection-cases/{id}/events", "collection:report",
       "What the agency tells: accept, reject, start, payment_reported, question, go_legal ...",
       by_agency, {.gives = "CollectionCase", .takes = "CaseNews"});
  routes.push_back(
      {Method::post,
       "/v1/collection-files",
       "collection:report",
       Body::document,
       false,
       "Collection",
       "A file of the agency's reports, JSON or CSV: each is taken or refused for itself",
       {"partner", "name"},
       acting(house, take_agency_file),
       {.gives = "CollectionFile",
        .status = 201,
        .takes_media = {"application/json", "text/csv", "application/octet-stream"}}});
  get("/v1/collection-files", "Files of agencies, newest first", list_agency_files,
      {.gives = "CollectionFile", .is_list = true}, {"limit", "cursor"});
  post("/v1/receivables/{id}/transfer-to-collection", "collection:write",
       "Hand over now, if the policy's next step is that and the law lets it", transfer,
       {.gives = "CollectionCase", .status = 202, .takes = "NoWish"});
}

}  // namespace airut::gateway::api
