#include "gateway/api/schemas.hpp"

namespace airut::gateway::api {
namespace {

constexpr char const* recipients = R"json(
"Suppression":{"type":"object","properties":{"id":{"type":"string"},
 "object":{"const":"suppression"},
 "client_ref":{"type":"string","description":"Empty: for all clients"},
 "channel":{"type":"string"},"address":{"type":"string"},
 "code":{"type":"string","description":"Deviation that it came from, or asked-by-recipient"},
 "delivery_id":{"type":"string"},"since":{"type":"string","format":"date-time"},
 "released_at":{"type":"string","format":"date-time"}}},
"RecipientEntry":{"type":"object","additionalProperties":false,"properties":{
 "client_ref":{"type":"string","maxLength":64},"name":{"type":"string","maxLength":200},
 "type":{"enum":["business","consumer","public"]},
 "language":{"enum":["fi","sv","nb","nn","en"]},"priority":{"enum":["normal","priority"]},
 "addresses":{"type":"object","additionalProperties":false,"properties":{
  "finvoice":{"type":"object","required":["address","intermediary"],"properties":{
   "address":{"type":"string"},"intermediary":{"type":"string"},
   "valid_from":{"type":"string","format":"date"},
   "valid_to":{"type":"string","format":"date"}}},
  "peppol":{"$ref":"#/components/schemas/Identifier"},
  "email":{"type":"array","maxItems":5,"items":{"type":"string"}},
  "print":{"$ref":"#/components/schemas/Address"},
  "efaktura":{"type":"string","maxLength":50},"phone":{"type":"string","maxLength":30},
  "national_id":{"type":"string","pattern":"^[0-9]{11}$"}}},
 "email_consent":{"type":"boolean"},"efaktura_consent":{"type":"boolean"},
 "vipps_consent":{"type":"boolean"},"portal":{"type":"boolean"},
 "preferred_channels":{"type":"array","items":{"type":"string"}},
 "never_channels":{"type":"array","items":{"type":"string"}}}},
"Recipient":{"type":"object","required":["id","client_ref","external_ref","version","entry"],
 "properties":{"id":{"type":"string"},"object":{"const":"recipient"},
 "client_ref":{"type":"string"},"external_ref":{"type":"string"},
 "version":{"type":"integer"},"entry":{"$ref":"#/components/schemas/RecipientEntry"},
 "finvoice_addresses":{"type":"array","items":{"type":"object","properties":{
  "id":{"type":"string"},"address":{"type":"string"},"intermediary":{"type":"string"},
  "source":{"enum":["receiver-notice","client","import","correction"]},
  "valid_from":{"type":"string","format":"date"},"valid_to":{"type":"string","format":"date"},
  "direct_payment":{"type":"boolean"},"stated_at":{"type":"string","format":"date-time"},
  "document_id":{"type":"string"},"ended_by":{"type":"string"}}}}}},
"RecipientImport":{"type":"object","properties":{"object":{"const":"recipient_import"},
 "client_ref":{"type":"string"},"rows":{"type":"integer"},"created":{"type":"integer"},
 "changed":{"type":"integer"},"unchanged":{"type":"integer"},
 "older":{"type":"integer","description":"The debtor said something else at his bank since"}}},
"ErasureWish":{"type":"object","required":["reason"],"additionalProperties":false,
 "properties":{"reason":{"type":"string",
  "description":"Why; it stays in the journal for good and must name nobody"}}},
"Erasure":{"type":"object","properties":{
 "id":{"type":"string","description":"Left out when there was nothing to erase"},
 "object":{"const":"erasure"},"recipient_id":{"type":"string"},"client_ref":{"type":"string"},
 "erased":{"type":"array","items":{"type":"object","properties":{
  "class":{"enum":["register","address","suppression","delivery","mailbox","link","invoice",
   "document"]},"count":{"type":"integer"}}}},
 "kept":{"type":"array","items":{"type":"object","properties":{
  "class":{"enum":["invoice","register","suppression","mailbox","document"]},
  "id":{"type":"string"},"number":{"type":"string"},
  "reason":{"enum":["bookkeeping","retention-unknown","claim-open","case-open","deviation-open",
   "delivery-open","needed-for-open","address-of-others","document-of-others"]},
  "law":{"type":"string"},"may_go_on":{"type":"string","format":"date"}}}}}},
"SenderNoticeWish":{"type":"object","required":["action"],"additionalProperties":false,
 "properties":{"action":{"enum":["ADD","CHANGE","DELETE"]},
 "banks":{"type":"array","items":{"type":"string"},
  "description":"BICs; those of the settings when left out"}}},
"SenderNotice":{"type":"object","properties":{"id":{"type":"string"},
 "object":{"const":"sender_notice"},"client_ref":{"type":"string"},"channel":{"type":"string"},
 "action":{"enum":["ADD","CHANGE","DELETE"]},"bank":{"type":"string"},
 "payment_instruction":{"type":"string"},
 "state":{"enum":["made","sending","sent","deferred","refused","unknown"]},
 "attempts":{"type":"integer"},"code":{"type":"string"},"native_code":{"type":"string"},
 "excerpt":{"type":"string"},"made_at":{"type":"string","format":"date-time"},
 "changed_at":{"type":"string","format":"date-time"}}},
)json";

}  // namespace

std::string_view recipient_schemas() { return recipients; }

}  // namespace airut::gateway::api
