#pragma once

// A step of the schema (see schema.cpp), with a file of its own for its length.
namespace airut::ledger {

// Files that wait at banks or were fetched there, and how the asking went.
inline constexpr char const* bank_tables = R"sql(
CREATE TABLE bank_files (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, channel TEXT NOT NULL,
  file_reference TEXT NOT NULL, file_type TEXT NOT NULL, meaning TEXT NOT NULL,
  target_id TEXT NOT NULL, stamped INTEGER NOT NULL, state TEXT NOT NULL, digest TEXT NOT NULL,
  receipt_digest TEXT NOT NULL, size INTEGER NOT NULL, result_id TEXT NOT NULL,
  detail TEXT NOT NULL, listed INTEGER NOT NULL, fetched INTEGER);
CREATE UNIQUE INDEX bank_files_id ON bank_files (tenant, id);
CREATE UNIQUE INDEX bank_files_reference
  ON bank_files (tenant, channel, file_reference, file_type, stamped);
CREATE INDEX bank_files_open ON bank_files (channel, key) WHERE state IN ('listed', 'fetched');
CREATE TABLE bank_rounds (
  tenant INTEGER NOT NULL, channel TEXT NOT NULL, first_asked INTEGER NOT NULL,
  asked INTEGER NOT NULL, went_well INTEGER, code TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (tenant, channel));
)sql";

}  // namespace airut::ledger
