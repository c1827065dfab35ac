#pragma once

// The step to version 24: deliveries of a state are listed newest first, so their index must not
// sort them by channel.
namespace airut::ledger {

inline constexpr char const* list_tables = R"sql(
DROP INDEX deliveries_state;
CREATE INDEX deliveries_state ON deliveries (tenant, state);
)sql";

}  // namespace airut::ledger
