#pragma once

#include <vector>

#include "formats/model/instalments.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {

// The money that was laid on the claim's principal, and taken back from it, since the invoice came.
std::vector<model::PrincipalPayment> principal_payments(ledger::Snapshot& view,
                                                        ledger::ReceivableRow const& claim);

// How the invoice's instalments stand by the ledger; empty where it has none that are its terms.
std::vector<model::InstalmentStanding> instalment_standings(ledger::Snapshot& view,
                                                            ledger::ReceivableRow const& claim,
                                                            model::Invoice const& invoice);

}  // namespace airut::gateway
