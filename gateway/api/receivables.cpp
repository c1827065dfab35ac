#include "formats/json/object_reader.hpp"
#include "gateway/api/case_writers.hpp"
#include "gateway/api/contexts.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/resources.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/claim/after_letter.hpp"
#include "gateway/claim/collection_case.hpp"
#include "gateway/claim/corrections.hpp"
#include "gateway/claim/rests.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {
namespace {

using ledger::Snapshot;
using ledger::Transaction;

http::Response list_receivables(House&, http::Request const& request, Snapshot& view) {
  ledger::ReceivableFilter filter;
  filter.client = client_filter(request);
  filter.status = text_of(request, "status");
  filter.stage = text_of(request, "stage");
  filter.customer_number = text_of(request, "customer_number");
  filter.invoice_id = text_of(request, "invoice_id");
  filter.due_before = day_of(request, "due_before");
  filter.open_only = request.parameter("open_only") == "true";
  auto const rows =
      ledger::list_receivables(view, request.principal->tenant, filter, page_of(request));
  return list_reply(rows, [](json::Writer& out, auto const& row) { write_receivable(out, row); });
}

http::Response show_receivable(House& house, http::Request const& request, Snapshot& view) {
  auto const row = visible(request, ledger::find_receivable(view, request.principal->tenant,
                                                            request.path_parameters.at(0)));
  if (!row) return not_found("receivable");
  auto const at = day_context(house, request);
  ClaimContext const claim{at.billers, at.law, at.tenant, at.actor, at.now};
  json::Writer out;
  write_receivable(out, *row, uncharged_interest(view, claim, *row, at.as_of));
  return reply(std::move(out));
}

http::Response entries(House&, http::Request const& request, Snapshot& view) {
  auto const& id = request.path_parameters.at(0);
  if (!visible(request, ledger::find_receivable(view, request.principal->tenant, id))) {
    return not_found("receivable");
  }
  ledger::Listed<ledger::EntryRow> listed;
  listed.rows = ledger::list_entries(view, request.principal->tenant, id);
  return list_reply(listed, [](json::Writer& out, auto const& row) { write_entry(out, row); });
}

http::Response letters(House&, http::Request const& request, Snapshot& view) {
  auto const& id = request.path_parameters.at(0);
  if (!visible(request, ledger::find_receivable(view, request.principal->tenant, id))) {
    return not_found("receivable");
  }
  ledger::Listed<ledger::LetterRow> listed;
  listed.rows = ledger::list_letters(view, request.principal->tenant, id);
  return list_reply(listed, [](json::Writer& out, auto const& row) { write_letter(out, row); });
}

Effect changed(http::Request const& request, Transaction& tx) {
  auto const row = visible(request, ledger::find_receivable(tx, request.principal->tenant,
                                                            request.path_parameters.at(0)));
  json::Writer out;
  write_receivable(out, *row);
  return {reply(std::move(out)), false};
}

Effect pause_or_resume(House& house, http::Request const& request, Transaction& tx, bool pause) {
  auto const wish = read_wish(request, {"reason", "until", "note"});
  auto const row = visible(request, ledger::find_receivable(tx, request.principal->tenant,
                                                            request.path_parameters.at(0)));
  if (!row) return {not_found("receivable"), false};
  ledger::ReceivablePaused fact;
  fact.receivable_id = row->id;
  fact.invoice_id = row->invoice_id;
  fact.reason = wish.at("reason");
  fact.action = !pause ? "resume" : fact.reason == "dispute" ? "dispute" : "pause";
  fact.personal_note = wish.at("note");
  if (!wish.at("until").empty()) {
    fact.until = model::parse_date(wish.at("until"));
    if (!fact.until) {
      return {http::problem(422, "date-format", "until is a day, YYYY-MM-DD."), false};
    }
  }
  if (pause && fact.reason.empty()) {
    return {http::problem(422, "required", "reason must be given."), false};
  }
  tx.append(request.principal->tenant, request.principal->key_id, house.clock.now(), fact);
  if (pause) {
    withdraw_waiting(tx, claim_context(house, request), *row, "paused");
  }
  return changed(request, tx);
}

Effect approve(House& house, http::Request const& request, Transaction& tx) {
  auto const row = visible(request, ledger::find_receivable(tx, request.principal->tenant,
                                                            request.path_parameters.at(0)));
  if (!row) return {not_found("receivable"), false};
  ledger::ReceivablePaused fact;
  fact.receivable_id = row->id;
  fact.invoice_id = row->invoice_id;
  fact.action = "approve";
  auto const proposed = ledger::case_of(tx, request.principal->tenant, row->id);
  if (proposed && proposed->state == "proposed") {
    CaseNews news;
    news.event = "approve";
    auto const moved =
        move_case(tx, day_context(house, request), *proposed, ledger::collection::By::client, news);
    if (!moved) return {conflict(moved.error().code, moved.error().text), false};
    return changed(request, tx);
  }
  tx.append(request.principal->tenant, request.principal->key_id, house.clock.now(), fact);
  return changed(request, tx);
}

// Of a claim that nothing rests, and that no agency has.
Effect claim_run_interest(House& house, http::Request const& request, Transaction& tx) {
  auto const row = visible(request, ledger::find_receivable(tx, request.principal->tenant,
                                                            request.path_parameters.at(0)));
  if (!row) return {not_found("receivable"), false};
  auto const context = day_context(house, request);
  if (row->stage == "in_collection")
    return {conflict("in-collection", "The agency reckons the interest of this claim."), false};
  if (row->disputed) return {conflict("disputed", "The claim is disputed."), false};
  if (is_resting(tx, *row, context.as_of))
    return {conflict("action-not-available", "The claim rests."), false};
  ClaimContext const claim{context.billers, context.law, context.tenant, context.actor,
                           context.now};
  if (!claim_interest(tx, claim, *row, context.as_of))
    return {conflict("no-interest", "No interest has run that is not charged."), false};
  return changed(request, tx);
}

Effect pause(House& house, http::Request const& request, Transaction& tx) {
  return pause_or_resume(house, request, tx, true);
}

Effect resume(House& house, http::Request const& request, Transaction& tx) {
  return pause_or_resume(house, request, tx, false);
}

http::Response payments(House&, http::Request const& request, Snapshot& view) {
  ledger::PaymentFilter filter;
  filter.client = client_filter(request);
  filter.file_id = text_of(request, "file_id");
  if (auto const word = request.parameter("allocated"); !word.empty()) {
    filter.allocated = word == "true";
  }
  auto const rows =
      ledger::list_payments(view, request.principal->tenant, filter, page_of(request));
  return list_reply(rows, [](json::Writer& out, auto const& row) { write_payment(out, row); });
}

}  // namespace

void add_receivable_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  auto const get = [&](std::string_view pattern, std::string_view scope, std::string_view summary,
                       Reading handler, http::Says says,
                       std::vector<std::string_view> parameters = {}) {
    routes.push_back({Method::get, pattern, scope, Body::none, false, "Ledger", summary,
                      std::move(parameters), reading(house, std::move(handler)), std::move(says)});
  };
  get("/v1/receivables", "ledger:read", "Open and closed items", list_receivables,
      {.gives = "Receivable", .is_list = true},
      {"client_ref", "status=open|partly_paid|paid|credited|closed",
       "stage=none|reminder_1|reminder_2|demand|in_collection", "customer_number", "invoice_id",
       "due_before", "open_only=true|false", "limit", "cursor"});
  get("/v1/receivables/{id}", "ledger:read", "One item by component", show_receivable,
      {"Receivable"});
  get("/v1/receivables/{id}/entries", "ledger:read", "Everything that raised or lowered it",
      entries, {.gives = "Entry", .is_list = true});
  get("/v1/receivables/{id}/letters", "ledger:read", "Reminders and collection orders", letters,
      {.gives = "Letter", .is_list = true});
  get("/v1/payments", "payments:read", "Payments, also those that wait for a person", payments,
      {.gives = "PaymentRow", .is_list = true},
      {"client_ref", "file_id", "allocated=true|false", "limit", "cursor"});
  auto const post = [&](std::string_view pattern, std::string_view summary, Acting handler,
                        http::Says says) {
    routes.push_back({Method::post,
                      pattern,
                      "ledger:write",
                      Body::json,
                      false,
                      "Ledger",
                      summary,
                      {},
                      acting(house, std::move(handler)),
                      std::move(says)});
  };
  post("/v1/receivables/{id}/pause", "Stop reminders: dispute, agreement", pause,
       {.gives = "Receivable", .takes = "PauseWish"});
  post("/v1/receivables/{id}/claim-interest",
       "Charge the late interest that ran since it was charged last, until the principal was paid",
       claim_run_interest, {.gives = "Receivable", .takes = "NoWish"});
  post("/v1/receivables/{id}/resume", "Start reminders again", resume,
       {.gives = "Receivable", .takes = "PauseWish"});
  post("/v1/receivables/{id}/approve",
       "Let the next step, which waits for a person, happen once the law allows it", approve,
       {.gives = "Receivable", .takes = "NoteWish"});
}

}  // namespace airut::gateway::api
