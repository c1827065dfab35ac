#pragma once

#include <string_view>

#include "ledger/store/events.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

// An event with its kind and its place in its invoice's story, as read_event() takes it.
inline constexpr std::string_view event_columns =
    "SELECT e.key, e.id, e.booked, e.kind, e.type, e.subject, e.actor, e.body,"
    " coalesce(e.personal, ''), coalesce(e.salt, ''), coalesce(e.personal_digest, ''), e.hash,"
    " coalesce((SELECT id FROM invoices WHERE key = e.invoice), ''), e.invoice_sequence"
    " FROM events e";

// All but the tenant.
StoredEvent read_event(Query& query);

}  // namespace airut::ledger
