#pragma once

#include "ledger/store/sqlite.hpp"

namespace airut::ledger {

// Tells SQLite's planner (sqlite_stat1, https://sqlite.org/fileformat2.html#stat1tab) what a large
// store is like: every row is one tenant's, few are open, an id is one row. Without it SQLite takes
// any equality for a good one, walks all rows of the tenant and sorts them for a page of fifty. The
// figures are the same in every store, so that a plan is what the tests have seen. Writes only what
// differs. Within a transaction of the caller, or without one.
void tell_planner(SqliteConnection& connection);
// Whether it was told once.
bool planner_is_told(SqliteConnection& connection);

}  // namespace airut::ledger
