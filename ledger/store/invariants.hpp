#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/store/store.hpp"

namespace airut::ledger {

// What must be true of the money whatever happened. Each sentence names a row that breaks a rule:
// an item's components are the sums of its entries, what was paid and credited too; no component
// is negative; a payment is what it paid plus what waits; a reversal and its payment name each
// other; what an item tells of its letters is what its letters tell. Empty: all is well.
std::vector<std::string> broken_invariants(Snapshot& view, std::string_view tenant);
std::vector<std::string> broken_invariants(Snapshot& view);  // of every tenant

}  // namespace airut::ledger
