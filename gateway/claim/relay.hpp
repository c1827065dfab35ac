#pragma once

#include "gateway/claim/claim_facts.hpp"

// Money that was laid on an item pays another component of it: what it paid is not owed, or not in
// that order.
namespace airut::gateway {

// What money that can be laid anew paid on the item: not what the bank took back.
ledger::Owed paid_on(ledger::Snapshot& view, ledger::ReceivableRow const& row);

// So much of what paid one component pays the other, the newest money first. What the other does
// not owe waits with its payment as overpaid, or goes back to the credit balance that it came from.
void lay_anew(ledger::Transaction& tx, ClaimContext const& context,
              ledger::ReceivableRow const& row, config::Component from, config::Component to,
              model::Money const& amount);

}  // namespace airut::gateway
