#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

// Facts about claims that a clearing house collects from payers' accounts by their mandates
// (AvtaleGiro), and about what it sends back.
namespace airut::ledger {

// The delivery's claim stands ready for the next transmission.
struct DebitClaimMade {
  std::string delivery_id, invoice_id, client, channel;
  std::string account;  // of the payee, 11 digits
  std::string kid;
  model::Money amount;
  model::Date due{};
  std::string told_by;      // who tells the payer: bank, payee
  model::Instant latest{};  // by then it must be at the clearing house
  std::string mandate_id;
  std::string payload_digest;  // of the sealed claim
  std::string personal_payer, personal_reference, personal_text;
};

struct DebitAssignment {
  std::int64_t number = 0;
  std::string account;
  bool withdraws = false;
  std::int64_t claims = 0, sum = 0;  // sum in minor units
};

// A file for the clearing house, fixed before its first byte leaves. Its number and those of its
// assignments belong to it for ever unless it is dissolved before it could reach anyone.
struct TransmissionMade {
  std::string transmission_id, channel;
  std::int64_t number = 0;
  std::vector<DebitAssignment> assignments;
  std::int64_t claims = 0, sum = 0;
  std::string digest;       // of the bytes, in the document store
  model::Instant latest{};  // the earliest of its claims' own
};

// A claim, or its withdrawal, has its place in a transmission.
struct DebitClaimPlaced {
  std::string delivery_id, invoice_id, transmission_id;
  bool withdraws = false;
  std::int64_t assignment = 0, place = 0;  // number of the assignment, and in it
};

// made -> sending -> sent -> received | rejected; sending -> made | unknown; made -> dissolved.
struct TransmissionChanged {
  std::string transmission_id, from, to;
  std::string event;                      // attempt, handed_over, failed_before_body, receipt ...
  std::optional<model::Instant> next_at;  // when it is offered or asked about again
  std::string code, native_code, endpoint;
  std::string receipt_digest;
  std::string note;              // what a person wrote
  std::string personal_excerpt;  // the other side's words
};

// What became of a claim besides its transmission: ended (the delivery goes another way), rejected,
// paid, unpaid (not seen paid in time), late (it could not be withdrawn any more).
struct DebitClaimChanged {
  std::string delivery_id, invoice_id, state, reason;
};

// A payer agreed with his bank that claims are paid from his account (avtalegiro, direct_payment),
// or that invoices come to him there (e_invoice), changed that, or ended it.
struct MandateChanged {
  std::string mandate_id, client, scheme;  // scheme: avtalegiro, e_invoice, direct_payment
  std::string account;  // of the payee; in Finland his sender address and payment instruction
  std::string kid;      // as it is registered; in Finland the customer number
  std::string payer;    // the part of the KID that says who pays; in Finland the customer number
  std::string action;   // begin, change, end
  bool wants_notice = false;          // the payer wants to be told in writing
  std::optional<std::int64_t> limit;  // the most that a claim may ask, minor units
  std::string file_id;                // "" when a person said so
};

// A file came from the clearing house. A later one of the same file counts.
struct ClearingFileTaken {
  std::string file_id, channel, name, digest;
  std::string kind;     // mandates, payments, received, rejected_file, rejected_claims, unknown
  std::string outcome;  // taken, held, refused
  std::string detail;   // why it was held or refused
  std::string about;    // transmission that it speaks of, ""
  std::int64_t items = 0;
};

}  // namespace airut::ledger
