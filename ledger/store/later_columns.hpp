#pragma once

// Steps of the schema (see schema.cpp), with a file of their own for its length.
namespace airut::ledger {

// The numbers of a batch's documents.
inline constexpr char const* numbered_items = R"sql(
ALTER TABLE batch_items ADD COLUMN number TEXT NOT NULL DEFAULT '';
UPDATE batch_items SET number = coalesce((SELECT number FROM invoices
  WHERE invoices.tenant = batch_items.tenant AND invoices.id = batch_items.invoice_id), '')
  WHERE outcome = 'accepted';
)sql";

// What goes before others in its channel.
inline constexpr char const* urgent_deliveries = R"sql(
ALTER TABLE deliveries ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;
CREATE INDEX deliveries_urgent ON deliveries (channel, destination, next_at) WHERE urgent = 1;
)sql";

// One payment for several invoices names several references; instalments' own ones are found by
// their invoice, too.
inline constexpr char const* several_references = R"sql(
ALTER TABLE payments ADD COLUMN more_references TEXT NOT NULL DEFAULT '';
CREATE INDEX more_references_receivable ON more_references (receivable);
)sql";

// Which letters say that collection follows, as their proofs told until then.
inline constexpr char const* announced_collections = R"sql(
ALTER TABLE letters ADD COLUMN announces_collection INTEGER NOT NULL DEFAULT 0;
UPDATE letters SET announces_collection = 1
  WHERE proof LIKE '%"rule":"collection-notice"%';
)sql";

// What a payment changes on an invoice stands on its item alone: of the invoice's version each item
// counts the payments that named the invoice and no other, from this step on.
inline constexpr char const* counted_payments = R"sql(
ALTER TABLE receivables ADD COLUMN payments INTEGER NOT NULL DEFAULT 0;
)sql";

// An erasure finds what the register said about a recipient without the rest of the journal.
inline constexpr char const* register_index = R"sql(
CREATE INDEX events_register ON events (subject, key)
  WHERE kind = 'recipient_updated' OR kind = 'recipient_addressed' OR kind = 'customer_terms_set';
)sql";

}  // namespace airut::ledger
