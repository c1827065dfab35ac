#include "gateway/api/schemas.hpp"

namespace airut::gateway::api {
namespace {

constexpr char const* inboxes = R"json(
"InboxFile":{"type":"object","required":["id","channel","name","state"],"properties":{
 "id":{"type":"string"},"object":{"const":"inbox_file"},"channel":{"type":"string"},
 "name":{"type":"string"},"meaning":{"enum":["clearing","feedback","print_report"]},
 "state":{"enum":["fetched","imported","seen_before","heard","kept","refused"]},
 "size":{"type":"integer"},"result_id":{"type":"string"},"detail":{"type":"string"},
 "modified_at":{"type":"string","format":"date-time"},
 "found_at":{"type":"string","format":"date-time"}}},
"InboxRound":{"type":"object","required":["channel","went_well"],"properties":{
 "object":{"const":"inbox_round"},"channel":{"type":"string"},"went_well":{"type":"boolean"},
 "code":{"type":"string"},"native_code":{"type":"string"},"text":{"type":"string"},
 "found":{"type":"integer"},"taken":{"type":"integer"},"refused":{"type":"integer"},
 "waiting":{"type":"integer",
  "description":"Still being written, or about a delivery that is under way"}}},
"ReturnedMailWish":{"type":"object","required":["letter","reason"],"additionalProperties":false,
 "properties":{"channel":{"type":"string","description":"When there are several of letters"},
 "letter":{"type":"string",
  "description":"The delivery's id, or the number or payment reference of its invoice"},
 "reason":{"enum":["moved","unknown","address","unclaimed","refused","deceased"]},
 "text":{"type":"string","maxLength":400}}},
"ReturnedLetter":{"type":"object","properties":{"object":{"const":"returned_letter"},
 "channel":{"type":"string"},"delivery_id":{"type":"string"},"invoice_id":{"type":"string"},
 "heard":{"type":"boolean","description":"Whether the delivery learned something new"}}},
)json";

}  // namespace

std::string_view inbox_schemas() { return inboxes; }

}  // namespace airut::gateway::api
