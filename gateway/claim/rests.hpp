#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ledger/receivables/rests.hpp"
#include "ledger/store/plans.hpp"
#include "ledger/store/receivables.hpp"

// When nothing may be demanded of a claim, whatever was agreed: it is disputed or paused, all of
// its customer's claims rest or are stopped, or a deviation about it, or about him, waits for a
// person.
namespace airut::gateway {

// A hold with a last day is over after it, though its reason is still known.
bool is_held(std::string_view reason, std::optional<model::Date> until, model::Date as_of);

bool is_resting(ledger::Snapshot& view, ledger::ReceivableRow const& item, model::Date as_of);

// The same of a day that may have passed.
bool rested_on(ledger::Snapshot& view, ledger::ReceivableRow const& item, model::Date day);

// All its rests so far, that of today among them, in no order.
std::vector<ledger::Rest> rests_of(ledger::Snapshot& view, ledger::ReceivableRow const& item);

// The last day of a promise: it waits while the claim rests.
model::Date day_of_promise(ledger::Snapshot& view, ledger::ReceivableRow const& item,
                           ledger::PromiseRow const& promise, model::Date as_of);

}  // namespace airut::gateway
