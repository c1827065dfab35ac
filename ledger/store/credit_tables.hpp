#pragma once

// A step of the schema (see schema.cpp), with a file of its own for its length.
namespace airut::ledger {

// Credits that wait, and customers of whom nothing is demanded. A credit note may have an item now:
// what it gives is its credit balance, and it charges nothing.
inline constexpr char const* credit_tables = R"sql(
ALTER TABLE customers ADD COLUMN stopped TEXT NOT NULL DEFAULT '';
CREATE TABLE awaited_invoices (
  tenant INTEGER NOT NULL, client TEXT NOT NULL, number TEXT NOT NULL,
  receivable INTEGER NOT NULL, PRIMARY KEY (tenant, client, number, receivable)) WITHOUT ROWID;
CREATE INDEX deviations_customer ON deviations (tenant, state)
  WHERE code IN ('claim.credit_waits', 'print.returned_deceased');
DROP VIEW entries;
CREATE VIEW entries AS
  SELECT receivable, event, part, kind, component, amount, effective, booked, source FROM postings
  UNION ALL
  SELECT r.key, r.key, 0, 'charge', 'principal', i.due, i.issue_date, i.created, i.id
  FROM receivables r JOIN invoices i ON i.key = r.key
  WHERE i.due <> 0 AND i.type <> 'credit_note';
)sql";

}  // namespace airut::ledger
