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

}  // namespace airut::ledger
