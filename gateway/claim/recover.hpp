#pragma once

#include <string>
#include <string_view>

#include "gateway/claim/claim_facts.hpp"

// Money for what was given up. A loss (a write-off that the biller fed, a case that was closed as a
// credit loss) is taken back as far as money comes for it; what a settlement or the time bar ended
// is owed no more, and money for it is for a person.
namespace airut::gateway {

// What may be taken back, by component.
ledger::Owed recoverable(ledger::Snapshot& view, ledger::ReceivableRow const& item);
// Whether anything else was given up.
bool is_given_up(ledger::Snapshot& view, ledger::ReceivableRow const& item);

// The payment that pays what was given up.
struct RecoveredBy {
  std::string payment_id;
  model::Date day{};  // that it counts from
};

// Raises what the item owes, as an adjustment of the payment, by so much of the loss as the amount
// pays beyond what is open in the law's order. Returns the sum.
model::Money recover_loss(ledger::Transaction& tx, ClaimContext const& context,
                          std::string_view receivable_id, model::Money const& amount,
                          RecoveredBy const& by);

}  // namespace airut::gateway
