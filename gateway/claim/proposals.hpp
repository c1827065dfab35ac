#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/claim/claim_facts.hpp"
#include "ledger/receivables/propose.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {

// What a payment, or the rest of one, that waits may be meant for: the open items of its client
// that its reference, its text, its payer's account and name lead to, and what they make of its
// sum. Nothing for a reversal, for a payment that waits no more, or for a client that is not
// configured any more. For money on an account that clients share and that is none's yet: what it
// may be for each, and nothing is certain.
std::vector<ledger::Proposal> proposals_for(ledger::Snapshot& view, Billers const& billers,
                                            ledger::PaymentRow const& payment);

// What the client's settings make of a payment that has just come and waits: laid when one way
// alone is certain and they allow it, else the reminders of all items proposed wait for a person,
// and so do those of the debtor whom its exact reference names, whatever the settings. Gives what
// was done for the import's report; nullopt when nothing was.
struct TakenUp {
  std::string rule, explanation;
  bool is_laid = false;
};
std::optional<TakenUp> take_up_waiting(ledger::Transaction& tx, ClaimContext const& context,
                                       std::string const& payment_id);

}  // namespace airut::gateway
