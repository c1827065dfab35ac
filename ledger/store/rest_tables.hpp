#pragma once

// A step of the schema (see schema.cpp), with a file of its own for its length.
namespace airut::ledger {

// When the claims of a customer rested. Filled by a replay where terms were told before.
inline constexpr char const* rest_tables = R"sql(
CREATE TABLE customer_holds (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, client TEXT NOT NULL,
  customer_number TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER);
CREATE INDEX customer_holds_number ON customer_holds (tenant, client, customer_number);
INSERT INTO state (name, value) SELECT 'replaying', 1 WHERE EXISTS (SELECT 1 FROM customers)
  ON CONFLICT DO NOTHING;
)sql";

}  // namespace airut::ledger
