#pragma once

#include "ledger/store/store.hpp"

namespace airut::ledger {

// A write that leaves no trace but its own count: whether the store takes writes shows in how its
// commit ends.
void try_writing(Transaction& tx);

}  // namespace airut::ledger
