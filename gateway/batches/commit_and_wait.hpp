#pragma once

#include <functional>

#include "ledger/store/store.hpp"

namespace airut::gateway {

// Commits and waits, on a thread that may wait; while the store's queue is full, for that too.
// Throws what the store or the work threw.
void commit_and_wait(ledger::Store& store, std::function<void(ledger::Transaction&)> const& work);

}  // namespace airut::gateway
