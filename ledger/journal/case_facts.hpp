#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

// Facts about a claim's life after its due date that are more than a letter: by which policy it is
// judged, what the debtor promised, plans, collection, and what the parties wrote to each other.
namespace airut::ledger {

// A dunning policy as it was used from here on. Recorded before the first letter that it decides,
// and again, with the next version, whenever its content is another.
struct PolicyRecorded {
  std::string policy;
  std::int64_t version = 1;               // 1, 2, ... of this name
  std::optional<model::Date> valid_from;  // as the policy says itself
  std::string definition;                 // JSON, the same bytes for the same content
};

// What a billing client agreed with one customer; replaces what was set before.
struct CustomerTermsSet {
  std::string client, customer_number;
  std::string policy;                        // dunning policy, "" the segment's
  std::optional<model::Money> credit_limit;  // of all that is open; none: no limit
  std::string risk_class;                    // the client's own word, "A"
  std::int64_t payment_terms_days = 0;       // 0: the client's
  bool blocked = false;                      // new invoices are held
  std::string hold_reason;                   // no reminders, "" when reminded
  std::optional<model::Date> hold_until;     // last day of the hold; none: until it is lifted
  std::string stopped{};  // nothing is demanded: bankrupt, deceased, minor; "" when it is
  std::string personal_note;
};

// A customer's behaviour changed, or what he owes passed his limit.
struct CreditAlert {
  std::string client, customer_number;
  std::string kind;  // over-limit, later-than-before
  model::Date day{};
  std::string text;  // one sentence with the figures
};

// The debtor promised to pay the amount at the latest on the day: reminders wait until then.
struct PromiseMade {
  std::string promise_id, receivable_id, invoice_id, client;
  model::Money amount;
  model::Date day{};
  std::string made_by;  // operator, client, debtor
  std::string personal_note;
};

struct PromiseEnded {
  std::string promise_id, receivable_id, invoice_id;
  std::string outcome;  // kept, broken, withdrawn
  model::Date day{};    // as of which it was judged
};

struct PlanInstalment {
  model::Date due{};
  model::Money amount;
};

// A claim that a plan covers beside the one that it names first, with its own letter.
struct PlanClaim {
  std::string receivable_id, invoice_id, letter_id;
};

// One or several claims of a debtor are paid in instalments. What the plan adds stands in the
// claims' letters, which are decided before it in the same transaction and leave as one.
struct PlanMade {
  std::string plan_id, receivable_id, invoice_id, client, letter_id;
  std::vector<PlanClaim> also;              // further claims, paid in this order after the first
  std::string made_by;                      // operator, client, debtor
  std::string interest;                     // stops, runs: during the plan
  std::vector<PlanInstalment> instalments;  // by day; their sum is all that is open with the letter
  model::Money tolerance;                   // so much too little counts as paid
  std::int64_t tolerance_days = 0;          // and so much too late as in time
  std::int64_t missed_max = 0;              // breaks when more instalments than this are missed
};

struct PlanEnded {
  std::string plan_id, receivable_id, invoice_id;
  std::string outcome;  // completed, broken, cancelled
  model::Date day{};
  std::string reason;
};

// A collection case took a step, or something happened on it. Amounts: of order_sent what is
// claimed, of payment_reported what was paid, of a closing what is written off.
struct CollectionMoved {
  std::string case_id, receivable_id, invoice_id, client;
  std::string partner;  // channel of the agency
  std::string event;    // the words of the state machine: propose, approve, order, sent, accept ...
  std::string from, to;
  std::string reason, agency_reference;
  std::string report_id;             // the agency's own id of what it tells: each counts once
  model::Date day{};                 // on which it holds
  std::optional<model::Date> until;  // of a ban: its last day
  model::Money principal, interest, fee, cost;
  bool handed_back = false;   // from this step on the agency has the claim no more
  std::string settlement_id;  // of payment_reported: as in PaymentReceived
  std::string personal_note;
};

// A file of a collection agency was read, and what it tells was taken, report by report.
struct CollectionFileTaken {
  std::string file_id, client, partner;
  std::string name, digest;  // as it came; the same bytes are taken once
  std::int64_t reports = 0, taken = 0, repeated = 0, refused = 0;
  std::string problem;  // why the file could not be read at all
};

// One party wrote to another about an invoice.
struct MessageWritten {
  std::string message_id, invoice_id, client;
  std::string author, recipient;  // biller, service, debtor, agency
  std::string about;              // content, payment, delivery, other
  std::string answers;            // message_id that it answers, ""
  bool needs_answer = false;
  std::string personal_text;
};

struct MessageRead {
  std::string message_id, invoice_id;
  std::string reader;  // biller, service, debtor, agency
};

}  // namespace airut::ledger
