#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/claim/claim_facts.hpp"

// What rests because money waits that may be meant for it: no reminder leaves until a person has
// looked, or the client's days (proposal_hold_days) are over.
namespace airut::gateway {

// Letters that have not left are taken back. An item that rests already goes on resting for its own
// reason, and one that owes nothing is left alone. The days begin when the item is due: nobody
// reminds of it before.
void hold_item(ledger::Transaction& tx, ClaimContext const& context, std::string_view receivable_id,
               std::string_view reason);

// All that a customer of the client still owes; nothing for one without a number.
void hold_items_of(ledger::Transaction& tx, ClaimContext const& context, std::string_view client,
                   std::string_view customer_number, std::string_view reason);

// Money may have come before the item did. Before a letter leaves about what the debtor's waiting
// money and credit balances would pay, it rests once, as above: so, and until when.
struct MoneyHold {
  std::string reason;
  model::Date until{};
};
std::optional<MoneyHold> money_hold(ledger::Snapshot& view, ClaimContext const& context,
                                    ledger::ReceivableRow const& item, model::Date today);

}  // namespace airut::gateway
