#pragma once

// A step of the schema (see schema.cpp), with a file of its own for its length.
namespace airut::ledger {

// What agencies report and remit, claims that came back from them, when a day's run has ended.
// Filled by a replay where claims had come back before.
inline constexpr char const* remittance_tables = R"sql(
ALTER TABLE payments ADD COLUMN partner TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN settlement_id TEXT NOT NULL DEFAULT '';
-- Of a report: how much of it has come; of an entry of the bank: how much of it is a remittance.
ALTER TABLE payments ADD COLUMN remitted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX payments_to_remit ON payments (tenant, partner, client)
  WHERE partner <> '' AND remitted < amount;
CREATE TABLE remittances (
  key INTEGER NOT NULL, number INTEGER NOT NULL, tenant INTEGER NOT NULL, payment_id TEXT NOT NULL,
  report_id TEXT NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (key, number));
CREATE INDEX remittances_payment ON remittances (tenant, payment_id);
-- The event that closed it.
ALTER TABLE collection_cases ADD COLUMN closed INTEGER;
ALTER TABLE day_runs ADD COLUMN began INTEGER;
ALTER TABLE receivables ADD COLUMN interest_fixed_until INTEGER;
INSERT INTO state (name, value) SELECT 'replaying', 1 WHERE EXISTS
  (SELECT 1 FROM collection_cases WHERE state = 'rejected' OR state LIKE 'closed%')
  ON CONFLICT DO NOTHING;
)sql";

}  // namespace airut::ledger
