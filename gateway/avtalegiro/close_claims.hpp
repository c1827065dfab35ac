#pragma once

#include <vector>

#include "gateway/avtalegiro/clearing_context.hpp"
#include "ledger/store/debits.hpp"

namespace airut::gateway {

// Claims at the clearing house whose payment should have been told by now: the banking days that
// clearing_rules.tsv gives it have passed since the due day. Throws std::runtime_error when a table
// lacks a row that is needed.
std::vector<ledger::DebitClaimRow> unpaid_claims(ledger::Snapshot& view,
                                                 ClearingContext const& context);

// Tells them, each once; reminders go on as for any invoice. How many.
int tell_unpaid(ledger::Transaction& tx, ClearingContext const& context);

}  // namespace airut::gateway
