#pragma once

#include <string_view>

#include "gateway/avtalegiro/clearing_context.hpp"
#include "ledger/store/debits.hpp"

// What follows when a claim that lies at the clearing house, or lay there, is not what is owed any
// more. Both answer whether a delivery was queued.
namespace airut::gateway {

// Its mandate has ended: until the due day comes the bank will refuse it, so the invoice goes its
// delivery's next way with the code avtalegiro.mandate_missing, or waits for a person.
bool lose_mandate(ledger::Transaction& tx, ClearingContext const& context,
                  ledger::DebitClaimRow const& claim);

// A transmission with withdrawals has left. Where a claim was withdrawn because another sum is open
// than it asked for, the invoice goes the same way again: the rest is claimed while the payer can
// be told in time, else it goes by the next channel. Where a person has stopped the matter (a
// dispute, a plan, an agency) nothing is collected, and he is told.
bool claim_rests(ledger::Transaction& tx, ClearingContext const& context,
                 std::string_view transmission_id);

}  // namespace airut::gateway
