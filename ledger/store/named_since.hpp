#pragma once

#include <cstdint>
#include <map>

#include "ledger/store/document_checks.hpp"
#include "ledger/store/other_uses.hpp"

namespace airut::ledger {

// Where the tenants' journals end: the key of the last event, by the tenant's number.
using JournalEnds = std::map<std::int64_t, std::int64_t>;
JournalEnds journal_ends(Snapshot& view);

// Whether any tenant's event behind these ends names one of the documents, or a parcel that has it
// (parts_of: the files of a sealed parcel). Moves the ends on, up to the first that does: asked
// again it only reads what came since.
bool are_named_since(Snapshot& view, JournalEnds& ends, Ids const& documents,
                     PartsOf const& parts_of);

}  // namespace airut::ledger
