#include <charconv>

#include "gateway/api/reply.hpp"
#include "gateway/api/resources.hpp"
#include "gateway/http/problem.hpp"
#include "ledger/journal/export.hpp"

namespace airut::gateway::api {
namespace {

using ledger::Snapshot;

// "invoice.*" takes every event whose name begins with "invoice.".
bool matches(std::string_view pattern, std::string_view type) {
  if (pattern.empty()) return true;
  if (pattern.size() > 1 && pattern.substr(pattern.size() - 2) == ".*") {
    pattern.remove_suffix(1);
    return type.substr(0, pattern.size()) == pattern;
  }
  return pattern == type;
}

http::Response list(House&, http::Request const& request, Snapshot& view) {
  need_whole_tenant(request);
  auto const& tenant = request.principal->tenant;
  auto const page = page_of(request);
  auto const after = request.parameter("after").empty() ? page.cursor : text_of(request, "after");
  std::int64_t seq = 0;
  if (!after.empty()) {
    auto const found = ledger::seq_of_event(view, tenant, after);
    if (!found) return not_found("event to go on from");
    seq = *found;
  }
  ledger::Listed<ledger::StoredEvent> listed;
  auto rows = ledger::events_after(view, tenant, seq, page.limit + 1);
  listed.has_more = static_cast<int>(rows.size()) > page.limit;
  if (listed.has_more) rows.pop_back();
  if (!rows.empty()) listed.next_cursor = rows.back().event.id;
  for (auto& row : rows) {
    if (matches(request.parameter("type"), row.event.type)) listed.rows.push_back(std::move(row));
  }
  return list_reply(listed, [](json::Writer& out, auto const& row) { write_event(out, row); });
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
                    reading(house, list),
                    {.gives = "Event", .is_list = true}});
  routes.push_back({Method::get,
                    "/v1/journal/export",
                    "journal:read",
                    Body::none,
                    false,
                    "Events",
                    "The hash-chained journal of this tenant",
                    {"after", "personal"},
                    reading(house, export_journal),
                    {.gives = "", .media = "application/x-ndjson"}});
}

}  // namespace airut::gateway::api
