#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "formats/json/object_reader.hpp"
#include "gateway/api/class_parameter.hpp"
#include "gateway/api/contexts.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/resources.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/http/entity_tag.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {
namespace {

using ledger::Snapshot;
using ledger::Transaction;

constexpr int bulk_most = 10000;

ledger::DeviationFilter filter_of(http::Request const& request) {
  ledger::DeviationFilter filter;
  if (!request.parameter("state").empty()) filter.state = text_of(request, "state");
  filter.code_class = text_of(request, "class");
  filter.channel = text_of(request, "channel");
  filter.code = text_of(request, "code");
  filter.group_key = text_of(request, "group_id");
  filter.client = client_filter(request);
  filter.invoice_id = text_of(request, "invoice_id");
  filter.assignee = text_of(request, "assignee");
  return filter;
}

http::Response list_deviations(House& house, http::Request const& request, Snapshot& view) {
  auto const rows = ledger::list_deviations(view, request.principal->tenant, filter_of(request),
                                            page_of(request));
  return list_reply(rows, [&](json::Writer& out, auto const& row) {
    write_deviation(out, row, house.codes, request.language);
  });
}

http::Response groups(House&, http::Request const& request, Snapshot& view) {
  ledger::Listed<ledger::DeviationGroup> listed;
  listed.rows = ledger::list_deviation_groups(view, request.principal->tenant, filter_of(request));
  return list_reply(listed, [](json::Writer& out, auto const& group) {
    out.begin_object();
    out.member("group_id", group.group_key);
    out.member("code", group.code);
    out.member("class", group.code_class);
    out.member_if("channel", group.channel);
    out.member("count", group.count);
    out.key("sums");
    out.begin_object();
    for (auto const& sum : group.sums) out.member(sum.currency().code(), sum.text());
    out.end_object();
    write_instant(out, "first_seen", group.first_seen);
    write_instant(out, "last_seen", group.last_seen);
    out.end_object();
  });
}

void write_with_actions(json::Writer& out, House& house, http::Request const& request,
                        Snapshot& view, ledger::DeviationRow const& row) {
  auto const delivery = row.delivery_id.empty()
                            ? std::nullopt
                            : ledger::find_delivery(view, row.tenant, row.delivery_id);
  write_deviation(out, row, house.codes, request.language,
                  offers(row, delivery ? &*delivery : nullptr));
}

http::Response tagged(House& house, http::Request const& request, Snapshot& view,
                      ledger::DeviationRow const& row) {
  json::Writer out;
  write_with_actions(out, house, request, view, row);
  auto response = reply(std::move(out));
  response.headers.emplace_back("ETag", http::version_tag(row.version));
  return response;
}

http::Response show_deviation(House& house, http::Request const& request, Snapshot& view) {
  auto const row = visible(request, ledger::find_deviation(view, request.principal->tenant,
                                                           request.path_parameters.at(0)));
  if (!row) return not_found("deviation");
  return tagged(house, request, view, *row);
}

ActionWish read_action(http::Request const& request) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  ActionWish wish;
  wish.action = in.needed_text("action");
  wish.channel = in.text("channel");
  wish.note = in.text("note");
  if (auto const* node = in.object("params")) {
    json::ObjectReader params{in, *node, "params"};
    if (auto channel = params.text("channel"); !channel.empty()) wish.channel = channel;
    wish.correction = read_correction(params);
    params.finish();
  }
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return wish;
}

Effect resolve_one(House& house, http::Request const& request, Transaction& tx) {
  auto const wish = read_action(request);
  auto const row = visible(request, ledger::find_deviation(tx, request.principal->tenant,
                                                           request.path_parameters.at(0)));
  if (!row) return {not_found("deviation"), false};
  auto const done = resolve(tx, *row, wish, step_context(house, request));
  if (!done) return {conflict("action-not-available", done.error()), false};
  auto const now = ledger::find_deviation(tx, request.principal->tenant, row->id);
  json::Writer out;
  write_with_actions(out, house, request, tx, *now);
  return {reply(std::move(out), 202), *done};
}

std::vector<std::string_view> const priority_words{"low", "normal", "high", "urgent"};

// A merge patch: members that are absent stay as they are.
ledger::DeviationChanged read_change(http::Request const& request,
                                     ledger::DeviationRow const& row) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  ledger::DeviationChanged fact;
  fact.deviation_id = row.id;
  fact.delivery_id = row.delivery_id;
  fact.invoice_id = row.invoice_id;
  fact.action = "change";
  fact.assignee = in.has("assignee") ? in.text("assignee", 100) : row.assignee;
  fact.snoozed_until = in.has("snoozed_until") ? in.instant("snoozed_until") : row.snoozed_until;
  fact.comment = in.text("comment", 2000);
  fact.priority = row.priority;
  if (auto const word = in.one_of("priority", priority_words)) {
    fact.priority = static_cast<std::int64_t>(*word) + 1;
  }
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return fact;
}

Effect change_deviation(House& house, http::Request const& request, Transaction& tx) {
  auto const row = visible(request, ledger::find_deviation(tx, request.principal->tenant,
                                                           request.path_parameters.at(0)));
  if (!row) return {not_found("deviation"), false};
  auto const match = request.header("if-match");
  if (match.empty()) {
    return {http::problem(428, "if-match-missing", "If-Match is required: the ETag that you saw."),
            false};
  }
  if (!http::if_match_names(match, http::version_tag(row->version))) {
    return {http::problem(412, "changed-meanwhile", "The deviation was changed meanwhile."), false};
  }
  if (row->state != "open") return {conflict("not-open", "The deviation is resolved."), false};
  auto const fact = read_change(request, *row);
  tx.append(row->tenant, request.principal->key_id, house.clock.now(), fact);
  auto const now = ledger::find_deviation(tx, row->tenant, row->id);
  return {tagged(house, request, tx, *now), false};
}

std::string no_such_action(std::vector<ActionOffer> const& known) {
  std::vector<std::string_view> words;
  for (auto const& one : known) words.push_back(one.action);
  return fmt::format("\"action\" must be one of {}.", fmt::join(words, ", "));
}

struct BulkWish {
  ledger::DeviationFilter filter;
  ActionWish action;
  bool dry_run = false;
};

BulkWish read_bulk(http::Request const& request) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  BulkWish wish;
  json::ObjectReader in{*tree, tree->root(), findings};
  wish.action.action = in.needed_text("action");
  auto const known = offers({}, nullptr);
  if (std::none_of(known.begin(), known.end(),
                   [&](auto const& one) { return one.action == wish.action.action; }) &&
      !wish.action.action.empty())
    in.wrong("action", "wrong-value", no_such_action(known));
  wish.action.channel = in.text("channel");
  wish.action.note = in.text("note");
  wish.dry_run = in.flag("dry_run").value_or(false);
  if (auto const* node = in.object("filter")) {
    json::ObjectReader filter{in, *node, "filter"};
    wish.filter.code_class = filter.text("class");
    wish.filter.channel = filter.text("channel");
    wish.filter.code = filter.text("code");
    wish.filter.group_key = filter.text("group_id");
    wish.filter.client = filter.text("client_ref");
    filter.finish();
  } else {
    in.missing("filter");
  }
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return wish;
}

std::vector<ledger::DeviationRow> matching(Transaction& tx, std::string_view tenant,
                                           ledger::DeviationFilter const& filter) {
  std::vector<ledger::DeviationRow> all;
  ledger::Page page{200, ""};
  for (;;) {
    auto listed = ledger::list_deviations(tx, tenant, filter, page);
    for (auto& row : listed.rows) all.push_back(std::move(row));
    if (!listed.has_more || static_cast<int>(all.size()) >= bulk_most) return all;
    page.cursor = listed.next_cursor;
  }
}

// All in one transaction: the dry run counts what the same call without it would do.
Effect bulk(House& house, http::Request const& request, Transaction& tx) {
  auto wish = read_bulk(request);
  if (request.parameter("dry_run") == "true") wish.dry_run = true;
  if (wish.filter.client.empty() || !may_see(request, wish.filter.client))
    need_whole_tenant(request);
  auto const context = step_context(house, request);
  std::int64_t done = 0;
  bool queued = false;
  std::map<std::string, std::int64_t> refused;
  for (auto const& row : matching(tx, request.principal->tenant, wish.filter)) {
    auto const delivery = row.delivery_id.empty()
                              ? std::nullopt
                              : ledger::find_delivery(tx, row.tenant, row.delivery_id);
    if (wish.dry_run) {
      std::string reason = "There is no such action.";
      for (auto const& offer : offers(row, delivery ? &*delivery : nullptr)) {
        if (offer.action == wish.action.action) reason = offer.reason;
      }
      reason.empty() ? ++done : ++refused[reason];
      continue;
    }
    auto const result = resolve(tx, row, wish.action, context);
    result ? ++done : ++refused[result.error()];
    queued |= result.value_or(false);
  }
  json::Writer out;
  out.begin_object();
  out.member("object", "bulk_result");
  out.member("action", wish.action.action);
  out.member("dry_run", wish.dry_run);
  out.member("done", done);
  out.key("not_available");
  out.begin_object();
  for (auto const& [reason, count] : refused) out.member(reason, count);
  out.end_object();
  out.end_object();
  return {reply(std::move(out)), queued};
}

}  // namespace

void add_deviation_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  auto const get = [&](std::string_view pattern, std::string_view summary, Reading handler,
                       http::Says says, std::vector<std::string_view> parameters = {}) {
    routes.push_back({Method::get, pattern, "deviations:read", Body::none, false, "Deviations",
                      summary, std::move(parameters), reading(house, std::move(handler)),
                      std::move(says)});
  };
  std::vector<std::string_view> const filters{
      "state=open|resolved", class_parameter, "channel", "code", "group_id",
      "client_ref",          "invoice_id",    "assignee"};
  auto paged = filters;
  paged.insert(paged.end(), {"limit", "cursor"});
  get("/v1/deviations", "Work list, open ones unless asked otherwise", list_deviations,
      {.gives = "Deviation", .is_list = true}, paged);
  get("/v1/deviations/groups", "The same by cause, with counts and sums", groups,
      {.gives = "DeviationGroup", .is_list = true}, filters);
  get("/v1/deviations/{id}", "One deviation with the actions that are open now", show_deviation,
      {"Deviation"});
  auto const post = [&](std::string_view pattern, std::string_view summary, Acting handler,
                        http::Says says, std::vector<std::string_view> parameters = {}) {
    routes.push_back({Method::post, pattern, "deviations:write", Body::json, true, "Deviations",
                      summary, std::move(parameters), acting(house, std::move(handler)),
                      std::move(says)});
  };
  post("/v1/deviations/{id}/resolve", "Act on it", resolve_one,
       {.gives = "Deviation", .status = 202, .takes = "ResolveWish"});
  routes.push_back({Method::patch,
                    "/v1/deviations/{id}",
                    "deviations:write",
                    Body::json,
                    false,
                    "Deviations",
                    "Assign, comment, snooze, change priority",
                    {},
                    acting(house, change_deviation),
                    {.gives = "Deviation", .takes = "DeviationChange", .if_match = true}});
  post("/v1/deviations/bulk", "Act on all that a filter finds; dry_run counts first", bulk,
       {.gives = "BulkResult", .takes = "BulkWish"}, {"dry_run=true|false"});
}

}  // namespace airut::gateway::api
