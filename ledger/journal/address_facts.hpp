#pragma once

#include <optional>
#include <string>

#include "formats/model/date.hpp"

// Facts about where recipients are reached in the Finvoice network, and about what a biller tells
// the banks there of himself (Finance Finland, Notification service guidelines 5.12.2012).
namespace airut::ledger {

// From a day on a recipient is reached at a pair of address and intermediary. What was valid until
// then ends on the day before. A last day before the first one: he said so, and something else
// later; it never holds, and ends nothing.
struct RecipientAddressed {
  std::string address_id;                     // rca_...
  std::string recipient_id;                   // rcp_...
  std::string client, external_ref, channel;  // channel: finvoice
  std::string source;                         // receiver-notice, client, import, correction
  model::Date valid_from{};
  std::optional<model::Date> valid_to;  // the last day; none: until something else is said
  bool direct_payment = false;          // paper to the recipient, and a copy to his bank
  model::Instant stated{};              // when its source said so; zero: only its end was told
  std::string document_id;              // received notice that says it, ""
  std::string personal_address, personal_intermediary;
};

// A pair is valid to the day and no longer; a day before its first one: it never was.
struct RecipientAddressEnded {
  std::string address_id, recipient_id, client, external_ref;
  std::string source;
  model::Date valid_to{};
  model::Instant stated{};
  std::string document_id;
};

// A biller's notification to one bank is fixed before its first byte leaves: what its customers may
// order.
struct SenderNoticeMade {
  std::string notice_id;  // sni_..., and the id of the message
  std::string client, channel;
  std::string action;  // ADD, CHANGE, DELETE
  std::string bank;    // BIC
  std::string payment_instruction;
  std::string digest;  // of the framed bytes, in the document store
};

// made, deferred, refused, unknown -> sending -> sent | deferred | refused | unknown; sent ->
// refused, when the bank says so later.
struct SenderNoticeMoved {
  std::string notice_id, from, to;
  std::string code, native_code, endpoint;
  std::string receipt_digest;
  std::string personal_excerpt;  // the bank's words
};

}  // namespace airut::ledger
