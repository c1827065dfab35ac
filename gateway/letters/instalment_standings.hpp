#pragma once

#include <vector>

#include "formats/model/instalments.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {

// How the invoice's instalments stand by the ledger; empty where it has none that are its terms.
std::vector<model::InstalmentStanding> instalment_standings(ledger::Snapshot& view,
                                                            ledger::ReceivableRow const& claim,
                                                            model::Invoice const& invoice);

}  // namespace airut::gateway
