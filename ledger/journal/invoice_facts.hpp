#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

// Facts about invoices as documents: taken in, held, corrected, seen.
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
  std::string reference, reference_key;    // BT-83 and its match key; "" for credit notes
  std::vector<std::string> more_references;  // match keys of its instalments' own references
  std::string account;                     // IBAN that the invoice asks to be paid to
  std::vector<std::string> more_accounts;  // others that it shows
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

}  // namespace airut::ledger
