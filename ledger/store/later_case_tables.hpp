#pragma once

// A step of the schema (see schema.cpp), with a file of its own for its length.
namespace airut::ledger {

// Plans over several claims, comparisons of the two ledgers, files of collection agencies.
inline constexpr char const* later_case_tables = R"sql(
-- The first claim of a plan is that of its row in plans.
CREATE TABLE plan_claims (
  plan INTEGER NOT NULL, number INTEGER NOT NULL, receivable INTEGER NOT NULL,
  letter_id TEXT NOT NULL, PRIMARY KEY (plan, number));
CREATE INDEX plan_claims_receivable ON plan_claims (receivable);
INSERT INTO plan_claims (plan, number, receivable, letter_id)
  SELECT key, 1, receivable, letter_id FROM plans;
CREATE TABLE comparisons (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, client TEXT NOT NULL,
  day INTEGER NOT NULL, whole INTEGER NOT NULL, list_digest TEXT NOT NULL,
  report_digest TEXT NOT NULL, compared INTEGER NOT NULL, differences INTEGER NOT NULL,
  held INTEGER NOT NULL, released INTEGER NOT NULL);
CREATE UNIQUE INDEX comparisons_id ON comparisons (tenant, id);
CREATE INDEX comparisons_client ON comparisons (tenant, client, key);
CREATE TABLE collection_files (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, client TEXT NOT NULL,
  partner TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, reports INTEGER NOT NULL,
  taken INTEGER NOT NULL, repeated INTEGER NOT NULL, refused INTEGER NOT NULL,
  problem TEXT NOT NULL, booked INTEGER NOT NULL);
CREATE UNIQUE INDEX collection_files_id ON collection_files (tenant, id);
CREATE INDEX collection_files_digest ON collection_files (tenant, partner, digest);
)sql";

}  // namespace airut::ledger
