#pragma once

// The step to version 24.
namespace airut::ledger {

// Deliveries of a state are listed newest first, so their index must not sort them by channel. The
// references of instalments lead to the invoice that is paid by them.
inline constexpr char const* list_tables = R"sql(
DROP INDEX deliveries_state;
CREATE INDEX deliveries_state ON deliveries (tenant, state);
CREATE TABLE more_references (
  tenant INTEGER NOT NULL, reference_key TEXT NOT NULL, receivable INTEGER NOT NULL,
  PRIMARY KEY (tenant, reference_key, receivable)) WITHOUT ROWID;
)sql";

}  // namespace airut::ledger
