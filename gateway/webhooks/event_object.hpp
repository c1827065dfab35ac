#pragma once

#include "formats/json/writer.hpp"
#include "ledger/store/events.hpp"

namespace airut::gateway {

// An event as webhooks and GET /v1/events show it: type, timestamp and data as Standard
// Webhooks 1.0 wants them, what it is about, and its place in the story of its invoice, by which a
// late one can be dropped. Nothing personal; what would not fit into 4 KiB is left out for the
// receiver to fetch.
void write_event_object(json::Writer& out, ledger::StoredEvent const& stored);

}  // namespace airut::gateway
