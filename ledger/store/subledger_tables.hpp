#pragma once

// A step of the schema (see schema.cpp), with a file of its own for its length.
namespace airut::ledger {

// What is open by due day is kept as sums, a client and currency for itself: ageing reads those.
inline constexpr char const* subledger_tables = R"sql(
CREATE TABLE subledgers (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, client TEXT NOT NULL, currency TEXT NOT NULL);
CREATE UNIQUE INDEX subledgers_name ON subledgers (tenant, client, currency);
CREATE TABLE open_days (
  subledger INTEGER NOT NULL, due_date INTEGER NOT NULL, items INTEGER NOT NULL,
  open INTEGER NOT NULL, PRIMARY KEY (subledger, due_date)) WITHOUT ROWID;
ALTER TABLE receivables ADD COLUMN subledger INTEGER NOT NULL DEFAULT 0;
INSERT INTO subledgers (key, tenant, client, currency)
  SELECT min(r.key), r.tenant, i.client, i.currency FROM receivables r
  JOIN invoices i ON i.key = r.key GROUP BY r.tenant, i.client, i.currency;
UPDATE receivables SET subledger = (SELECT s.key FROM subledgers s JOIN invoices i
  ON i.client = s.client AND i.currency = s.currency
  WHERE s.tenant = receivables.tenant AND i.key = receivables.key);
INSERT INTO open_days (subledger, due_date, items, open)
  SELECT subledger, due_date, count(*), sum(principal + interest + fee + cost) FROM receivables
  WHERE principal + interest + fee + cost > 0 GROUP BY subledger, due_date;
-- The walk of the day: by letters so far, since each step of a policy has its own days to wait.
DROP INDEX receivables_waking;
CREATE INDEX receivables_waking ON receivables
  (tenant, letters, coalesce(last_letter_deadline, due_date), key)
  WHERE principal + interest + fee + cost > 0 AND stage <> 'in_collection'
    AND reminders <> 'never';
)sql";

}  // namespace airut::ledger
