#pragma once

#include "gateway/dispatch/apply.hpp"

namespace airut::gateway {

// A letter that was ready before a cut-off of its printer and lies there after it is posted later
// than its day: opens a deviation (transport.cutoff_missed), one for a client's letters of one
// cut-off. before: the delivery as it was when the attempt began that ended well now.
void tell_missed_cut_off(ledger::Transaction& tx, ledger::DeliveryRow const& before,
                         StepContext const& context);

}  // namespace airut::gateway
