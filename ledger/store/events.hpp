#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/journal/event.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// The journal as it is read: by the timeline, GET /v1/events, webhooks and export.

struct StoredEvent {
  Event event;
  std::string kind;                   // fact_kind
  std::string invoice_id;             // "" when it is about no invoice
  std::int64_t invoice_sequence = 0;  // 1, 2, 3 ... within the invoice
};

std::vector<StoredEvent> events_after(Snapshot& view, std::string_view tenant, std::int64_t seq,
                                      int limit);
// The newest event's number, 0 before the first.
std::int64_t newest_seq(Snapshot& view, std::string_view tenant);
std::optional<std::int64_t> seq_of_event(Snapshot& view, std::string_view tenant,
                                         std::string_view id);
std::vector<StoredEvent> events_of_invoice(Snapshot& view, std::string_view tenant,
                                           std::string_view invoice_id, std::int64_t after_seq,
                                           int limit);
std::vector<std::string> tenants(Snapshot& view);

}  // namespace airut::ledger
