#include <fmt/format.h>
#include <fmt/ranges.h>

#include "gateway/api/schemas.hpp"
#include "ledger/journal/event_types.hpp"

namespace airut::gateway::api {
namespace {

constexpr std::string_view events = R"json(
"Event":{"type":"object","required":["id","type","timestamp","data"],"properties":{
 "id":{"type":"string"},"object":{"const":"event"},
 "type":{"$ref":"#/components/schemas/EventType"},"external_id":{"type":"string"},
 "left_out":{"type":"array","items":{"type":"string"}},
 "timestamp":{"type":"string","format":"date-time"},"actor":{"type":"string"},
 "subject":{"type":"string"},"invoice_id":{"type":"string"},"sequence":{"type":"integer"},
 "data":{"type":"object"}}},
"EndpointWish":{"type":"object","required":["url"],"additionalProperties":false,"properties":{
 "url":{"type":"string","format":"uri","maxLength":2000},
 "description":{"type":"string","maxLength":200},
 "event_types":{"type":"array","maxItems":50,"items":{"type":"string","maxLength":100,
  "description":"An EventType, all that begin alike (invoice.*), or * for every one"}}}},
"WebhookEndpoint":{"type":"object","properties":{"id":{"type":"string"},
 "object":{"const":"webhook_endpoint"},"url":{"type":"string"},
 "description":{"type":"string"},"event_types":{"type":"array","items":{"type":"string"}},
 "enabled":{"type":"boolean"},"failures":{"type":"integer"},"last_error":{"type":"string"},
 "next_try_at":{"type":"string","format":"date-time"},
 "secret":{"type":"string","description":"Shown once"}}},
"WebhookAttempt":{"type":"object","properties":{"event_id":{"type":"string"},
 "outcome":{"enum":["delivered","failed","given_up","waiting"]},"status":{"type":"integer"},
 "excerpt":{"type":"string"},"at":{"type":"string","format":"date-time"}}},
"ReplayWish":{"type":"object","additionalProperties":false,"properties":{
 "after":{"type":"string","description":"Event to go on from; left out: from the start"},
 "since":{"type":"string","format":"date-time"},"until":{"type":"string","format":"date-time"},
 "only_failed":{"type":"boolean"}}},
"WebhookReplay":{"type":"object","properties":{"object":{"const":"webhook_replay"},
 "endpoint_id":{"type":"string"},"queued":{"type":"integer"},"limited":{"type":"boolean"}}},
"RotateWish":{"type":"object","additionalProperties":false,"properties":{
 "overlap":{"type":"string","description":"How long the old secret signs too: 24h"}}},
)json";

}  // namespace

std::string event_schemas() {
  return fmt::format("\"EventType\":{{\"enum\":[\"{}\"]}},{}",
                     fmt::join(ledger::event_types(), "\",\""), events);
}

}  // namespace airut::gateway::api
