#include "gateway/api/schemas.hpp"

namespace airut::gateway::api {
namespace {

constexpr char const* direct_debit = R"json(
"Transmission":{"type":"object","required":["id","channel","number","state"],"properties":{
 "id":{"type":"string"},"object":{"const":"transmission"},"channel":{"type":"string"},
 "number":{"type":"integer"},
 "state":{"enum":["made","sending","unknown","sent","received","rejected","dissolved"]},
 "claims":{"type":"integer"},"sum":{"$ref":"#/components/schemas/Money"},
 "assignments":{"type":"array","items":{"type":"object","properties":{
  "number":{"type":"integer"},"account":{"type":"string"},"withdraws":{"type":"boolean"},
  "claims":{"type":"integer"}}}},
 "attempt_count":{"type":"integer"},"code":{"type":"string"},"native_code":{"type":"string"},
 "excerpt":{"type":"string"},"digest":{"type":"string"},
 "made_at":{"type":"string","format":"date-time"},
 "sent_at":{"type":"string","format":"date-time"},
 "next_attempt_at":{"type":"string","format":"date-time"}}},
"DebitClaim":{"type":"object","required":["delivery_id","kid","state"],"properties":{
 "delivery_id":{"type":"string"},"invoice_id":{"type":"string"},"kid":{"type":"string"},
 "amount":{"$ref":"#/components/schemas/Money"},"due_date":{"type":"string","format":"date"},
 "told_by":{"enum":["bank","payee"]},
 "state":{"enum":["waiting","placed","sent","withdrawing","withdrawn","ended","rejected","paid",
  "unpaid","late"]},"reason":{"type":"string"},
 "assignment":{"type":"integer"},"place":{"type":"integer"}}},
"Mandate":{"type":"object","required":["id","client_ref","kid","state"],"properties":{
 "id":{"type":"string"},"object":{"const":"mandate"},"client_ref":{"type":"string"},
 "scheme":{"const":"avtalegiro"},"account":{"type":"string"},"kid":{"type":"string"},
 "payer":{"type":"string","description":"The customer's number in the KID"},
 "state":{"enum":["active","ended"]},"wants_notice":{"type":"boolean"},
 "limit":{"$ref":"#/components/schemas/Money"},
 "begun_at":{"type":"string","format":"date-time"},
 "changed_at":{"type":"string","format":"date-time"},"version":{"type":"integer"}}},
"MandateLimit":{"type":"object","additionalProperties":false,"properties":{
 "limit":{"$ref":"#/components/schemas/Money"}}},
"ClearingFile":{"type":"object","required":["id","kind","outcome"],"properties":{
 "id":{"type":"string"},"object":{"const":"clearing_file"},"channel":{"type":"string"},
 "name":{"type":"string"},
 "kind":{"enum":["mandates","payments","received","rejected_file","rejected_claims","unknown"]},
 "outcome":{"enum":["taken","held","refused"]},"detail":{"type":"string"},
 "about":{"type":"string"},"items":{"type":"integer"},
 "taken_at":{"type":"string","format":"date-time"}}},
)json";

}  // namespace

std::string_view clearing_schemas() { return direct_debit; }

}  // namespace airut::gateway::api
