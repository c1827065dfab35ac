#pragma once

#include "gateway/claim/claim_facts.hpp"

namespace airut::gateway {

// Sets what was agreed with a customer. Where his claims rest from now on, letters about them that
// have not left are withdrawn.
void set_terms(ledger::Transaction& tx, ClaimContext const& context,
               ledger::CustomerTermsSet const& fact);

}  // namespace airut::gateway
