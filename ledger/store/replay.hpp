#pragma once

#include <cstdint>
#include <optional>

#include "ledger/store/store.hpp"

namespace airut::ledger {

class Query;

// The steps of Store::replay(), each a transaction. A mark stands in the database from the first to
// the last, so that a replay that died is begun again before anyone reads half a projection.
bool replay_begun(Snapshot& view);
void begin_replay(Transaction& tx);  // empties the projections

// Projects the event in the row: key, booked, kind, actor, body, personal. Gives its key.
std::int64_t project_row(Transaction& tx, Query& row);

// Projects the next events; the key to go on from, nullopt when all are done.
// Repeatable: the caller keeps the old key until the commit.
std::optional<std::int64_t> replay_some(Transaction& tx, std::int64_t after_key);

}  // namespace airut::ledger
