#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/model/money.hpp"

// Facts about what stands beside invoices: recipients, batches, webhooks, documents from networks.
namespace airut::ledger {

struct RecipientUpdated {
  std::string recipient_id, client, external_ref;
  std::string type, language, priority;
  std::string personal_record;  // the whole register entry as JSON (gateway/recipients)
};

// Many documents came in one body, which is spooled: each will be taken or refused in its turn.
struct BatchReceived {
  std::string batch_id;
  std::string mode;    // best_effort, all_or_nothing
  std::string format;  // zip, ndjson, xml
  std::string digest;  // of the uploaded bytes
  std::string language;
  std::vector<std::string> clients;  // that the key may bill for; empty: all
  std::int64_t items = 0;
};

// Control totals of what was accepted in one currency.
struct BatchTotal {
  std::int64_t invoices = 0, credit_notes = 0;
  model::Money gross, credited;  // sums of BT-112, credit notes apart
};

// The documents up to the position were dealt with, in the transaction of this fact.
struct BatchAdvanced {
  std::string batch_id;
  std::int64_t position = 0;
  std::int64_t accepted = 0, rejected = 0, duplicates = 0;  // so far
  std::vector<BatchTotal> totals;                           // so far
};

struct BatchCompleted {
  std::string batch_id;
  std::string status;  // completed; refused: all_or_nothing found a fault and kept nothing
};

struct BatchItemRejected {
  std::string batch_id;
  std::int64_t position = 0;
  std::string name;        // file name in the ZIP or ""
  std::string number;      // BT-1, as far as it could be read
  std::string outcome;     // rejected, duplicate
  std::string invoice_id;  // of the duplicate
  std::string problem;     // problem+json
};

struct WebhookEndpointChanged {
  std::string endpoint_id;
  std::string action;  // create, change, disable, remove, rotate
  std::string url;
  std::vector<std::string> event_types;
  bool enabled = true;
  std::string description;
  std::string personal_secret;  // whsec_..., newest first, blank separated
};

// Why a person did what the facts beside it say, in the words of X-Reason. Stands before them in
// the same transaction.
struct ReasonGiven {
  std::string request_id;  // req_...
  std::string request;     // "POST /v1/invoices/inv_.../cancel"
  std::string personal_reason;
};

// A business document came in from a network. Kept with its receipt before the receipt leaves.
struct DocumentReceived {
  std::string document_id;              // rcd_...
  std::string client, channel;          // client: whom it is for, "" for the gateway itself
  std::string message_id, instance_id;  // of the transport and of the envelope: each comes once
  std::string sender, receiver;         // C1 and C4, "0192:991825827"
  std::string access_point;             // C2, who signed the message: POP000306
  std::string document_type, process;
  std::string country;         // of C1
  std::string kind;            // invoice, message_status, invoice_response, other
  std::string about;           // delivery that it speaks of, ""
  std::string status_to;       // who shall hear what became of it (MLS), ""
  bool status_always = false;  // also good news
  std::string problem;         // why it could not be taken over, "" when it could
  std::string payload_digest, receipt_digest;
};

// The sender of a received document was told what became of it, or need not be.
struct StatusTold {
  std::string document_id;
  std::string code;            // AP, AB, RE; "none": nothing was asked for
  std::string outcome;         // sent, refused
  std::string receipt_digest;  // of the network, for the status itself
};

// Nothing more is sent to an address in a channel: it does not exist, or its owner asked for
// another way.
struct AddressSuppressed {
  std::string suppression_id;           // sup_...
  std::string client;                   // "": for all clients of the tenant
  std::string channel;                  // name in routes
  std::string code;                     // why: a deviation code, or asked-by-recipient
  std::string delivery_id, invoice_id;  // by which it came to light
  std::string personal_address;
};

struct AddressReleased {
  std::string suppression_id, reason;
};

}  // namespace airut::ledger
