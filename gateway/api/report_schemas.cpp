#include "gateway/api/schemas.hpp"

namespace airut::gateway::api {
namespace {

constexpr char const* report_objects = R"json(
"LedgerReconciliation":{"type":"object","required":["client_ref","as_of","explained","data"],
 "properties":{"object":{"const":"ledger_reconciliation"},"client_ref":{"type":"string"},
 "as_of":{"type":"string","format":"date"},"period":{"type":"string"},
 "explained":{"type":"boolean","description":"No section has a rest that nothing explains"},
 "data":{"type":"array","items":{"type":"object","properties":{
  "section":{"enum":["receivables","bank","client_funds","waiting","agency_clearing",
   "settlement"]},"currency":{"type":"string"},
  "unexplained":{"$ref":"#/components/schemas/Money"},
  "lines":{"type":"array","description":"They sum to what is unexplained",
   "items":{"type":"object","properties":{
   "kind":{"enum":["open_item","book","statement_opening","statement_closing","before_statements",
    "without_statement","other_movements","other_clients","told_in_one_sum","booked_later",
    "not_on_statement","on_the_way","unallocated_payment","overpaid_payment","credit_balance",
    "to_be_remitted","to_be_settled"]},
   "id":{"type":"string"},"account":{"type":"string"},"text":{"type":"string"},
   "day":{"type":"string","format":"date"},"amount":{"$ref":"#/components/schemas/Money"},
   "open_bank_item":{"type":"boolean"}}}}}}}}},
)json";

}  // namespace

std::string_view report_schemas() { return report_objects; }

}  // namespace airut::gateway::api
