#pragma once

// A step of the schema (ledger/store/schema.cpp).
namespace airut::ledger {

// Claims that a clearing house collects, the files that bring them there, and what comes back.
inline constexpr char const* debit_tables = R"sql(
CREATE TABLE debit_claims (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, invoice_id TEXT NOT NULL,
  client TEXT NOT NULL, channel TEXT NOT NULL, account TEXT NOT NULL, kid TEXT NOT NULL,
  currency TEXT NOT NULL, amount INTEGER NOT NULL, due INTEGER NOT NULL, told_by TEXT NOT NULL,
  latest INTEGER NOT NULL, mandate_id TEXT NOT NULL, payload_digest TEXT NOT NULL,
  payer TEXT NOT NULL, payer_reference TEXT NOT NULL, text TEXT NOT NULL,
  personal_event INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
  transmission_id TEXT NOT NULL, assignment INTEGER NOT NULL, place INTEGER NOT NULL,
  withdrawal_id TEXT NOT NULL, made INTEGER NOT NULL, changed INTEGER NOT NULL);
CREATE UNIQUE INDEX debit_claims_id ON debit_claims (tenant, id);
CREATE INDEX debit_claims_state ON debit_claims (tenant, channel, state, key);
CREATE INDEX debit_claims_invoice ON debit_claims (tenant, invoice_id);
CREATE INDEX debit_claims_transmission ON debit_claims (tenant, transmission_id, assignment, place)
  WHERE transmission_id <> '';
CREATE INDEX debit_claims_withdrawal ON debit_claims (tenant, withdrawal_id)
  WHERE withdrawal_id <> '';
CREATE TABLE transmissions (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, channel TEXT NOT NULL,
  number INTEGER NOT NULL, freed INTEGER NOT NULL, last_assignment INTEGER NOT NULL,
  state TEXT NOT NULL, assignments TEXT NOT NULL, claims INTEGER NOT NULL, sum INTEGER NOT NULL,
  digest TEXT NOT NULL, latest INTEGER NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER,
  code TEXT NOT NULL, native_code TEXT NOT NULL, endpoint TEXT NOT NULL, excerpt TEXT NOT NULL,
  excerpt_event INTEGER NOT NULL, receipt_digest TEXT NOT NULL, made INTEGER NOT NULL,
  sent INTEGER);
CREATE UNIQUE INDEX transmissions_id ON transmissions (tenant, id);
-- No number twice. freed is 0, or the key of a transmission that was dissolved unseen.
CREATE UNIQUE INDEX transmissions_number ON transmissions (tenant, channel, number, freed);
CREATE INDEX transmissions_state ON transmissions (tenant, channel, state);
CREATE TABLE mandates (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, client TEXT NOT NULL,
  scheme TEXT NOT NULL, account TEXT NOT NULL, kid TEXT NOT NULL, payer TEXT NOT NULL,
  wants_notice INTEGER NOT NULL, amount_limit INTEGER, state TEXT NOT NULL,
  file_id TEXT NOT NULL, begun INTEGER NOT NULL, changed INTEGER NOT NULL,
  version INTEGER NOT NULL);
CREATE UNIQUE INDEX mandates_id ON mandates (tenant, id);
CREATE UNIQUE INDEX mandates_kid ON mandates (tenant, scheme, account, kid);
CREATE INDEX mandates_payer ON mandates (tenant, client, payer);
CREATE TABLE clearing_files (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, channel TEXT NOT NULL,
  name TEXT NOT NULL, digest TEXT NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL,
  detail TEXT NOT NULL, about TEXT NOT NULL, items INTEGER NOT NULL, taken INTEGER NOT NULL);
CREATE UNIQUE INDEX clearing_files_id ON clearing_files (tenant, id);
CREATE INDEX clearing_files_digest ON clearing_files (tenant, digest);
)sql";

}  // namespace airut::ledger
