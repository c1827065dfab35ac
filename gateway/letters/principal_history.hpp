#pragma once

#include <vector>

#include "ledger/receivables/interest.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {

// The item's open principal over time. Payments count from their value day. A credit note, like a
// cancellation, says that its part was never owed.
ledger::PrincipalHistory history_of(ledger::Snapshot& view, ledger::ReceivableRow const& row);
// From its entries at hand (ledger::principal_entries).
ledger::PrincipalHistory history_of(ledger::ReceivableRow const& row,
                                    std::vector<ledger::EntryRow> const& principal_entries);

}  // namespace airut::gateway
