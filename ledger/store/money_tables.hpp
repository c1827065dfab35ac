#pragma once

// A part of the first step of the schema (see schema.cpp), with a file of its own for its length.
namespace airut::ledger {

inline constexpr char const* money_tables = R"sql(
CREATE TABLE receivables (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL,
  stage TEXT NOT NULL, principal INTEGER NOT NULL, interest INTEGER NOT NULL,
  fee INTEGER NOT NULL, cost INTEGER NOT NULL, paid INTEGER NOT NULL, credited INTEGER NOT NULL,
  due_date INTEGER NOT NULL, sent_on INTEGER, delivered_on INTEGER,
  delivery_assumed INTEGER NOT NULL, credit_balance INTEGER NOT NULL, policy TEXT NOT NULL,
  reminders TEXT NOT NULL,
  collection TEXT NOT NULL, hold_reason TEXT NOT NULL, hold_until INTEGER,
  disputed INTEGER NOT NULL, approved INTEGER NOT NULL, last_letter_day INTEGER,
  last_letter_deadline INTEGER,
  first_fee_day INTEGER, letters INTEGER NOT NULL, fees_charged INTEGER NOT NULL,
  interest_until INTEGER, version INTEGER NOT NULL);
CREATE UNIQUE INDEX receivables_id ON receivables (tenant, id);
-- What the day run may touch, with its due day: the walk reads rows only for what is due.
CREATE INDEX receivables_dunning ON receivables (tenant, key, due_date)
  WHERE principal + interest + fee + cost > 0 AND stage <> 'in_collection'
    AND reminders <> 'never';
CREATE TABLE entries (
  receivable INTEGER NOT NULL, event INTEGER NOT NULL, part INTEGER NOT NULL, kind TEXT NOT NULL,
  component TEXT NOT NULL, amount INTEGER NOT NULL, effective INTEGER NOT NULL,
  booked INTEGER NOT NULL, source TEXT NOT NULL,
  PRIMARY KEY (receivable, event, part)) WITHOUT ROWID;
CREATE TABLE letters (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL,
  receivable INTEGER NOT NULL, kind TEXT NOT NULL, round INTEGER NOT NULL,
  day INTEGER NOT NULL, deadline INTEGER NOT NULL,
  currency TEXT NOT NULL, principal_open INTEGER NOT NULL, fee INTEGER NOT NULL,
  interest INTEGER NOT NULL, cost INTEGER NOT NULL, interest_from INTEGER, interest_until INTEGER,
  interest_percent TEXT NOT NULL, interest_rates TEXT NOT NULL, proof TEXT NOT NULL,
  delivery_id TEXT NOT NULL, sent_on INTEGER,
  withdrawn INTEGER NOT NULL, back_fee INTEGER NOT NULL, back_interest INTEGER NOT NULL,
  back_cost INTEGER NOT NULL);
CREATE UNIQUE INDEX letters_id ON letters (tenant, id);
CREATE INDEX letters_receivable ON letters (receivable);
CREATE TABLE payments (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, client TEXT NOT NULL,
  file_id TEXT NOT NULL, account TEXT NOT NULL, archive_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL, occurrence INTEGER NOT NULL, reference_key TEXT NOT NULL,
  currency TEXT NOT NULL, amount INTEGER NOT NULL, unallocated INTEGER NOT NULL,
  unallocated_reason TEXT NOT NULL, rule TEXT NOT NULL, explanation TEXT NOT NULL,
  is_reversal INTEGER NOT NULL, reverses TEXT NOT NULL, reversed_by TEXT NOT NULL,
  booked INTEGER, value_date INTEGER, parts TEXT NOT NULL, payer_name TEXT NOT NULL,
  payer_account TEXT NOT NULL);
CREATE UNIQUE INDEX payments_id ON payments (tenant, id);
-- Each bank entry once: two equal real payments differ in their occurrence.
CREATE UNIQUE INDEX payments_fingerprint ON payments (tenant, fingerprint, occurrence);
CREATE INDEX payments_file ON payments (tenant, file_id) WHERE file_id <> '';
CREATE INDEX payments_waiting ON payments (tenant) WHERE unallocated <> 0;
CREATE INDEX payments_account ON payments (tenant, account, amount, reference_key);
CREATE TABLE payment_files (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL,
  format TEXT NOT NULL);
CREATE UNIQUE INDEX payment_files_id ON payment_files (tenant, id);
CREATE UNIQUE INDEX payment_files_digest ON payment_files (tenant, digest);
CREATE TABLE bank_accounts (
  tenant INTEGER NOT NULL, account TEXT NOT NULL, covers_until INTEGER NOT NULL,
  PRIMARY KEY (tenant, account)) WITHOUT ROWID;
CREATE TABLE day_runs (
  tenant INTEGER NOT NULL, as_of INTEGER NOT NULL, PRIMARY KEY (tenant, as_of)) WITHOUT ROWID;
)sql";

}  // namespace airut::ledger
