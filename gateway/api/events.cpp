#include <sstream>

#include "gateway/api/reply.hpp"
#include "gateway/api/resources.hpp"
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

// One chain as newline-separated JSON; personal parts only for keys that may erase them.
http::Response export_journal(House&, http::Request const& request, Snapshot& view) {
  constexpr int stretch = 1000;
  constexpr std::size_t most = 256u << 20;
  http::Response response;
  response.content_type = "application/x-ndjson";
  bool const personal = request.parameter("personal") == "true";
  for (std::int64_t seq = 0;;) {
    auto const rows = ledger::events_after(view, request.principal->tenant, seq, stretch);
    for (auto const& row : rows) {
      response.body += ledger::export_line(row.event, row.kind, personal) + "\n";
    }
    if (static_cast<int>(rows.size()) < stretch || response.body.size() > most) return response;
    seq = rows.back().event.seq;
  }
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
                    reading(house, list)});
  routes.push_back({Method::get,
                    "/v1/journal/export",
                    "journal:read",
                    Body::none,
                    false,
                    "Events",
                    "The hash-chained journal of this tenant",
                    {"personal"},
                    reading(house, export_journal)});
}

}  // namespace airut::gateway::api
