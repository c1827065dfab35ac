#pragma once

#include <optional>
#include <string>

#include "gateway/avtalegiro/clearing_context.hpp"
#include "ledger/store/debits.hpp"

namespace airut::gateway {

// Gives the claims that wait, and the withdrawals of claims that nobody wants collected any more,
// their places in the channel's next transmission: writes its bytes, takes the next numbers, and
// begins every claim's attempt, all in this transaction. The id; nullopt when there is nothing to
// send. A claim whose delivery went another way meanwhile ends here; one that cannot be withdrawn
// in time any more is told.
std::optional<std::string> make_transmission(ledger::Transaction& tx,
                                             ClearingContext const& context);

// Whether something waits that should leave now: since the oldest has waited its time, or the
// transmission is full.
bool is_time_to_transmit(ledger::Snapshot& view, ClearingContext const& context);

// The attempt of every claim of a transmission has this id.
std::string attempt_of(std::string_view transmission_id);

}  // namespace airut::gateway
