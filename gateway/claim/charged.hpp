#pragma once

#include "ledger/store/receivables.hpp"

namespace airut::gateway {

// Whether letters may have charged anything: the item counts those of its steps, not a plan's.
// Looks nothing up, for the many payments of what nobody was reminded of.
inline bool may_be_charged(ledger::ReceivableRow const& row) {
  bool const paid_principal_alone = row.principal + row.paid + row.credited == row.original;
  return row.letters > 0 || row.interest_until || !row.charges().is_zero() || !paid_principal_alone;
}

}  // namespace airut::gateway
