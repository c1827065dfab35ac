#pragma once

#include <string_view>

#include "gateway/claim/claim_facts.hpp"

// Takes back what letters charged without ground, as LetterCorrected facts; a letter that had not
// left the house is withdrawn and its delivery cancelled.
namespace airut::gateway {

// Before a payment or credit is laid on the item: the amount counts from the day.
void correct_before(ledger::Transaction& tx, ClaimContext const& context,
                    ledger::ReceivableRow const& row, model::Money const& amount,
                    model::Date counts_from, std::string_view reason);

// Before a payment of the day is laid on the item alone: its letters must not charge for days after
// it was paid. Interest is taken back until what the payment takes off the principal by the law's
// order says the same, since one depends on the other.
void correct_for_payment(ledger::Transaction& tx, ClaimContext const& context,
                         ledger::ReceivableRow const& row, model::Money const& amount,
                         model::Date paid_on);

// The same of what is left of money that pays several items one after the other: the item gives its
// charges without ground back first. What it takes of the amount then, at most.
model::Money correct_for_share(ledger::Transaction& tx, ClaimContext const& context,
                               std::string_view receivable_id, model::Money const& amount,
                               model::Date paid_on);

// Interest that the item's letters charged for days on which the principal was smaller, with the
// further changes that are about to be made.
void correct_interest(ledger::Transaction& tx, ClaimContext const& context,
                      ledger::ReceivableRow const& row,
                      std::vector<ledger::PrincipalChange> const& coming, std::string_view reason);

// One letter of the item, if it has not left. Whether it was taken back.
bool withdraw_letter(ledger::Transaction& tx, ClaimContext const& context,
                     ledger::ReceivableRow const& row, std::string_view letter_id,
                     std::string_view reason);

// Every letter that has not left: the item was paused or disputed, or nothing is open any more. A
// plan whose confirmation is among them ends: the debtor was never told of it.
void withdraw_waiting(ledger::Transaction& tx, ClaimContext const& context,
                      ledger::ReceivableRow const& row, std::string_view reason);

// The item was due only later than its letters thought: what those until that day charged is taken
// back, and of the later ones interest of the days before and fees that came too soon after it.
void correct_for_due_date(ledger::Transaction& tx, ClaimContext const& context,
                          ledger::ReceivableRow const& row, model::Date due,
                          std::string_view reason);

}  // namespace airut::gateway
