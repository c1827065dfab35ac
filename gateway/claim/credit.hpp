#pragma once

#include "gateway/claim/claim_facts.hpp"
#include "ledger/journal/fact.hpp"

namespace airut::gateway {

// A credit note takes down the open principal of the invoices it names, in their order, until it
// is used up; interest and letters that rested on what was never owed are taken back first. What is
// left over becomes the credit balance of the last invoice that is known.
void credit_preceding(ledger::Transaction& tx, ledger::InvoiceAccepted const& note,
                      ClaimContext const& context);

}  // namespace airut::gateway
