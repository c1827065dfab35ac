#pragma once

#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/route/routing.hpp"

namespace airut::gateway {

// How many files of the delivery's sealed parcel the other side has, by its journal. One of one
// where the channel takes all at once. Bad news that came back later begins anew.
FileCount count_files(ledger::Snapshot& view, Billers const& billers,
                      ledger::DeliveryRow const& delivery);

}  // namespace airut::gateway
