#include "gateway/api/schemas.hpp"

namespace airut::gateway::api {
namespace {

// What callers send: an invoice in the terms of EN 16931 (x-bt names the term). Money, quantities
// and percentages are texts.
constexpr char const* submission = R"json(
"Decimal":{"type":"string","pattern":"^-?[0-9]{1,15}(\\.[0-9]{1,6})?$","examples":["42.50"]},
"Money":{"type":"string","pattern":"^-?[0-9]{1,15}(\\.[0-9]{1,2})?$","examples":["533.38"]},
"Identifier":{"type":"object","additionalProperties":false,"required":["value"],"properties":{
 "scheme":{"type":"string","maxLength":20,"description":"ISO 6523 code: 0216, 0192, 0088 ..."},
 "value":{"type":"string","minLength":1,"maxLength":100}}},
"Address":{"type":"object","additionalProperties":false,"required":["country"],"properties":{
 "line1":{"type":"string","maxLength":80},"line2":{"type":"string","maxLength":80},
 "line3":{"type":"string","maxLength":80},"postal_code":{"type":"string","maxLength":16},
 "city":{"type":"string","maxLength":80},"subdivision":{"type":"string","maxLength":80},
 "country":{"type":"string","pattern":"^[A-Z]{2}$"}}},
"Contact":{"type":"object","additionalProperties":false,"properties":{
 "name":{"type":"string","maxLength":120},"phone":{"type":"string","maxLength":40},
 "email":{"type":"string","maxLength":254}}},
"Party":{"type":"object","additionalProperties":false,"required":["name","address"],"properties":{
 "name":{"type":"string","minLength":1,"maxLength":200,"x-bt":"BT-27/BT-44"},
 "trading_name":{"type":"string","maxLength":200,"x-bt":"BT-28/BT-45"},
 "type":{"enum":["business","consumer","public"]},
 "identifiers":{"type":"array","maxItems":10,"items":{"$ref":"#/components/schemas/Identifier"}},
 "legal_id":{"$ref":"#/components/schemas/Identifier"},
 "vat_id":{"type":"string","maxLength":20,"x-bt":"BT-31/BT-48"},
 "tax_registration_id":{"type":"string","maxLength":50,"x-bt":"BT-32"},
 "legal_form":{"type":"string","maxLength":500,"x-bt":"BT-33"},
 "electronic_address":{"$ref":"#/components/schemas/Identifier"},
 "intermediary":{"type":"string","maxLength":35,"description":"Operator or bank of Finvoice"},
 "address":{"$ref":"#/components/schemas/Address"},
 "contact":{"$ref":"#/components/schemas/Contact"},
 "language":{"enum":["fi","sv","nb","nn","en"]},
 "customer_number":{"type":"string","maxLength":64},
 "person":{"type":"object","additionalProperties":false,"properties":{
  "national_id":{"type":"string","maxLength":16},"birth_date":{"type":"string","format":"date"}}}}},
"Vat":{"type":"object","additionalProperties":false,"required":["category"],"properties":{
 "category":{"enum":["S","Z","E","AE","K","G","O","L","M","B"],"x-bt":"BT-151"},
 "rate":{"$ref":"#/components/schemas/Decimal"},
 "exemption_code":{"type":"string","maxLength":30,"x-bt":"BT-121"},
 "exemption_reason":{"type":"string","maxLength":1000,"x-bt":"BT-120"}}},
"Adjustment":{"type":"object","additionalProperties":false,"required":["amount"],"properties":{
 "type":{"enum":["allowance","charge"]},"amount":{"$ref":"#/components/schemas/Money"},
 "base_amount":{"$ref":"#/components/schemas/Money"},
 "percent":{"$ref":"#/components/schemas/Decimal"},
 "reason":{"type":"string","maxLength":1000},"reason_code":{"type":"string","maxLength":3},
 "vat":{"$ref":"#/components/schemas/Vat"}}},
"Period":{"type":"object","additionalProperties":false,"properties":{
 "start":{"type":"string","format":"date"},"end":{"type":"string","format":"date"}}},
"Line":{"type":"object","additionalProperties":false,
 "required":["name","quantity","net_price","vat"],"properties":{
 "id":{"type":"string","maxLength":35,"x-bt":"BT-126"},
 "note":{"type":"string","maxLength":2000,"x-bt":"BT-127"},
 "object_id":{"$ref":"#/components/schemas/Identifier"},
 "name":{"type":"string","minLength":1,"maxLength":500,"x-bt":"BT-153"},
 "description":{"type":"string","maxLength":2000,"x-bt":"BT-154"},
 "seller_item_id":{"type":"string","maxLength":100,"x-bt":"BT-155"},
 "buyer_item_id":{"type":"string","maxLength":100,"x-bt":"BT-156"},
 "standard_item_id":{"$ref":"#/components/schemas/Identifier"},
 "origin_country":{"type":"string","maxLength":2,"x-bt":"BT-159"},
 "attributes":{"type":"array","maxItems":100,"items":{"type":"object",
  "additionalProperties":false,"required":["name","value"],"properties":{
  "name":{"type":"string","maxLength":100},"value":{"type":"string","maxLength":500}}}},
 "quantity":{"$ref":"#/components/schemas/Decimal"},
 "unit":{"type":"string","maxLength":3,"default":"C62","x-bt":"BT-130"},
 "net_price":{"$ref":"#/components/schemas/Decimal"},
 "gross_price":{"$ref":"#/components/schemas/Decimal"},
 "price_discount":{"$ref":"#/components/schemas/Decimal"},
 "price_base_quantity":{"$ref":"#/components/schemas/Decimal"},
 "adjustments":{"type":"array","maxItems":100,"items":{"$ref":"#/components/schemas/Adjustment"}},
 "net_amount":{"$ref":"#/components/schemas/Money"},
 "vat":{"$ref":"#/components/schemas/Vat"},
 "period":{"$ref":"#/components/schemas/Period"},
 "buyer_accounting_reference":{"type":"string","maxLength":200,"x-bt":"BT-133"},
 "order_line_reference":{"type":"string","maxLength":100,"x-bt":"BT-132"}}},
"Payment":{"type":"object","additionalProperties":false,"required":["means"],"properties":{
 "means":{"enum":["credit_transfer","direct_debit","card","prepaid","other"],"x-bt":"BT-81"},
 "means_code":{"type":"string","maxLength":3},"means_text":{"type":"string","maxLength":100},
 "accounts":{"type":"array","maxItems":5,"items":{"type":"object","additionalProperties":false,
  "required":["iban"],"properties":{"iban":{"type":"string","maxLength":34,"x-bt":"BT-84"},
  "bic":{"type":"string","maxLength":11},"name":{"type":"string","maxLength":200}}}},
 "reference":{"type":"object","additionalProperties":false,"required":["type"],"properties":{
  "type":{"enum":["fi_viite","rf","no_kid","free"]},
  "value":{"type":"string","maxLength":35,
   "description":"Left out: the next of the client's own series"}}},
 "mandate_id":{"type":"string","maxLength":50},"creditor_id":{"type":"string","maxLength":50},
 "debited_account":{"type":"string","maxLength":34},
 "card":{"type":"object","additionalProperties":false,"properties":{
  "number":{"type":"string","maxLength":30},"holder":{"type":"string","maxLength":100}}},
 "terms_text":{"type":"string","maxLength":1000,"x-bt":"BT-20"},
 "late_interest_percent":{"$ref":"#/components/schemas/Decimal"}}},
"Totals":{"type":"object","additionalProperties":false,
 "description":"Computed when left out; checked to the cent when given","properties":{
 "lines":{"$ref":"#/components/schemas/Money"},"allowances":{"$ref":"#/components/schemas/Money"},
 "charges":{"$ref":"#/components/schemas/Money"},"net":{"$ref":"#/components/schemas/Money"},
 "vat":{"$ref":"#/components/schemas/Money"},
 "vat_accounting":{"$ref":"#/components/schemas/Money"},
 "gross":{"$ref":"#/components/schemas/Money"},"paid":{"$ref":"#/components/schemas/Money"},
 "rounding":{"$ref":"#/components/schemas/Money"},"due":{"$ref":"#/components/schemas/Money"}}},
"InvoiceData":{"type":"object","additionalProperties":false,
 "required":["number","issue_date","currency","buyer","lines"],"properties":{
 "type":{"enum":["invoice","credit_note","corrected","reminder","payment_request"],
  "default":"invoice","x-bt":"BT-3"},
 "type_code":{"type":"string","maxLength":3},
 "number":{"type":"string","minLength":1,"maxLength":35,"x-bt":"BT-1"},
 "issue_date":{"type":"string","format":"date","x-bt":"BT-2"},
 "due_date":{"type":"string","format":"date","x-bt":"BT-9"},
 "tax_point_date":{"type":"string","format":"date","x-bt":"BT-7"},
 "tax_point_code":{"type":"string","maxLength":3,"x-bt":"BT-8"},
 "currency":{"type":"string","pattern":"^[A-Z]{3}$","x-bt":"BT-5"},
 "vat_currency":{"type":"string","pattern":"^[A-Z]{3}$","x-bt":"BT-6"},
 "buyer_reference":{"type":"string","maxLength":70,"x-bt":"BT-10"},
 "project":{"type":"string","maxLength":100},"contract":{"type":"string","maxLength":100},
 "purchase_order":{"type":"string","maxLength":100,"x-bt":"BT-13"},
 "sales_order":{"type":"string","maxLength":100},
 "receiving_advice":{"type":"string","maxLength":100},
 "despatch_advice":{"type":"string","maxLength":100},"tender":{"type":"string","maxLength":100},
 "object_id":{"$ref":"#/components/schemas/Identifier"},
 "buyer_accounting_reference":{"type":"string","maxLength":200,"x-bt":"BT-19"},
 "notes":{"type":"array","maxItems":10,"items":{"type":"string","maxLength":2000}},
 "preceding":{"type":"array","maxItems":100,"items":{"type":"object",
  "additionalProperties":false,"required":["number"],"properties":{
  "number":{"type":"string","maxLength":35},"issue_date":{"type":"string","format":"date"}}}},
 "seller":{"$ref":"#/components/schemas/Party"},"buyer":{"$ref":"#/components/schemas/Party"},
 "payee":{"$ref":"#/components/schemas/Party"},
 "tax_representative":{"$ref":"#/components/schemas/Party"},
 "payer":{"$ref":"#/components/schemas/Party"},
 "delivery":{"type":"object","additionalProperties":false,"properties":{
  "date":{"type":"string","format":"date"},"name":{"type":"string","maxLength":200},
  "location":{"$ref":"#/components/schemas/Identifier"},
  "address":{"$ref":"#/components/schemas/Address"}}},
 "period":{"$ref":"#/components/schemas/Period"},
 "payment":{"$ref":"#/components/schemas/Payment"},
 "adjustments":{"type":"array","maxItems":100,"items":{"$ref":"#/components/schemas/Adjustment"}},
 "lines":{"type":"array","minItems":1,"maxItems":10000,
  "items":{"$ref":"#/components/schemas/Line"}},
 "totals":{"$ref":"#/components/schemas/Totals"},
 "vat_breakdown":{"type":"array","maxItems":100,"x-bt":"BG-23",
  "description":"Computed when left out; checked to the cent when given",
  "items":{"type":"object","additionalProperties":false,"required":["vat","taxable","tax"],
  "properties":{"vat":{"$ref":"#/components/schemas/Vat"},
  "taxable":{"$ref":"#/components/schemas/Money"},"tax":{"$ref":"#/components/schemas/Money"}}}}}},
"ChannelName":{"enum":["finvoice","peppol","efaktura","avtalegiro","vipps","email","print",
 "portal"]},
"Distribution":{"type":"object","additionalProperties":false,"properties":{
 "channels":{"type":"array","items":{"$ref":"#/components/schemas/ChannelName"}},
 "forbid":{"type":"array","items":{"$ref":"#/components/schemas/ChannelName"}},
 "not_before":{"type":"string","format":"date-time"},
 "give_up_after":{"type":"string","format":"date-time"},
 "on_failure":{"enum":["next_channel","hold","return_to_sender"]},
 "hold":{"type":"boolean"},"priority":{"enum":["normal","high"],"description":
  "high: before what else is due in its channel, and by priority post unless postage says else"},
 "email":{"type":"object","additionalProperties":false,"properties":{
  "to":{"type":"array","maxItems":5,"items":{"type":"string","maxLength":254}},
  "message":{"type":"string","maxLength":2000},"attach_pdf":{"type":"boolean"},
  "attach_xml":{"enum":["none","ubl","finvoice","cii"]}}},
 "print":{"type":"object","additionalProperties":false,"properties":{
  "postage":{"enum":["economy","priority"]},"colour":{"type":"boolean"},
  "duplex":{"type":"boolean"}}},
 "template":{"type":"string","maxLength":64}}},
"ReceivableWish":{"type":"object","additionalProperties":false,"properties":{
 "track":{"type":"boolean","default":true},"policy":{"type":"string","maxLength":64},
 "reminders":{"enum":["auto","manual","never"]},"collection":{"enum":["auto","manual","never"]},
 "already_paid":{"$ref":"#/components/schemas/Money"}}},
"Metadata":{"type":"object","maxProperties":20,
 "additionalProperties":{"type":"string","maxLength":500}},
"Attachment":{"type":"object","additionalProperties":false,
 "description":"A file (content, filename, media_type), a link (url) or a reference alone",
 "dependentRequired":{"content":["filename","media_type"]},
 "properties":{"reference":{"type":"string","maxLength":100},
 "filename":{"type":"string","maxLength":120},"media_type":{"type":"string","maxLength":100},
 "description":{"type":"string","maxLength":200},"url":{"type":"string","maxLength":1000},
 "content":{"type":"string","contentEncoding":"base64"}}},
"InvoiceSubmission":{"type":"object","additionalProperties":false,"required":["invoice"],
 "properties":{"client_ref":{"type":"string","maxLength":64},
 "external_id":{"type":"string","maxLength":128},
 "invoice":{"$ref":"#/components/schemas/InvoiceData"},
 "distribution":{"$ref":"#/components/schemas/Distribution"},
 "receivable":{"$ref":"#/components/schemas/ReceivableWish"},
 "attachments":{"type":"array","maxItems":20,"items":{"$ref":"#/components/schemas/Attachment"}},
 "metadata":{"$ref":"#/components/schemas/Metadata"}}},
"DocumentForm":{"type":"object","required":["file"],"properties":{
 "file":{"type":"string","description":"The document, recognised by its content"},
 "metadata":{"type":"object","properties":{"client_ref":{"type":"string"},
  "external_id":{"type":"string"},"distribution":{"$ref":"#/components/schemas/Distribution"},
  "receivable":{"$ref":"#/components/schemas/ReceivableWish"},
  "metadata":{"$ref":"#/components/schemas/Metadata"}}},
 "attachments":{"type":"array","maxItems":20,"items":{"type":"string"}}}},
)json";

// What the gateway gives. Clients must ignore members that they do not know.
}  // namespace

std::string_view submission_schemas() { return submission; }

}  // namespace airut::gateway::api
