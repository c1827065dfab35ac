#include <charconv>
#include <map>

#include "gateway/api/limit.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/resources.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/webhooks/event_object.hpp"
#include "ledger/journal/event_types.hpp"
#include "ledger/journal/export.hpp"

namespace airut::gateway::api {
namespace {

using ledger::Snapshot;

// next_cursor is there whether or not anything was found: who asks for one type goes on behind the
// others, too.
http::Response events_reply(Snapshot& view, std::string_view tenant,
                            ledger::Listed<ledger::StoredEvent> const& listed) {
  std::map<std::string, std::string> external_ids;  // by invoice
  json::Writer out;
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (auto const& row : listed.rows) {
    auto const [known, is_new] = external_ids.try_emplace(row.invoice_id);
    if (is_new && !row.invoice_id.empty()) {
      if (auto const invoice = ledger::find_invoice(view, tenant, row.invoice_id))
        known->second = invoice->external_id;
    }
    write_event_object(out, row, known->second, EventSize::whole);
  }
  out.end_array();
  out.member("has_more", listed.has_more);
  out.member_if("next_cursor", listed.next_cursor);
  out.end_object();
  return reply(std::move(out));
}

http::Response list_events(House&, http::Request const& request, Snapshot& view) {
  need_whole_tenant(request);
  auto const& tenant = request.principal->tenant;
  auto const limit = limit_of(request);
  auto const after = text_of(request, request.parameter("after").empty() ? "cursor" : "after");
  auto const type = request.parameter("type");
  if (!type.empty() && !ledger::names_event_type(type))
    return http::problem(400, "parameter-invalid",
                         "type is that of an event (as /openapi.json has them), invoice.*, or *.");
  std::int64_t seq = 0;
  if (!after.empty()) {
    auto const found = ledger::seq_of_event(view, tenant, after);
    if (!found) return not_found("event to go on from");
    seq = *found;
  }
  ledger::Listed<ledger::StoredEvent> listed;
  auto rows = ledger::events_after(view, tenant, seq, limit + 1);
  listed.has_more = static_cast<int>(rows.size()) > limit;
  if (listed.has_more) rows.pop_back();
  listed.next_cursor = rows.empty() ? after : rows.back().event.id;
  for (auto& row : rows) {
    if (type.empty() || ledger::type_matches(type, row.event.type))
      listed.rows.push_back(std::move(row));
  }
  return events_reply(view, tenant, listed);
}

// A stretch of the chain as newline-separated JSON; Airut-Next names what to go on after.
http::Response export_journal(House&, http::Request const& request, Snapshot& view) {
  need_whole_tenant(request);
  constexpr int events_at_once = 1000;
  constexpr std::size_t stretch_bytes = 8u << 20;
  http::Response response;
  response.content_type = "application/x-ndjson";
  bool const personal = request.parameter("personal") == "true";
  auto const after = request.parameter("after");
  std::int64_t seq = 0;
  auto const [end, fault] = std::from_chars(after.data(), after.data() + after.size(), seq);
  if (!after.empty() && (fault != std::errc{} || end != after.data() + after.size() || seq < 0))
    return http::problem(400, "parameter-invalid", "after is the number of an event.");
  while (response.body.size() < stretch_bytes) {
    auto const rows = ledger::events_after(view, request.principal->tenant, seq, events_at_once);
    for (auto const& row : rows) {
      response.body +=
          ledger::export_line(row.event, row.kind, personal && !ledger::holds_secret(row.kind)) +
          "\n";
    }
    if (static_cast<int>(rows.size()) < events_at_once) return response;
    seq = rows.back().event.seq;
  }
  response.headers.emplace_back("Airut-Next", std::to_string(seq));
  return response;
}

}  // namespace

void add_event_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  routes.push_back({Method::get,
                    "/v1/events",
                    "events:read",
                    Body::none,
                    false,
                    "Events",
                    "Everything that happened, in order of commit",
                    {"after", "type", "limit", "cursor"},
                    reading(house, list_events),
                    {.gives = "Event", .is_list = true}});
  routes.push_back({Method::get,
                    "/v1/journal/export",
                    "journal:read",
                    Body::none,
                    false,
                    "Events",
                    "The hash-chained journal of this tenant",
                    {"after", "personal=true|false"},
                    reading(house, export_journal),
                    {.gives = "", .media = "application/x-ndjson"}});
}

}  // namespace airut::gateway::api
