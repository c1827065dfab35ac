#pragma once

#include "gateway/claim/day_run.hpp"

namespace airut::gateway {

// Charges the late interest that has run since it was charged last, until the day (included), by
// the law's rate or the invoice's own, as a ReceivableAdjusted fact. Whether there was any: none
// without a receipt of the invoice, or when the law's tables lack a rate of those days.
bool fix_interest(ledger::Transaction& tx, DayContext const& context,
                  ledger::ReceivableRow const& item, model::Date until);

}  // namespace airut::gateway
