#pragma once

#include <string_view>

#include "formats/json/writer.hpp"
#include "ledger/store/events.hpp"

namespace airut::gateway {

// How much of an event is shown: all of it, or what fits into 4 KiB; what does not is named in
// left_out, for the receiver to fetch.
enum class EventSize { whole, small };

// An event as webhooks and GET /v1/events show it: type, timestamp and data as Standard
// Webhooks 1.0 wants them, what it is about with the biller's own id of the invoice, and its place
// in the story of the invoice, by which a late one can be dropped. Nothing personal.
void write_event_object(json::Writer& out, ledger::StoredEvent const& stored,
                        std::string_view external_id, EventSize size);

}  // namespace airut::gateway
