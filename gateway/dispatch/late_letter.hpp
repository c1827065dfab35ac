#pragma once

#include "gateway/dispatch/apply.hpp"
#include "gateway/dispatch/dispatcher.hpp"

// A reminder gives the law's time to pay from the day on which it leaves.
namespace airut::gateway {

// Whether a letter on the delivery's sheet would leave with too few days to pay. Never of payment
// plans and collection orders, which set no such time, nor of what may have arrived.
bool is_late_letter(Dispatcher::House const& house, ledger::DeliveryRow const& delivery);

// Takes back what the sheet's letters charged, as though they had never been decided, and ends the
// delivery: the day run decides anew.
Step withdraw_late(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Rules const& rules,
                   StepContext const& context);

}  // namespace airut::gateway
