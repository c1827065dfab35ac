#pragma once

// The step of the schema that brings the books; only schema.cpp includes this.
namespace airut::ledger {

// Statements of the bank, money that went back or on, the biller's own ledger, closed months.
inline constexpr char const* book_tables = R"sql(
ALTER TABLE payments ADD COLUMN returned INTEGER NOT NULL DEFAULT 0;
CREATE INDEX receivables_balance ON receivables (tenant) WHERE credit_balance > 0;
CREATE TABLE statements (
  key INTEGER NOT NULL, number INTEGER NOT NULL, tenant INTEGER NOT NULL, file_id TEXT NOT NULL,
  account TEXT NOT NULL, statement_id TEXT NOT NULL, from_day INTEGER, until_day INTEGER,
  currency TEXT NOT NULL, opening INTEGER NOT NULL, closing INTEGER NOT NULL,
  PRIMARY KEY (key, number));
CREATE INDEX statements_account ON statements (tenant, account, until_day);
CREATE TABLE returns (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, client TEXT NOT NULL,
  payment_id TEXT NOT NULL, receivable_id TEXT NOT NULL, currency TEXT NOT NULL,
  amount INTEGER NOT NULL, day INTEGER NOT NULL, method TEXT NOT NULL, reason TEXT NOT NULL);
CREATE UNIQUE INDEX returns_id ON returns (tenant, id);
CREATE TABLE settlements (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, client TEXT NOT NULL,
  day INTEGER NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL,
  until_seq INTEGER NOT NULL, items INTEGER NOT NULL, digest TEXT NOT NULL);
CREATE UNIQUE INDEX settlements_id ON settlements (tenant, id);
CREATE TABLE feed_items (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, client TEXT NOT NULL, item_id TEXT NOT NULL,
  digest TEXT NOT NULL, kind TEXT NOT NULL, invoice_number TEXT NOT NULL,
  receivable_id TEXT NOT NULL, result TEXT NOT NULL);
CREATE UNIQUE INDEX feed_items_id ON feed_items (tenant, client, item_id);
CREATE TABLE closed_periods (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, client TEXT NOT NULL, period TEXT NOT NULL,
  until_seq INTEGER NOT NULL, digest TEXT NOT NULL);
CREATE UNIQUE INDEX closed_periods_period ON closed_periods (tenant, client, period);
CREATE TABLE due_changes (
  key INTEGER PRIMARY KEY, receivable INTEGER NOT NULL, was INTEGER NOT NULL,
  due_date INTEGER NOT NULL, booked INTEGER NOT NULL);
CREATE INDEX due_changes_receivable ON due_changes (receivable);
)sql";

}  // namespace airut::ledger
