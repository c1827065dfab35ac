#pragma once

#include <optional>
#include <string>

#include "gateway/claim/claim_facts.hpp"

namespace airut::gateway {

// Why interest is fixed without a letter, and the payment that led to it.
struct FixingGround {
  std::string reason, source;
};

// The late interest that has run since it was charged last, until the day (included), by the law's
// rate or the invoice's own; none without a receipt of the invoice, for no days, or when the law's
// tables lack a rate of them.
std::optional<ledger::Interest> run_until(ledger::Snapshot& view, ClaimContext const& context,
                                          ledger::ReceivableRow const& item,
                                          config::Client const& client, model::Date until);

// Charges the late interest that has run since it was charged last, until the day (included), by
// the law's rate or the invoice's own, as a ReceivableAdjusted fact. How much it was; none without
// a receipt of the invoice, or when the law's tables lack a rate of those days.
std::optional<model::Money> fix_interest(ledger::Transaction& tx, ClaimContext const& context,
                                         ledger::ReceivableRow const& item, model::Date until,
                                         FixingGround const& ground);

}  // namespace airut::gateway
