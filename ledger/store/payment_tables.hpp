#pragma once

// Steps of the schema (see schema.cpp), with a file of their own for their length.
namespace airut::ledger {

// Payments come day by day: an index that begins with their day grows at its end.
inline constexpr char const* payments_by_day = R"sql(
DROP INDEX payments_fingerprint;
DROP INDEX payments_account;
-- Each bank entry once: two equal real payments differ in their occurrence.
CREATE UNIQUE INDEX payments_fingerprint ON payments
  (tenant, coalesce(booked, 0), fingerprint, occurrence);
CREATE INDEX payments_reference ON payments (tenant, reference_key, amount);
CREATE INDEX payments_turned ON payments (tenant, reference_key)
  WHERE is_reversal = 1 AND reverses = '';
)sql";

// Accounts that an invoice shows besides its first, as a list; '' for nearly all.
inline constexpr char const* shown_accounts = R"sql(
ALTER TABLE invoices ADD COLUMN more_accounts TEXT NOT NULL DEFAULT '';
)sql";

// What bank files tell of an account's days beside payments of their own.
inline constexpr char const* sums_of_days = R"sql(
CREATE TABLE day_sums (
  key INTEGER NOT NULL, number INTEGER NOT NULL, tenant INTEGER NOT NULL, account TEXT NOT NULL,
  day INTEGER NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL, is_lump INTEGER NOT NULL,
  PRIMARY KEY (key, number));
CREATE INDEX day_sums_account ON day_sums (tenant, account, day);
)sql";

// What is known of an account is found by any spelling of it (model::account_key).
inline constexpr char const* accounts_by_key = R"sql(
CREATE TABLE accounts_before (
  tenant INTEGER NOT NULL, account TEXT NOT NULL, covers_until INTEGER NOT NULL);
INSERT INTO accounts_before SELECT tenant,
  upper(replace(replace(replace(account, ' ', ''), '.', ''), '-', '')), covers_until
  FROM bank_accounts;
DELETE FROM bank_accounts;
INSERT INTO bank_accounts SELECT tenant, CASE
    WHEN substr(account, 1, 2) = 'FI' THEN substr(account, 5)
    WHEN substr(account, 1, 2) = 'NO' AND length(account) = 15 THEN substr(account, 5)
    ELSE account END, max(covers_until)
  FROM accounts_before GROUP BY 1, 2;
DROP TABLE accounts_before;
)sql";

}  // namespace airut::ledger
