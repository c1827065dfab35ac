#pragma once

// Steps of the schema (see schema.cpp), with a file of their own for their length.
namespace airut::ledger {

// Addresses to which nothing more is sent, in lower case.
inline constexpr char const* suppressed_addresses = R"sql(
CREATE TABLE suppressions (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, client TEXT NOT NULL,
  channel TEXT NOT NULL, address TEXT NOT NULL, code TEXT NOT NULL, delivery_id TEXT NOT NULL,
  since INTEGER NOT NULL, released INTEGER);
CREATE UNIQUE INDEX suppressions_id ON suppressions (tenant, id);
CREATE UNIQUE INDEX suppressions_address ON suppressions (tenant, channel, address, client);
)sql";

// Where recipients are reached and from when to when, and what billers told banks of themselves.
inline constexpr char const* address_tables = R"sql(
CREATE TABLE recipient_addresses (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, recipient_id TEXT NOT NULL,
  client TEXT NOT NULL, external_ref TEXT NOT NULL, channel TEXT NOT NULL, address TEXT NOT NULL,
  intermediary TEXT NOT NULL, personal_event INTEGER NOT NULL, source TEXT NOT NULL,
  valid_from INTEGER NOT NULL, valid_to INTEGER, direct_payment INTEGER NOT NULL,
  stated INTEGER NOT NULL, document_id TEXT NOT NULL, ended_by TEXT NOT NULL, end_stated INTEGER,
  noted INTEGER NOT NULL);
CREATE UNIQUE INDEX recipient_addresses_id ON recipient_addresses (tenant, id);
CREATE INDEX recipient_addresses_ref ON recipient_addresses (tenant, client, external_ref);
CREATE INDEX recipient_addresses_address ON recipient_addresses (tenant, client, address);
CREATE TABLE sender_notices (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, client TEXT NOT NULL,
  channel TEXT NOT NULL, action TEXT NOT NULL, bank TEXT NOT NULL,
  payment_instruction TEXT NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL,
  attempts INTEGER NOT NULL, code TEXT NOT NULL, native_code TEXT NOT NULL,
  endpoint TEXT NOT NULL, excerpt TEXT NOT NULL, excerpt_event INTEGER NOT NULL,
  receipt_digest TEXT NOT NULL, made INTEGER NOT NULL, changed INTEGER NOT NULL);
CREATE UNIQUE INDEX sender_notices_id ON sender_notices (tenant, id);
)sql";

}  // namespace airut::ledger
