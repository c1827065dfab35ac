#pragma once

// A step of the schema (see schema.cpp), with a file of its own for its length.
namespace airut::ledger {

// What a claim has beside its letters: policies, customers, promises, plans, collection, messages.
inline constexpr char const* case_tables = R"sql(
CREATE TABLE policies (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL,
  valid_from INTEGER, definition TEXT NOT NULL);
CREATE UNIQUE INDEX policies_version ON policies (tenant, name, version);
CREATE TABLE customers (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, client TEXT NOT NULL,
  customer_number TEXT NOT NULL, policy TEXT NOT NULL, limit_minor INTEGER,
  limit_currency TEXT NOT NULL, risk_class TEXT NOT NULL, payment_terms_days INTEGER NOT NULL,
  blocked INTEGER NOT NULL, hold_reason TEXT NOT NULL, hold_until INTEGER, set_by TEXT NOT NULL,
  version INTEGER NOT NULL);
CREATE UNIQUE INDEX customers_number ON customers (tenant, client, customer_number);
CREATE TABLE credit_alerts (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, client TEXT NOT NULL,
  customer_number TEXT NOT NULL, kind TEXT NOT NULL, day INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX credit_alerts_customer ON credit_alerts (tenant, client, customer_number);
CREATE TABLE promises (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL,
  receivable INTEGER NOT NULL, amount INTEGER NOT NULL, day INTEGER NOT NULL,
  made_by TEXT NOT NULL, made INTEGER NOT NULL, outcome TEXT NOT NULL, ended INTEGER);
CREATE UNIQUE INDEX promises_id ON promises (tenant, id);
CREATE INDEX promises_receivable ON promises (receivable);
CREATE INDEX promises_open ON promises (tenant, key) WHERE outcome = '';
CREATE TABLE plans (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL,
  receivable INTEGER NOT NULL, letter_id TEXT NOT NULL, made_by TEXT NOT NULL,
  interest TEXT NOT NULL, tolerance INTEGER NOT NULL, tolerance_days INTEGER NOT NULL,
  missed_max INTEGER NOT NULL, made INTEGER NOT NULL, outcome TEXT NOT NULL, ended INTEGER,
  reason TEXT NOT NULL);
CREATE UNIQUE INDEX plans_id ON plans (tenant, id);
CREATE INDEX plans_receivable ON plans (receivable);
CREATE INDEX plans_open ON plans (tenant, key) WHERE outcome = '';
CREATE TABLE instalments (
  plan INTEGER NOT NULL, number INTEGER NOT NULL, due INTEGER NOT NULL, amount INTEGER NOT NULL,
  PRIMARY KEY (plan, number));
CREATE TABLE collection_cases (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL,
  receivable INTEGER NOT NULL, client TEXT NOT NULL, partner TEXT NOT NULL, state TEXT NOT NULL,
  reason TEXT NOT NULL, agency_reference TEXT NOT NULL, entered INTEGER NOT NULL,
  ban_until INTEGER, principal INTEGER NOT NULL, interest INTEGER NOT NULL, fee INTEGER NOT NULL,
  cost INTEGER NOT NULL, ordered INTEGER, version INTEGER NOT NULL);
CREATE UNIQUE INDEX collection_cases_id ON collection_cases (tenant, id);
CREATE INDEX collection_cases_receivable ON collection_cases (receivable);
CREATE INDEX collection_cases_open ON collection_cases (tenant, key)
  WHERE state NOT LIKE 'closed%';
CREATE TABLE collection_reports (
  tenant INTEGER NOT NULL, case_id TEXT NOT NULL, report_id TEXT NOT NULL,
  event INTEGER NOT NULL, PRIMARY KEY (tenant, case_id, report_id));
CREATE TABLE messages (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, invoice INTEGER NOT NULL,
  client TEXT NOT NULL, author TEXT NOT NULL, recipient TEXT NOT NULL, about TEXT NOT NULL,
  answers TEXT NOT NULL, needs_answer INTEGER NOT NULL, answered INTEGER NOT NULL,
  written INTEGER NOT NULL, written_by TEXT NOT NULL, text TEXT NOT NULL);
CREATE UNIQUE INDEX messages_id ON messages (tenant, id);
CREATE INDEX messages_invoice ON messages (invoice);
CREATE INDEX messages_waiting ON messages (tenant, recipient, key)
  WHERE needs_answer <> 0 AND answered = 0;
CREATE TABLE message_reads (
  message INTEGER NOT NULL, reader TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (message, reader));
ALTER TABLE letters ADD COLUMN policy TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN policy_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE letters ADD COLUMN sheet_id TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN plan_id TEXT NOT NULL DEFAULT '';
-- What the day run may touch, by the day from which it may: the walk reads nothing else.
DROP INDEX receivables_dunning;
CREATE INDEX receivables_waking ON receivables
  (tenant, coalesce(last_letter_deadline, due_date), key)
  WHERE principal + interest + fee + cost > 0 AND stage <> 'in_collection'
    AND reminders <> 'never';
CREATE INDEX letters_sheet ON letters (tenant, sheet_id) WHERE sheet_id <> '';
)sql";

}  // namespace airut::ledger
