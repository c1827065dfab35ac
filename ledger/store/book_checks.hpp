#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/store/store.hpp"

namespace airut::ledger {

// Whether a tenant's book, made again from the journal alone, is whole and says what the rows
// say: each event's lines sum to zero, the receivable accounts are the open components of the
// items by client, what waits and what debtors have to get back is what payments and items tell,
// client funds are what is owed, no bank entry was counted twice, no closed item is open again
// without cause, closed months say what they said. A sentence for each difference; empty: all is
// well.
std::vector<std::string> broken_books(Snapshot& view, std::string_view tenant);
std::vector<std::string> broken_books(Snapshot& view);  // of every tenant

// Whether the hash chain of the journal holds; a sentence when not, else "".
std::string broken_chain(Snapshot& view);

}  // namespace airut::ledger
