#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"

// Facts about deliveries and what went wrong with them.
namespace airut::ledger {

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
  bool urgent = false;  // goes before what else is due in its channel
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

}  // namespace airut::ledger
