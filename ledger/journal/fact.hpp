#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

// Everything that can happen, one struct a kind of event. A fact is what the journal keeps and the
// only thing that changes a projection: the store's rows are what these facts say, nothing else.
// Members named personal_* leave the hashed bytes (see journal/event.hpp) and may be erased later.
// Enumerations are their API words; ids are those of formats/model/ids.hpp.
namespace airut::ledger {

// An invoice was taken in and will be delivered and followed. Opens the receivable when track.
struct InvoiceAccepted {
  std::string invoice_id;
  std::string client, external_id, batch_id;
  std::int64_t batch_position = 0;  // of the document in its batch, from 1
  std::string batch_item;           // its file name there, ""
  std::string number, type;         // type: invoice, credit_note, corrected, ...
  std::string seller_key;           // seller's legal id, with type and number the duplicate guard
  model::Money gross, due;          // BT-112, BT-115; positive also for credit notes
  model::Date issue_date{}, due_date{};
  std::string reference, reference_key;  // BT-83 and its match key; "" for credit notes
  std::string account;                   // IBAN that the invoice asks to be paid to
  std::string customer_number, recipient_id;
  std::string buyer_type, buyer_country, language;
  std::vector<std::string> preceding;  // invoice numbers a credit note reduces
  std::string syntax;                  // json, finvoice, ubl_invoice, cii
  std::string original_digest;         // hex SHA-256 of the bytes as received
  std::string canonical_digest;        // of the completed submission, json::write_submission
  bool track = true;
  std::string receivable_id;  // rcv_...; "" when not tracked
  std::string policy, reminders, collection;
  std::string personal_buyer_name;
};

struct SkippedChannel {
  std::string channel, reason;  // reason: a kebab-case word, "no-address", "no-consent" ...
};

// A route was decided and a delivery begins, queued or held (reference: state machine, first row).
struct DeliveryRouted {
  std::string delivery_id, invoice_id;
  std::string document_kind;  // invoice, reminder, collection_order
  std::string document_id;    // inv_... or ltr_...
  std::string client, channel, format;
  std::string reason;  // why this channel
  std::vector<SkippedChannel> skipped;
  std::vector<std::string> remaining;  // channels still to try, in order
  std::string state;                   // scheduled, queued, held
  std::string handler;
  std::string message_id;   // the same over every attempt
  std::string replaces;     // delivery that this one follows after, ""
  std::string destination;  // breaker key: host or operator
  model::Instant next_at{}, give_up_at{};
  std::string personal_address, personal_intermediary;
};

// No channel can take the document: a person must act.
struct RouteMissing {
  std::string invoice_id, document_kind, document_id, client;
  std::vector<SkippedChannel> skipped;
};

// An attempt begins. Committed before the first byte leaves: the parcel's digest and id are fixed.
struct AttemptStarted {
  std::string delivery_id, invoice_id, attempt_id;
  std::int64_t number = 1;
  std::string payload_digest;  // hex SHA-256 of the sealed parcel in the document store
  model::Instant lease_until{};
};

// A delivery went from one state to another: the one event of every transition.
struct DeliveryChanged {
  std::string delivery_id, invoice_id, attempt_id;
  std::string from, to;  // states of the delivery state machine
  std::string event;     // handed_over, failed_before_body, lease_expired, retry ...
  std::string evidence;  // none ... acknowledged_by_buyer
  bool assumed = false;
  std::string handler;                    // system, operator, client, recipient, partner, nobody
  std::optional<model::Instant> next_at;  // when the machine looks again; none for people's turns
  std::string code, code_class, native_code, endpoint;
  std::string receipt_digest;    // proof in the document store, ""
  std::string note;              // what a person wrote
  std::string personal_excerpt;  // the other side's words
};

struct DeviationOpened {
  std::string deviation_id, delivery_id, invoice_id, client, channel;
  std::string code, code_class, native_code, handler;
  std::string group_key;  // same cause, same key
  std::string suggested_action;
  std::int64_t priority = 2;  // 1 low ... 4 urgent
  std::string personal_excerpt;
};

struct DeviationResolved {
  std::string deviation_id, delivery_id, invoice_id;
  std::string action;  // retry, reroute, close_as_delivered, close_no_action, ...
  std::string note;
};

// A deviation that stays open was looked at: action says how.
struct DeviationChanged {
  std::string deviation_id, delivery_id, invoice_id;
  std::string action;         // escalate, change
  std::int64_t priority = 2;  // 1 low ... 4 urgent
  std::string assignee;       // a name or key id, ""
  std::optional<model::Instant> snoozed_until;
  std::string comment;
};

struct InvoiceHeld {  // also released and cancelled: action says which
  std::string invoice_id;
  std::string action;  // hold, release, cancel
  std::string reason;
};

// How the recipient is reached was corrected before the document arrived; number and sums stay.
struct InvoiceCorrected {
  std::string invoice_id;
  std::string canonical_digest;  // of the submission as corrected
  std::string personal_note;
};

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
  std::string outcome;     // rejected, duplicate
  std::string invoice_id;  // of the duplicate
  std::string problem;     // problem+json
};

struct AccountCover {
  std::string account;
  model::Date until{};
};

// A bank file was taken in whole. coverage: the day up to which every payment to an account is now
// known one by one.
struct PaymentFileImported {
  std::string file_id, format, version, bank_file_id, digest;
  std::vector<std::string> accounts;
  std::vector<AccountCover> coverage;
  std::optional<model::Date> covers_until;
  std::int64_t entries = 0, duplicates = 0;
};

struct AllocatedPart {
  std::string receivable_id, invoice_id;
  std::string component;  // principal, interest, fee, cost
  model::Money amount;    // positive: reduces the component; negative: takes back
};

// One bank entry, with what it paid and why.
struct PaymentReceived {
  std::string payment_id, file_id, client;
  std::string account, archive_id, fingerprint;
  std::int64_t occurrence = 1;
  model::Money amount;  // negative when it takes back
  bool is_reversal = false;
  std::string reverses;       // payment_id
  std::string taken_back_by;  // payment_id of a reversal that was told before this payment
  std::optional<model::Date> booked, value_date;
  std::string reference_key;
  std::string rule, explanation;  // of the match
  std::vector<AllocatedPart> parts;
  model::Money unallocated;        // what waits for a person or goes back
  std::string unallocated_reason;  // unknown-reference, overpaid, duplicate-payment ...
  std::string personal_payer, personal_payer_account, personal_text;
};

// Money that waited was laid onto items, or taken back from them (negative parts): by a person, or
// by a rule that was certain.
struct PaymentAllocated {
  std::string payment_id, client;
  std::string rule, explanation;     // "": a person
  std::vector<AllocatedPart> parts;  // their sum leaves what waits
  std::string personal_note;
};

// A credit note reduced an item (or what was left of it).
struct ReceivableCredited {
  std::string receivable_id, invoice_id, credit_note_id;
  model::Money amount;  // taken off the principal
  model::Money beyond;  // more than was open: money to give back
};

// A reminder was decided; its fee, interest and cost are charged with it. country, debtor and
// agreed_percent are what the rules were asked with: an audit needs nothing beside the journal and
// the law.
struct LetterDecided {
  std::string letter_id, receivable_id, invoice_id, client;
  std::string kind;  // first_reminder, second_reminder, collection_order
  std::int64_t round = 1;
  model::Date day{}, deadline{};
  model::Money principal_open, fee, interest, cost;
  std::optional<model::Date> interest_from, interest_until;
  std::string interest_percent;  // as printed, "" when it changed within the time
  std::string interest_rates;    // "2026-01-01/2026-01-20 9.5;..." the rates that held
  std::string country, debtor;   // whose law; consumer, business, public_body
  std::string agreed_percent;    // late interest that the invoice names, "" when the law's
  std::string proof;             // JSON: rule ids with dates and caps that this letter satisfies
};

// Charges of a letter were taken back: it had not left when its reason fell away (withdrawn, and
// then it counts as never decided), or a payment or credit note of an earlier day came to light.
struct LetterCorrected {
  std::string letter_id, receivable_id, invoice_id;
  std::string reason;  // paid, credited, paused, paid-before, principal-changed
  bool withdrawn = false;
  model::Money fee, interest, cost;  // taken back, none negative
};

struct ReceivablePaused {  // resumed: action says which
  std::string receivable_id, invoice_id;
  std::string action;  // pause, resume, dispute, approve (a person asks for the next step)
  std::string reason;
  std::optional<model::Date> until;
  std::string personal_note;
};

struct DayRun {
  std::string run_id;
  model::Date as_of{};
  std::int64_t considered = 0, letters = 0, collection_orders = 0;
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

struct LinkIssued {
  std::string invoice_id, link_id;
  model::Instant expires{};
};

struct LinkRevoked {
  std::string invoice_id, link_id, reason;
};

struct InvoiceViewed {
  std::string invoice_id, link_id;
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

using Fact =
    std::variant<InvoiceAccepted, DeliveryRouted, RouteMissing, AttemptStarted, DeliveryChanged,
                 DeviationOpened, DeviationResolved, InvoiceHeld, RecipientUpdated, BatchReceived,
                 BatchAdvanced, BatchCompleted, BatchItemRejected, PaymentFileImported,
                 PaymentReceived, PaymentAllocated, ReceivableCredited, LetterDecided,
                 LetterCorrected, ReceivablePaused, DayRun, WebhookEndpointChanged, LinkIssued,
                 LinkRevoked, InvoiceViewed, DeviationChanged, InvoiceCorrected, ReasonGiven,
                 DocumentReceived, StatusTold>;

}  // namespace airut::ledger
