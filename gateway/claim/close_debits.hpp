#pragma once

#include <vector>

#include "gateway/claim/claim_facts.hpp"
#include "ledger/journal/fact.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// A payment that was collected by mandate has paid these items: their claims at the clearing house
// are done, and the payer's bank has surely had them.
void close_debits(ledger::Transaction& tx, ClaimContext const& context,
                  std::vector<ledger::AllocatedPart> const& parts);

}  // namespace airut::gateway
