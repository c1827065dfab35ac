#pragma once

#include <optional>

#include "config/codes.hpp"
#include "formats/model/finding.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "ledger/journal/fact.hpp"

namespace airut::gateway {

// A credit note takes down the open principal of the invoices it names, in their order, until it
// is used up; interest and letters that rested on what was never owed are taken back first. What is
// left over becomes the credit balance of the last invoice. When it names none, or one that is not
// here, another customer's or in another currency, what is left is kept as the credit balance of
// the note's own item, its customer's claims rest, and a person is told: the finding says so, too.
// An invoice that is not followed here is credited where it is followed.
// is_followed: the caller wants the note's money followed; else nothing is kept.
std::optional<model::Finding> credit_preceding(ledger::Transaction& tx,
                                               ledger::InvoiceAccepted const& note,
                                               bool is_followed, ClaimContext const& context,
                                               config::Codes const& codes);

// An invoice of which more is paid than it asks, by so much: the sum is kept as its credit balance.
// One whose whole sum is below zero credits the invoices that it names, as a credit note does.
std::optional<model::Finding> keep_prepaid(ledger::Transaction& tx,
                                           ledger::InvoiceAccepted const& invoice,
                                           model::Money const& over, ClaimContext const& context,
                                           config::Codes const& codes);

// Lays on a new invoice the credits that wait for its number. Whether there was one.
bool credit_awaited(ledger::Transaction& tx, ledger::InvoiceAccepted const& invoice,
                    ClaimContext const& context);

// Credits the item by a note, as much as it owes of the principal; gives what was not needed.
// keeps_rest: that is the item's credit balance. kept_in: the item whose credit balance it was.
struct Credit {
  std::string note_id;
  model::Money amount;
  bool keeps_rest = false;
  std::string kept_in{};
};
model::Money credit_item(ledger::Transaction& tx, ClaimContext const& context,
                         ledger::ReceivableRow const& item, Credit const& credit);

// What was paid on the item is open again: its own credit balance, which the credit notes gave only
// because it was paid, takes the principal down first.
void use_own_credit(ledger::Transaction& tx, ClaimContext const& context,
                    std::string_view receivable_id);

// Once a credit balance is used up or given back nobody need be told of it any more.
void close_credit_wait(ledger::Transaction& tx, ClaimContext const& context,
                       std::string_view receivable_id);

// The document that gives the credit was cancelled before anybody had it.
void cancel_credit(ledger::Transaction& tx, ClaimContext const& context,
                   ledger::ReceivableRow const& row);

}  // namespace airut::gateway
