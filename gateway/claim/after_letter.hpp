#pragma once

#include <string>
#include <string_view>

#include "gateway/claim/claim_facts.hpp"

// Interest that ran between the last letter and the payment that paid the claim: no letter asked
// for it. The policy by which that letter was decided says what becomes of it
// (config::DunningPolicy::interest_after_letter), as the letter told the debtor.
namespace airut::gateway {

// After a payment of the day was laid on the item. Paid in the last letter's time and in full,
// "waive": the interest is fixed and waived in facts that name the payment. "claim": it is fixed
// and stays open, whenever the principal was paid. Otherwise nothing is done, and what the law
// gives can still be claimed (claim_interest). Only where letters charged interest, and neither of
// a claim in collection nor of a plan.
void settle_after_letter(ledger::Transaction& tx, ClaimContext const& context,
                         std::string_view receivable_id, std::string const& payment_id,
                         model::Date paid_on);

// The payment is taken off the item again: so is what it brought, interest that was waived, cents
// within the tolerance, a loss that it recovered.
void take_back_adjustments(ledger::Transaction& tx, ClaimContext const& context,
                           std::string_view receivable_id, std::string const& payment_id);

// What ran since the letters charged interest last, until the principal was paid or else until
// today: is_claimed when the last letter's policy claims it, else a person may (claim_interest).
// None of a claim that no letter charged interest for, or of one in collection.
struct UnchargedInterest {
  ledger::Interest sum;
  bool is_claimed = false;
};
std::optional<UnchargedInterest> uncharged_interest(ledger::Snapshot& view,
                                                    ClaimContext const& context,
                                                    ledger::ReceivableRow const& item,
                                                    model::Date today);

// A person claims the interest that ran since it was charged last, until the principal was paid or
// else until today. Whether there was any.
bool claim_interest(ledger::Transaction& tx, ClaimContext const& context,
                    ledger::ReceivableRow const& item, model::Date today);

}  // namespace airut::gateway
