#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/store/happening.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

class Query;

// The steps of Store::replay(), each a transaction. A mark stands in the database from the first to
// the last, so that a replay that died is begun again before anyone reads half a projection.
bool replay_begun(Snapshot& view);
// Empties the projections. Indexes that no projection looks into are set aside: they are built when
// all rows are there.
void begin_replay(Transaction& tx);

struct EventToProject {
  Happening at;  // its actor is below
  std::string actor;
  Fact fact;
};

// The event in the row: key, booked, kind, actor, body, personal. Throws StoreDamaged when it
// cannot be understood.
void decode(Query& row, EventToProject& event);
void project(Transaction& tx, EventToProject const& event);

// The next events of the journal, as many as a transaction takes well; none after the last. In the
// room of those that are done with: facts are large, and memory fresh from the system costs more
// than they do.
std::vector<EventToProject> events_to_project(Snapshot& view, std::int64_t after_key,
                                              std::vector<EventToProject> room = {});

// Builds one of the indexes that were set aside, or, when none is left, takes the mark away and
// returns false.
bool end_replay(Transaction& tx);

}  // namespace airut::ledger
