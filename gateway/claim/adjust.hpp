#pragma once

#include <string>

#include "gateway/claim/claim_facts.hpp"
#include "ledger/journal/fact.hpp"

// Changes of what an item owes without money and without a credit note.
namespace airut::gateway {

// A new adjustment of the item that takes all that is open; without parts when nothing is.
ledger::ReceivableAdjusted all_open(ledger::ReceivableRow const& row, std::string kind,
                                    std::string reason, model::Instant now);

// The invoice was stopped before anybody had it: nothing of it was ever owed.
void close_cancelled(ledger::Transaction& tx, ClaimContext const& context,
                     std::string_view receivable_id, std::string_view reason);

}  // namespace airut::gateway
